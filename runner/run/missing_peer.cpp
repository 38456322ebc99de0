#include "runner/run/missing_peer.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <system_error>

#include "runner/language/scenario.hpp"

namespace otbench::runner {
namespace {

std::optional<std::string> missing_at(const sim::Endpoint& endpoint) {
    using Kind = sim::Endpoint::Kind;
    if (endpoint.kind == Kind::tcp) return std::nullopt;
    if (endpoint.kind != Kind::serial) return fmt::format("waits for a peer at {}", to_string(endpoint));
    std::error_code ignored;
    if (std::filesystem::is_character_file(endpoint.path, ignored)) return std::nullopt;
    return fmt::format("{}: no such device", endpoint.path);
}

}  // namespace

std::optional<std::string> missing_peer(const Scenario& scenario) {
    for (const Device& device : scenario.devices)
        if (device.uart)
            if (auto missing = missing_at(device.uart->settings.endpoint)) return missing;
    for (const Bus& bus : scenario.buses)
        for (const Bridge& bridge : bus.bridges)
            if (auto missing = missing_at(bridge.settings.endpoint)) return missing;
    return std::nullopt;
}

}  // namespace otbench::runner
