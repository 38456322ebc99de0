#include "firmware_model/http/http_server.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/event_kinds.hpp"
#include "firmware_model/http/portal_form.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

/// A client that sends no complete request for so long is cut off. Not specified: the chip's SDK does so unless it is
/// told otherwise.
constexpr auto longest_silence = 10s;

constexpr std::string_view html = "text/html";
constexpr std::string_view plain = "text/plain";

/// What a URL of the command gateway begins with.
constexpr std::array<std::string_view, 3> gateways = {"/otb-iot", "/espi", "/mqtt"};
/// What a command begins with, and whether only POST will do.
struct CommandKind {
    std::string_view begin;
    bool needs_post;
};
constexpr std::array<CommandKind, 4> command_kinds = {
    {{"get", false}, {"set", true}, {"trigger", true}, {"delete", true}}};

bool begins_with(std::string_view text, std::string_view begin) {
    return text.substr(0, begin.size()) == begin;
}

HttpResponse refusal(int status, std::string_view reason, std::string text) {
    return {status, reason, plain, std::move(text)};
}

HttpResponse bad_request(std::string text) {
    return refusal(400, "Bad Request", std::move(text));
}

HttpResponse forbidden(std::string text) {
    return refusal(403, "Forbidden", std::move(text));
}

HttpResponse wrong_method(std::string text) {
    return refusal(405, "Method Not Allowed", std::move(text));
}

/// What follows the second slash.
std::string command_in(const std::string& url) {
    const auto slash = url.find('/', 1);
    return slash == std::string::npos ? std::string{} : url.substr(slash + 1);
}

}  // namespace

// ---- connection ----

void HttpServer::listen(bool on) {
    if (on == listening_) return;
    listening_ = on;
    network_.http_listen(on);
    events_.record(processor_.now(), event::http_server, Cause::none, {{"on", on}});
}

void HttpServer::connected(HttpConnection connection) {
    connection_ = connection;
    reader_.clear();
    processor_.cancel(idle_);
    idle_ = processor_.after(longest_silence, [this] {
        network_.http_close(connection_);
        connection_ = HttpConnection::none;
    });
}

void HttpServer::closed(HttpConnection connection) {
    if (connection != connection_) return;
    connection_ = HttpConnection::none;
    processor_.cancel(idle_);
}

void HttpServer::received(HttpConnection connection, std::string_view segment, Cause cause) {
    if (connection != connection_) return;
    switch (reader_.feed(segment)) {
        case HttpRequestReader::Progress::incomplete: return;
        case HttpRequestReader::Progress::malformed: return answer(bad_request("Invalid request"), true, cause);
        case HttpRequestReader::Progress::too_long:
            return answer(refusal(413, "Payload Too Large", "Request too long"), true, cause);
        case HttpRequestReader::Progress::complete: break;
    }
    const HttpRequest& request = reader_.request();
    const Cause asked = events_.record(processor_.now(), event::http_request, cause,
                                       {{"method", request.method}, {"url", request.url}, {"body", request.body}});
    answer(respond(request, asked), request.method != "HEAD", asked);
}

void HttpServer::answer(const HttpResponse& response, bool with_body, Cause cause) {
    processor_.cancel(idle_);
    const Cause answered = events_.record(processor_.now(), event::http_response, cause,
                                          {{"status", response.status}, {"body", response.body}});
    // What is handed to TCP before a restart never leaves (platform assumption P7).
    if (!processor_.restart_pending()) {
        network_.http_answer(connection_, to_wire(response, site_.http_name(), with_body), answered);
    }
    connection_ = HttpConnection::none;
}

// ---- pages ----

HttpResponse HttpServer::respond(const HttpRequest& request, Cause cause) {
    const bool is_command = std::any_of(gateways.begin(), gateways.end(),
                                        [&](std::string_view gateway) { return begins_with(request.url, gateway); });
    if (is_command) return respond_to_command(request, cause);
    if (request.url == "/favicon.ico" && request.method == "GET") return refusal(404, "Not Found", "Not found");
    return respond_with_form(request, cause);
}

HttpResponse HttpServer::respond_to_command(const HttpRequest& request, Cause cause) {
    if (site_.http_config().number(config_layout::mqtt_httpd) == 0) return forbidden("MQTT HTTPD not enabled");
    const std::string command = command_in(request.url);
    const auto* const kind = std::find_if(command_kinds.begin(), command_kinds.end(),
                                          [&](const CommandKind& k) { return begins_with(command, k.begin); });
    if (kind == command_kinds.end()) return bad_request(fmt::format("Invalid MQTT URL: {}", request.url));
    if (request.method != "POST" && (kind->needs_post || request.method != "GET")) {
        return wrong_method("Use GET for get, POST for set/trigger");
    }
    return {200, "OK", plain, site_.http_command(command, cause)};
}

HttpResponse HttpServer::respond_with_form(const HttpRequest& request, Cause cause) {
    constexpr std::array<std::string_view, 3> methods = {"HEAD", "GET", "POST"};
    if (std::find(methods.begin(), methods.end(), request.method) == methods.end()) {
        return wrong_method("Use GET or POST");
    }
    StoredConfig& config = site_.http_config();
    if (site_.http_mqtt_connected() && config.number(config_layout::keep_ap_active) == 0) {
        return forbidden("Keep AP alive not enabled");
    }
    const bool changed = request.method == "POST" && apply_portal_form(config, request.body);
    HttpResponse page{200, "OK", html, portal_page(config)};
    if (changed) {
        page.body += "Rebooting shortly ...";
        site_.http_config_changed(cause);
    }
    return page;
}

}  // namespace otbench::firmware
