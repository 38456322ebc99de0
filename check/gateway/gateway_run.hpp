#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "check/case.hpp"
#include "check/gateway/gateway.hpp"
#include "check/result.hpp"

namespace otbench::check {

/// How gateways are run.
struct GatewayOptions {
    Gateway gateway;
    std::string broker_host = "127.0.0.1";  ///< where the broker of the check listens
    std::uint16_t broker_port = 0;          ///< 0: any free one
    std::string device_endpoint;            ///< where the meters are; empty: a pty or port of each case
    std::string otbench;                    ///< the program, for commands that start a gateway
    std::string replay;                     ///< the command line up to the name of a case
    std::vector<std::filesystem::path> profile_folders;
};

/// Sets up broker and meters of a case, starts the gateway between them, and judges. In a process of its own: it takes
/// over signals. Throws std::runtime_error with a line for the user when something cannot be set up or the gateway does
/// not come, and sim::Interrupted when the user stops it.
[[nodiscard]] CaseResult run_gateway_case(const Case& judged, std::string_view group, const GatewayOptions& options);

}  // namespace otbench::check
