#include "sim/host/ports/endpoint.hpp"

#include <fmt/core.h>

#include <array>

#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

using Kind = Endpoint::Kind;

struct KindWord {
    std::string_view word;
    Kind kind;
};
constexpr std::array<KindWord, 6> kinds = {{
    {"pty", Kind::pty},
    {"serial", Kind::serial},
    {"tcp", Kind::tcp},
    {"rfc2217", Kind::rfc2217},
    {"tcp-listen", Kind::tcp_listen},
    {"rfc2217-listen", Kind::rfc2217_listen},
}};

constexpr std::string_view forms =
    "pty, pty:/path/link, serial:/dev/ttyUSB0?baud=2400&parity=even, tcp:host:port, rfc2217:host:port, "
    "tcp-listen:127.0.0.1:port, rfc2217-listen:127.0.0.1:port";

Checked<void> read_address(std::string_view text, Endpoint& endpoint) {
    const std::size_t colon = text.rfind(':');
    const auto port = parse_integer<std::uint16_t>(text.substr(colon + 1));
    if (colon == std::string_view::npos || !port)
        return InputError{
            fmt::format("invalid address '{}' (expected a host and a port, such as 127.0.0.1:10001)", text)};
    endpoint.port = *port;
    std::string_view host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host.empty()) return InputError{fmt::format("invalid endpoint '{}' (expected a host)", text)};
    if ((endpoint.kind == Kind::tcp || endpoint.kind == Kind::rfc2217) && endpoint.port == 0)
        return InputError{fmt::format("invalid address '{}' (expected a port above 0)", text)};
    endpoint.host = host;
    return {};
}

Checked<void> read_option(std::string_view option, bus::UartFormat& format) {
    const std::size_t equals = option.find('=');
    const std::string_view key = option.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? "" : option.substr(equals + 1);
    const auto number = parse_integer<int>(value);
    if (key == "baud" && number && *number > 0) {
        format.baud = *number;
    } else if (key == "stop-bits" && number && (*number == 1 || *number == 2)) {
        format.stop_bits = *number;
    } else if (key == "parity" && (value == "even" || value == "odd" || value == "none")) {
        format.parity = value == "even" ? bus::Parity::even : value == "odd" ? bus::Parity::odd : bus::Parity::none;
    } else {
        return InputError{
            fmt::format("invalid option '{}' (expected baud=2400, parity=even|odd|none or stop-bits=1|2)", option)};
    }
    return {};
}

Checked<void> read_serial(std::string_view text, Endpoint& endpoint) {
    const std::size_t question = text.find('?');
    endpoint.path = text.substr(0, question);
    if (endpoint.path.empty()) return InputError{"a serial port needs its device, serial:/dev/ttyUSB0"};
    if (question == std::string_view::npos) return {};
    endpoint.format.emplace();
    std::string_view rest = text.substr(question + 1);
    for (;;) {
        const std::size_t end = rest.find('&');
        if (const auto done = read_option(rest.substr(0, end), *endpoint.format); !done) return done;
        if (end == std::string_view::npos) return {};
        rest.remove_prefix(end + 1);
    }
}

}  // namespace

Checked<Endpoint> parse_endpoint(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view word = text.substr(0, colon);
    const std::string_view rest = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    for (const KindWord& known : kinds) {
        if (known.word != word) continue;
        Endpoint endpoint;
        endpoint.kind = known.kind;
        Checked<void> done;
        if (known.kind == Kind::pty)
            endpoint.path = rest;
        else if (known.kind == Kind::serial)
            done = read_serial(rest, endpoint);
        else
            done = read_address(rest, endpoint);
        if (!done) return done.error();
        return endpoint;
    }
    return InputError{fmt::format("invalid endpoint '{}' (expected {})", text, forms)};
}

std::string to_string(const Endpoint& endpoint) {
    std::string text{kinds[static_cast<std::size_t>(endpoint.kind)].word};
    if (endpoint.kind == Kind::pty || endpoint.kind == Kind::serial)
        return endpoint.path.empty() ? text : fmt::format("{}:{}", text, endpoint.path);
    const bool v6 = endpoint.host.find(':') != std::string::npos;
    return fmt::format("{}:{}{}{}:{}", text, v6 ? "[" : "", endpoint.host, v6 ? "]" : "", endpoint.port);
}

}  // namespace otbench::sim
