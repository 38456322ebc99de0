#include "firmware_model/http/http_server.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/http/fake_site.hpp"
#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;
namespace layout = config_layout;

constexpr HttpConnection client{1};

class HttpServerTest : public testing::Test {
protected:
    /// The whole answer to one request.
    std::string ask(const std::string& request_line, const std::string& body = {}) {
        network.answer.clear();
        server.connected(client);
        server.received(
            client, request_line + " HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
            Cause::none);
        return network.answer;
    }
    static std::string status(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }
    static std::string body(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }
    void enable_gateway() { site.config.set_number(layout::mqtt_httpd, 1); }
    void keep_access_point() { site.config.set_number(layout::keep_ap_active, 1); }

    ManualProcessor processor;
    AnsweringNetwork network;
    RecordingSink events;
    FakeSite site;
    HttpServer server{processor, network, events, site};
};

TEST_F(HttpServerTest, carries_out_the_text_behind_the_second_slash_as_a_command) {
    enable_gateway();
    EXPECT_EQ(body(ask("GET /otb-iot/get/info/version")), "ok:pong");
    EXPECT_EQ(body(ask("POST /espi-x/set/config/loc/1/a")), "ok:pong");
    ask("POST /mqtt/trigger/ping");
    ask("POST /mqtt/get");
    ask("POST /mqtt/delete/config/loc/all");
    EXPECT_EQ(site.commands, (std::vector<std::string>{"get/info/version", "set/config/loc/1/a", "trigger/ping", "get",
                                                       "delete/config/loc/all"}));
}

TEST_F(HttpServerTest, misspells_the_header_of_the_length_and_names_itself_after_the_topic_root) {
    enable_gateway();
    EXPECT_EQ(ask("GET /mqtt/get"),
              "HTTP/1.1 200 OK\r\nServer: espi\r\nContent-Type: text/plain\r\nContent-Len: 7\r\n"
              "Connection: close\r\n\r\nok:pong");
}

TEST_F(HttpServerTest, refuses_commands_while_the_gateway_is_off) {
    const std::string answer = ask("GET /mqtt/get/info/version");
    EXPECT_EQ(status(answer), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(body(answer), "MQTT HTTPD not enabled");
    EXPECT_TRUE(site.commands.empty());
}

TEST_F(HttpServerTest, takes_commands_that_change_something_by_post_only) {
    enable_gateway();
    for (const char* request : {"GET /mqtt/set/x", "GET /mqtt/trigger/ping", "GET /mqtt/delete/x", "HEAD /mqtt/get",
                                "PUT /mqtt/get", "put /mqtt/set"}) {
        const std::string answer = ask(request);
        EXPECT_EQ(status(answer), "HTTP/1.1 405 Method Not Allowed") << request;
    }
    EXPECT_EQ(body(ask("GET /mqtt/set/x")), "Use GET for get, POST for set/trigger");
    EXPECT_TRUE(site.commands.empty());
}

TEST_F(HttpServerTest, refuses_a_gateway_url_without_a_command) {
    enable_gateway();
    for (const std::string url : {"/mqtt", "/mqtt/", "/mqtt/foo", "/otb-iot/GET/info", "/mqtt//get"}) {
        const std::string answer = ask("GET " + url);
        EXPECT_EQ(status(answer), "HTTP/1.1 400 Bad Request") << url;
        EXPECT_EQ(body(answer), "Invalid MQTT URL: " + url);
    }
}

TEST_F(HttpServerTest, shows_the_form_only_without_mqtt_or_with_a_lasting_access_point) {
    EXPECT_EQ(status(ask("GET /")), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(body(ask("GET /")), "Keep AP alive not enabled");
    keep_access_point();
    EXPECT_EQ(status(ask("GET /base")), "HTTP/1.1 200 OK");
    EXPECT_NE(ask("GET /any/thing").find("name=\"ssid\""), std::string::npos);
    site.config.set_number(layout::keep_ap_active, 0);
    site.mqtt_connected = false;
    EXPECT_EQ(status(ask("GET /")), "HTTP/1.1 200 OK");
}

TEST_F(HttpServerTest, answers_head_without_a_body_and_other_methods_with_405) {
    keep_access_point();
    const std::string head = ask("HEAD /");
    EXPECT_EQ(status(head), "HTTP/1.1 200 OK");
    EXPECT_EQ(body(head), "");
    EXPECT_EQ(head.find("Content-Len: 0\r\n"), std::string::npos);
    EXPECT_EQ(status(ask("DELETE /")), "HTTP/1.1 405 Method Not Allowed");
}

TEST_F(HttpServerTest, has_no_icon_but_shows_the_form_to_other_methods_there) {
    keep_access_point();
    EXPECT_EQ(status(ask("GET /favicon.ico")), "HTTP/1.1 404 Not Found");
    EXPECT_EQ(status(ask("POST /favicon.ico")), "HTTP/1.1 200 OK");
}

TEST_F(HttpServerTest, restarts_after_the_form_has_changed_something) {
    keep_access_point();
    EXPECT_EQ(ask("POST /", "enable_ap=yes").find("Rebooting shortly ..."), std::string::npos);
    EXPECT_EQ(ask("GET /", "ssid=other").find("Rebooting shortly ..."), std::string::npos);
    EXPECT_EQ(site.changes, 0);
    const std::string page = ask("POST /", "ssid=other");
    EXPECT_EQ(page.substr(page.size() - 21), "Rebooting shortly ...");
    EXPECT_EQ(site.changes, 1);
    EXPECT_EQ(site.config.text(layout::ssid), "other");
}

TEST_F(HttpServerTest, answers_what_it_cannot_read_with_400_and_413) {
    server.connected(client);
    server.received(client, "\x16\x03\x01\x02\n\n", Cause::none);
    EXPECT_EQ(status(network.answer), "HTTP/1.1 400 Bad Request");
    server.connected(client);
    server.received(client, std::string(3000, 'A'), Cause::none);
    EXPECT_EQ(status(network.answer), "HTTP/1.1 413 Payload Too Large");
}

TEST_F(HttpServerTest, cuts_off_a_client_that_sends_no_complete_request_for_ten_seconds) {
    server.connected(client);
    server.received(client, "GET / HT", Cause::none);
    processor.advance(9999ms);
    EXPECT_EQ(network.closed, HttpConnection::none);
    processor.advance(1ms);
    EXPECT_EQ(network.closed, client);
    server.received(client, "TP/1.1\r\n\r\n", Cause::none);
    EXPECT_EQ(network.answer, "");
}

TEST_F(HttpServerTest, does_not_answer_a_client_that_has_gone) {
    server.connected(client);
    server.received(client, "GET / HTTP/1.1\r\n", Cause::none);
    server.closed(client);
    constexpr HttpConnection next{2};
    server.connected(next);
    server.received(client, "\r\n", Cause::none);
    EXPECT_EQ(network.answer, "");
    server.received(next, "GET / HTTP/1.1\r\n\r\n", Cause::none);
    EXPECT_EQ(network.answered, next);
}

TEST_F(HttpServerTest, sends_nothing_once_a_restart_is_due) {
    processor.restart_after(100ms);
    EXPECT_EQ(ask("GET /"), "");
    EXPECT_EQ(events.of_kind("http_response").size(), 1U);
}

}  // namespace
}  // namespace otbench::firmware
