#include "app/poll/http_post.hpp"

#include <fmt/core.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace otbench::app {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::chrono::seconds patience{10};

struct Url {
    std::string host, port = "80", target = "/";
};

std::optional<Url> parse_url(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    if (text.substr(0, scheme.size()) != scheme) return std::nullopt;
    text.remove_prefix(scheme.size());
    Url url;
    const auto slash = std::min(text.find('/'), text.size());
    if (slash < text.size()) url.target = text.substr(slash);
    const auto authority = text.substr(0, slash);
    const auto colon = std::min(authority.rfind(':'), authority.size());
    url.host = authority.substr(0, colon);
    if (colon < authority.size()) url.port = authority.substr(colon + 1);
    if (url.host.empty() || url.port.empty()) return std::nullopt;
    return url;
}

http::request<http::string_body> request_for(const Url& url, const std::string& body) {
    http::request<http::string_body> request{http::verb::post, url.target, 11};
    request.set(http::field::host, url.host);
    request.set(http::field::user_agent, "otbench");
    request.set(http::field::content_type, "text/plain; charset=utf-8");
    if (const char* token = std::getenv("OTBENCH_INFLUX_TOKEN"); token && *token)
        request.set(http::field::authorization, std::string{"Token "} + token);
    request.body() = body;
    request.prepare_payload();
    return request;
}

/// One exchange, step by step, each of which ends it when it fails.
class Exchange {
public:
    Exchange(const Url& url, const std::string& body) : request_(request_for(url, body)), stream_(io_) {
        boost::asio::ip::tcp::resolver resolver{io_};
        const auto found = resolver.resolve(url.host, url.port, error_);
        if (error_) return;
        stream_.expires_after(patience);
        stream_.async_connect(found,
                              [this](beast::error_code error, const auto&) { then(error, [this] { write(); }); });
        io_.run();
    }

    [[nodiscard]] const beast::error_code& error() const { return error_; }
    [[nodiscard]] const http::response<http::string_body>& response() const { return response_; }

private:
    template <class Next>
    void then(beast::error_code error, Next next) {
        error_ = error;
        if (!error) next();
    }
    void write() {
        http::async_write(stream_, request_,
                          [this](beast::error_code error, std::size_t) { then(error, [this] { read(); }); });
    }
    void read() {
        http::async_read(stream_, buffer_, response_, [this](beast::error_code error, std::size_t) { error_ = error; });
    }

    boost::asio::io_context io_{1};
    http::request<http::string_body> request_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::response<http::string_body> response_;
    beast::error_code error_;
};

}  // namespace

std::string post(const std::string& text, const std::string& body) {
    const auto url = parse_url(text);
    if (!url) return fmt::format("invalid URL '{}' (expected http://HOST:PORT/PATH)", text);
    const Exchange exchange{*url, body};
    if (exchange.error()) return fmt::format("{}: {}", text, exchange.error().message());
    const auto& response = exchange.response();
    if (response.result_int() / 100 == 2) return {};
    return fmt::format("{}: status {}: {}", text, response.result_int(), response.body().substr(0, 200));
}

}  // namespace otbench::app
