#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/checked.hpp"

namespace otbench::sim {

/// Where clients of the control interface connect.
struct ControlEndpoint {
    enum class Kind { stdio, local, tcp };
    Kind kind = Kind::stdio;
    std::string path;  ///< of a local socket
    std::string host;  ///< of TCP: a numeric address
    std::uint16_t port = 0;

    /// Whether other machines reach it.
    [[nodiscard]] bool is_remote() const;
};

/// "unix:/tmp/bench", "tcp:127.0.0.1:7001", "stdio".
[[nodiscard]] std::string to_string(const ControlEndpoint& endpoint);

/// "stdio", "unix:PATH" or "tcp:ADDRESS:PORT"; port 0 is any free one.
[[nodiscard]] Checked<ControlEndpoint> parse_control_endpoint(std::string_view text);

}  // namespace otbench::sim
