#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/host/web/rest_routes.hpp"

namespace otbench::sim {

/// What a request over HTTP says of where it comes from; empty: nothing.
struct WebOrigin {
    std::string_view verb;
    std::string_view host;           ///< Host
    std::string_view origin;         ///< Origin
    std::string_view authorization;  ///< Authorization
    std::string_view protocols;      ///< Sec-WebSocket-Protocol: where a browser can put the token
    std::string_view content_type;   ///< Content-Type
};

/// Who may use the bench over HTTP. On loopback, requests must name this machine as their host (so no page can make a
/// browser read the bench under another name) and come from no other origin; elsewhere they need the token, too.
class WebPolicy {
public:
    /// `token`: what requests need; empty: none.
    explicit WebPolicy(std::string token) : token_(std::move(token)) {}

    /// An error for a request that may not even see the page.
    [[nodiscard]] std::optional<WebError> refuse_page(const WebOrigin& request) const;
    /// An error for a request that may not use the bench.
    [[nodiscard]] std::optional<WebError> refuse(const WebOrigin& request) const;
    /// An error for a request that changes something and may come from a form of another page.
    [[nodiscard]] static std::optional<WebError> refuse_form(const WebOrigin& request);

private:
    [[nodiscard]] bool has_token(const WebOrigin& request) const;

    std::string token_;
};

/// What a browser sends as the protocol of a WebSocket: this, and "token.TOKEN".
constexpr std::string_view web_protocol = "otbench";

}  // namespace otbench::sim
