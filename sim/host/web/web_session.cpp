#include "sim/host/web/web_session.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "base/rpc/dispatcher.hpp"
#include "sim/host/web/bench_link.hpp"
#include "sim/host/web/event_session.hpp"
#include "sim/host/web/metrics.hpp"
#include "sim/host/web/open_api.hpp"
#include "sim/host/web/rest_routes.hpp"
#include "sim/host/web/web_assets.hpp"

namespace otbench::sim {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using nlohmann::json;

/// How long a client may take for a request, and between two of them.
constexpr std::chrono::seconds patience{15};
/// How long the bench may take for an answer.
constexpr std::chrono::seconds longest_call{60};
constexpr std::uint32_t longest_head = 8192;

constexpr const char* json_type = "application/json";
constexpr const char* metrics_type = "text/plain; version=0.0.4; charset=utf-8";

struct Header {
    const char* name;
    const char* value;
};
/// Of every answer: a page may load nothing from elsewhere, and no other page may show or embed what comes from here.
constexpr Header common_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Frame-Options", "DENY"},
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Server", "otbench"},
};

/// The file of the page at a path; null for other paths.
const WebAsset* find_asset(std::string_view path) {
    for (const WebAsset& asset : web_assets())
        if (asset.path == path) return &asset;
    return nullptr;
}

class WebSession : public std::enable_shared_from_this<WebSession> {
public:
    WebSession(boost::asio::ip::tcp::socket socket, WebSite& site)
        : stream_(std::move(socket)), site_(site), limit_(stream_.get_executor()) {
        ++site.connections;
        counted_ = std::shared_ptr<void>(nullptr, [&site](void*) { --site.connections; });
    }

    ~WebSession() {
        if (link_) link_->close();
    }
    WebSession(const WebSession&) = delete;
    WebSession& operator=(const WebSession&) = delete;

    void start() {
        if (site_.connections <= 2 * most_web_connections) read();
    }

private:
    using Then = std::function<void(const json& response)>;

    struct Page {
        std::string_view verb, path;
        void (WebSession::*serve)();
    };

    void read() {
        parser_.emplace();
        parser_->header_limit(longest_head);
        parser_->body_limit(rpc::longest_line);
        stream_.expires_after(patience);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) { self->take(error); });
    }

    void take(beast::error_code error) {
        if (error == http::error::end_of_stream) return end();
        const bool is_excess = site_.connections > most_web_connections;
        request_ = error ? http::request<http::string_body>{} : parser_->release();
        if (error || is_excess) request_.keep_alive(false);
        if (!error) return is_excess ? refuse({503, "too many connections"}) : serve();
        if (error == http::error::header_limit)
            return refuse({431, "the head of the request is too long (expected at most 8 KiB)"});
        if (error == http::error::body_limit) return refuse({413, "the body is too long (expected at most 1 MiB)"});
        const auto& malformed = http::make_error_code(http::error::bad_method).category();
        if (error.category() == malformed && error != http::error::partial_message)
            return refuse({400, "malformed request (expected HTTP/1.1)"});
        end();
    }

    void serve() {
        const WebOrigin origin = origin_of(request_);
        const std::string target = text_of(request_.target());
        const Page pages[] = {{"GET", "/health", &WebSession::serve_health},
                              {"GET", "/metrics", &WebSession::serve_metrics},
                              {"GET", "/api/v1/openapi.json", &WebSession::serve_description},
                              {"GET", "/api/v1/events", &WebSession::serve_events},
                              {"POST", "/api/v1/rpc", &WebSession::serve_rpc}};
        const std::string_view path = path_of(target), verb = answered_verb(origin.verb);
        const WebAsset* const asset = find_asset(path);
        const bool is_open = asset != nullptr || path == pages[0].path;
        if (auto refused = is_open ? site_.policy.refuse_page(origin) : site_.policy.refuse(origin))
            return refuse(*refused);
        if (asset != nullptr) {
            if (verb != "GET") return refuse(wrong_verb({"GET"}));
            return reply(200, asset->type, std::string{asset->content});
        }
        for (const Page& page : pages) {
            if (page.path != path) continue;
            if (page.verb != verb) return refuse(wrong_verb({page.verb}));
            if (auto refused = WebPolicy::refuse_form(origin)) return refuse(*refused);
            return (this->*page.serve)();
        }
        serve_route(origin, target);
    }

    void serve_route(const WebOrigin& origin, const std::string& target) {
        const auto route = find_route(origin.verb, target);
        if (!route) return refuse(route.error());
        if (auto refused = WebPolicy::refuse_form(origin)) return refuse(*refused);
        auto call = read_call(**route, target, request_.body());
        if (!call) return refuse(call.error());
        ask((*route)->method, call->parameters, [this, call = *call](const json& response) {
            const auto answer = answer_of(call, response);
            if (!answer) return refuse(answer.error());
            reply(200, json_type, answer->dump() + '\n');
        });
    }

    void serve_health() {
        ask("bench.describe", json::object(), [this](const json& response) {
            const bool good = response.contains("result");
            reply(good ? 200 : 503, json_type, json{{"status", good ? "ok" : "no bench"}}.dump() + '\n');
        });
    }

    void serve_metrics() {
        ask("bench.describe", json::object(), [this](const json& bench) {
            if (!bench.contains("result")) return refuse({503, bench.at("error").at("message")});
            ask("counters", json::object(), [this, bench = bench.at("result")](const json& counters) {
                if (!counters.contains("result")) return refuse({503, counters.at("error").at("message")});
                reply(200, metrics_type, metrics_text(bench, counters.at("result")));
            });
        });
    }

    void serve_description() { reply(200, json_type, open_api()); }

    void serve_rpc() {
        json request = json::parse(request_.body(), nullptr, false);
        if (!request.is_object() || !request.contains("id"))
            return refuse({400, "invalid body (expected a request of JSON-RPC 2.0 with an id)"});
        const json id = std::exchange(request["id"], call_id);
        send(request.dump(), [this, id](json response) {
            response["id"] = id;
            reply(200, json_type, response.dump() + '\n');
        });
    }

    void serve_events() {
        if (!beast::websocket::is_upgrade(request_))
            return refuse({426, "this path is for WebSockets (expected an upgrade)"});
        auto link = std::make_shared<BenchLink>(io());
        if (!link->open(site_.control)) return refuse({503, "the bench does not listen yet"});
        start_event_session(std::move(stream_), std::move(link), request_, counted_);
    }

    /// Calls a method of the control interface; `then` gets the answer.
    void ask(std::string_view method, const json& parameters, Then then) {
        send(json{{"jsonrpc", "2.0"}, {"id", call_id}, {"method", method}, {"params", parameters}}.dump(),
             std::move(then));
    }

    void send(std::string line, Then then) {
        if (!link_) {
            link_ = std::make_shared<BenchLink>(io());
            if (!link_->open(site_.control)) {
                link_.reset();
                return refuse({503, "the bench does not listen yet"});
            }
            listen(*link_);
        }
        then_ = std::move(then);
        stream_.expires_never();
        limit_.expires_after(longest_call);
        limit_.async_wait([self = shared_from_this()](beast::error_code over) {
            if (!over) self->give_up({504, "the bench took longer than 60 s"});
        });
        link_->send(std::move(line));
    }

    void listen(BenchLink& link) {
        link.listen(
            [weak = weak_from_this()](const std::string& line) {
                const auto self = weak.lock();
                json response = json::parse(line, nullptr, false);
                if (!self || !response.is_object() || response.value("id", json()) != call_id || !self->then_) return;
                self->limit_.cancel();
                std::exchange(self->then_, {})(response);
            },
            [weak = weak_from_this()] {
                if (const auto self = weak.lock()) self->give_up({503, "the bench has ended"});
            });
    }

    /// Ends a call without an answer of the bench.
    void give_up(const WebError& why) {
        if (link_) std::exchange(link_, {})->close();
        limit_.cancel();
        if (std::exchange(then_, {})) refuse(why);
    }

    void refuse(const WebError& error) { reply(error.status, json_type, json_of(error).dump() + '\n', error.allow); }

    void reply(unsigned status, const char* type, std::string body, const std::string& allow = {}) {
        http::response<http::string_body> response{static_cast<http::status>(status), 11};
        for (const Header& header : common_headers) response.set(header.name, header.value);
        response.set(http::field::content_type, type);
        if (!allow.empty()) response.set(http::field::allow, allow);
        if (status == 401) response.set(http::field::www_authenticate, "Bearer");
        response.keep_alive(request_.keep_alive());
        response.content_length(body.size());
        if (request_.method() != http::verb::head) response.body() = std::move(body);
        auto kept = std::make_shared<http::response<http::string_body>>(std::move(response));
        stream_.expires_after(patience);
        http::async_write(stream_, *kept, [self = shared_from_this(), kept](beast::error_code error, std::size_t) {
            if (error || !kept->keep_alive()) return self->end();
            self->read();
        });
    }

    void end() {
        beast::error_code ignored;
        stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    }

    [[nodiscard]] boost::asio::io_context& io() {
        return static_cast<boost::asio::io_context&>(
            boost::asio::query(stream_.get_executor(), boost::asio::execution::context));
    }

    [[nodiscard]] static std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

    [[nodiscard]] static WebOrigin origin_of(const http::request<http::string_body>& request) {
        const auto field = [&](http::field name) {
            const auto value = request[name];
            return std::string_view{value.data(), value.size()};
        };
        const auto verb = request.method_string();
        return {{verb.data(), verb.size()},
                field(http::field::host),
                field(http::field::origin),
                field(http::field::authorization),
                field(http::field::sec_websocket_protocol),
                field(http::field::content_type)};
    }

    static constexpr int call_id = 1;

    beast::tcp_stream stream_;
    WebSite& site_;
    std::shared_ptr<void> counted_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::request<http::string_body> request_;
    std::shared_ptr<BenchLink> link_;
    Then then_;
    boost::asio::steady_timer limit_;
};

}  // namespace

void start_web_session(boost::asio::ip::tcp::socket socket, WebSite& site) {
    std::make_shared<WebSession>(std::move(socket), site)->start();
}

}  // namespace otbench::sim
