#include "sim/host/web/web_policy.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cctype>
#include <iterator>

namespace otbench::sim {
namespace {

constexpr std::string_view own_hosts[] = {"127.0.0.1", "localhost", "[::1]"};
constexpr std::string_view bearer = "Bearer ";
constexpr std::string_view token_protocol = "token.";

bool begins_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

/// "127.0.0.1:8080" without its port.
std::string_view name_of(std::string_view host) {
    const auto colon = host.rfind(':');
    const bool is_port = colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
    return is_port ? host.substr(0, colon) : host;
}

/// Whether two texts are the same, without telling by the time where they differ.
bool are_same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// Whether a request names this machine: no page under a name of its own can make a browser do that.
bool is_own(std::string_view host) {
    const auto* const end = std::end(own_hosts);
    const bool is_numeric = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return std::find(std::begin(own_hosts), end, host) != end || (is_numeric && begins_with(host, "127."));
}

bool is_json(std::string_view content_type) {
    std::string type{content_type.substr(0, content_type.find(';'))};
    while (!type.empty() && type.back() == ' ') type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    return type == "application/json";
}

}  // namespace

bool WebPolicy::has_token(const WebOrigin& request) const {
    if (begins_with(request.authorization, bearer))
        return are_same_secret(request.authorization.substr(bearer.size()), token_);
    std::string_view protocols = request.protocols;
    const auto begin = protocols.find(token_protocol);
    if (begin == std::string_view::npos) return false;
    protocols.remove_prefix(begin + token_protocol.size());
    return are_same_secret(protocols.substr(0, protocols.find_first_of(", ")), token_);
}

std::optional<WebError> WebPolicy::refuse_page(const WebOrigin& request) const {
    if (token_.empty() && !is_own(name_of(request.host)))
        return WebError{403, "invalid Host (expected 127.0.0.1 or localhost)"};
    if (!request.origin.empty() && request.origin != "http://" + std::string{request.host})
        return WebError{403, "invalid Origin (expected the page of this bench, or none)"};
    return std::nullopt;
}

std::optional<WebError> WebPolicy::refuse(const WebOrigin& request) const {
    if (auto refused = refuse_page(request)) return refused;
    if (!token_.empty() && !has_token(request))
        return WebError{401, "missing or invalid token (expected the header Authorization: Bearer TOKEN)"};
    return std::nullopt;
}

std::optional<WebError> WebPolicy::refuse_form(const WebOrigin& request) {
    if (answered_verb(request.verb) == "GET" || is_json(request.content_type)) return std::nullopt;
    return WebError{415, "invalid Content-Type (expected application/json)"};
}

}  // namespace otbench::sim
