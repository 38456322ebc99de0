#include "sim/host/control/control_endpoint.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>

#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

constexpr std::string_view local_scheme = "unix:";
constexpr std::string_view tcp_scheme = "tcp:";

bool begins_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

Checked<ControlEndpoint> parse_tcp(std::string_view text) {
    const auto colon = text.rfind(':');
    const InputError wrong{
        fmt::format("invalid address '{}' (expected a numeric address and a port, such as "
                    "127.0.0.1:7001)",
                    text)};
    if (colon == std::string_view::npos) return wrong;
    const auto port = parse_whole_number(text.substr(colon + 1), 0, 65'535);
    const std::string host{text.substr(0, colon)};
    in_addr address{};
    if (!port || ::inet_pton(AF_INET, host.c_str(), &address) != 1) return wrong;
    return ControlEndpoint{ControlEndpoint::Kind::tcp, {}, host, static_cast<std::uint16_t>(*port)};
}

}  // namespace

bool ControlEndpoint::is_remote() const {
    return kind == Kind::tcp && !begins_with(host, "127.");
}

std::string to_string(const ControlEndpoint& endpoint) {
    switch (endpoint.kind) {
        case ControlEndpoint::Kind::local: return fmt::format("{}{}", local_scheme, endpoint.path);
        case ControlEndpoint::Kind::tcp: return fmt::format("{}{}:{}", tcp_scheme, endpoint.host, endpoint.port);
        case ControlEndpoint::Kind::stdio: break;
    }
    return "stdio";
}

Checked<ControlEndpoint> parse_control_endpoint(std::string_view text) {
    constexpr std::size_t longest_path = 107;  // unix(7)
    if (text == "stdio") return ControlEndpoint{};
    if (begins_with(text, tcp_scheme)) return parse_tcp(text.substr(tcp_scheme.size()));
    if (begins_with(text, local_scheme)) {
        const std::string path{text.substr(local_scheme.size())};
        if (path.empty() || path.size() > longest_path)
            return InputError{fmt::format("invalid path '{}' (expected 1 to {} bytes)", path, longest_path)};
        return ControlEndpoint{ControlEndpoint::Kind::local, path, {}, 0};
    }
    return InputError{
        fmt::format("invalid control endpoint '{}' (expected stdio, unix:PATH or tcp:127.0.0.1:PORT)", text)};
}

}  // namespace otbench::sim
