#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bus/record/codec_error.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::sim {

/// Where octets come in and go out: "pty", "pty:/path/link", "serial:/dev/ttyUSB0?baud=2400&parity=even&stop-bits=1",
/// "tcp:host:port", "rfc2217:host:port", "tcp-listen:127.0.0.1:10001", "rfc2217-listen:127.0.0.1:10001".
struct Endpoint {
    enum class Kind : std::uint8_t { pty, serial, tcp, rfc2217, tcp_listen, rfc2217_listen };

    Kind kind = Kind::pty;
    std::string path;                       ///< of the link to a pty (may be empty), of a serial device
    std::string host;                       ///< an IPv6 address without brackets
    std::uint16_t port = 0;                 ///< 0 to listen: any free one
    std::optional<bus::UartFormat> format;  ///< of a serial device, if the endpoint sets it
};

[[nodiscard]] Checked<Endpoint> parse_endpoint(std::string_view text);
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

}  // namespace otbench::sim
