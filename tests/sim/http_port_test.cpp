#include "sim/http_port.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>

#include "firmware_model/otb_iot_device.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/http_exchange.hpp"
#include "sim/mqtt/internal_broker.hpp"
#include "sim/test_bench.hpp"

// A device's web server, for the bench in virtual time and for programs outside it in real time.

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using Outcome = HttpExchange::Outcome;

firmware::DeviceConfig open_device() {
    firmware::DeviceConfig config;
    config.keep_ap_active = true;
    config.mqtt_httpd = true;
    return config;
}

std::string request(const std::string& line) {
    return line + " HTTP/1.1\r\n\r\n";
}

class HttpTest : public testing::Test {
protected:
    explicit HttpTest(double pace) : bench{std::make_unique<InternalBroker>(), pace, interrupted} {}

    /// Runs until `done`, for ten minutes of virtual time at most.
    bool run_until(const std::function<bool()>& done) {
        return bench.run_until(done, bench.time() + 10min) == RunEnd::reached;
    }

    std::atomic<bool> interrupted{false};
    TestBench bench;
    DeviceUnderTest& device = bench.add_otb_iot("boiler", open_device());
};

/// As fast as it goes.
class HttpExchangeTest : public HttpTest {
protected:
    HttpExchangeTest() : HttpTest(0) {}

    std::shared_ptr<HttpExchange> ask(const std::string& line) {
        return bench.http_request(device, request(line), Cause::none);
    }
    std::shared_ptr<HttpExchange> finished(std::shared_ptr<HttpExchange> exchange) {
        EXPECT_TRUE(run_until([&] { return exchange->outcome() != Outcome::pending; }));
        return exchange;
    }
};

TEST_F(HttpExchangeTest, is_refused_until_the_device_has_looked_for_a_break) {
    bench.start();
    EXPECT_EQ(finished(ask("GET /"))->outcome(), Outcome::refused);
    bench.run_for(1300ms);
    const auto answered = finished(ask("GET /"));
    EXPECT_EQ(answered->outcome(), Outcome::answered);
    EXPECT_EQ(answered->answer().substr(0, 15), "HTTP/1.1 200 OK");
}

TEST_F(HttpExchangeTest, takes_the_network_as_long_as_a_message) {
    bench.start();
    bench.run_for(5s);
    const Nanoseconds asked = bench.time();
    finished(ask("GET /mqtt/trigger"));
    EXPECT_EQ(bench.time() - asked, 3ms + 2ms + 3ms);  // connect, request, answer
}

TEST_F(HttpExchangeTest, waits_for_its_turn_while_another_one_has_the_device) {
    bench.start();
    bench.run_for(5s);
    const auto first = ask("POST /mqtt/trigger/nixie/cycle");  // takes 131 ms
    const auto second = ask("GET /mqtt/get/info/chip_id");
    const auto given_up = ask("GET /");
    run_until([&] { return first->outcome() != Outcome::pending; });
    EXPECT_EQ(second->outcome(), Outcome::pending);
    EXPECT_NE(finished(second)->answer().find("\r\n\r\nok:5ccf7f2ab91c"), std::string::npos);
    EXPECT_EQ(finished(given_up)->outcome(), Outcome::answered);
}

TEST_F(HttpExchangeTest, is_closed_when_the_device_restarts_and_the_next_in_line_is_refused) {
    bench.start();
    bench.run_for(5s);
    const auto reset = ask("POST /mqtt/trigger/reset");
    const auto next = ask("GET /");
    EXPECT_EQ(finished(reset)->outcome(), Outcome::closed);
    EXPECT_EQ(finished(next)->outcome(), Outcome::refused);
}

TEST_F(HttpExchangeTest, leaves_the_device_to_others_once_it_is_given_up) {
    bench.start();
    bench.run_for(5s);
    const auto silent = bench.http_request(device, "GET / HT", Cause::none);
    bench.run_for(100ms);
    silent->give_up();
    const Nanoseconds asked = bench.time();
    finished(ask("GET /"));
    EXPECT_LT(bench.time() - asked, 20ms);
}

/// A client with a socket of its own.
class Browser {
public:
    explicit Browser(std::uint16_t port) : file_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(file_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error{"cannot connect"};
    }
    ~Browser() { leave(); }
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    void say(const std::string& text) const { ::send(file_, text.data(), text.size(), MSG_NOSIGNAL); }
    void leave() {
        if (file_ >= 0) ::close(file_);
        file_ = -1;
    }
    /// Takes in what has come; true when the other side has closed the connection.
    bool is_over() {
        std::array<char, 4096> buffer{};
        const ssize_t n = ::recv(file_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (n > 0) heard.append(buffer.data(), static_cast<std::size_t>(n));
        return n == 0 || (n < 0 && errno != EAGAIN);
    }

    std::string heard;

private:
    int file_;
};

/// Fifty times as fast as the clock on the wall.
class HttpPortTest : public HttpTest {
protected:
    HttpPortTest() : HttpTest(50) {
        bench.start();
        bench.run_for(5s);
    }
    std::uint16_t number() const {
        const std::string text = port.description();
        return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
    }
    std::string answer_to(Browser& browser) {
        EXPECT_TRUE(run_until([&] { return browser.is_over(); }));
        return browser.heard;
    }

    HttpPort& port = bench.add_http_port("boiler", device, *parse_endpoint("tcp-listen:127.0.0.1:0"));
};

TEST_F(HttpPortTest, serves_clients_one_after_the_other) {
    Browser first{number()}, second{number()};
    second.say(request("GET /mqtt/get/info/chip_id"));
    first.say(request("GET /favicon.ico"));
    EXPECT_EQ(answer_to(first).substr(0, 22), "HTTP/1.1 404 Not Found");
    EXPECT_NE(answer_to(second).find("ok:5ccf7f2ab91c"), std::string::npos);
}

TEST_F(HttpPortTest, outlives_clients_that_send_garbage_too_much_or_nothing) {
    for (const std::string& text : {std::string("\x16\x03\x01\x02\x00\x01\n\n", 8), std::string(100'000, 'A'),
                                    std::string{"GET /"}, std::string{}}) {
        Browser hostile{number()};
        hostile.say(text);
        answer_to(hostile);  // a silent one is cut off after ten seconds
    }
    {
        Browser hasty{number()};
        hasty.say("GET / HTTP/1.1\r\n");
        bench.run_for(1s);
    }
    Browser next{number()};
    next.say(request("GET /"));
    EXPECT_EQ(answer_to(next).substr(0, 15), "HTTP/1.1 200 OK");
}

}  // namespace
}  // namespace otbench::sim
