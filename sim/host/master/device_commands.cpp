#include "sim/host/master/device_commands.hpp"

#include <fmt/core.h>

namespace otbench::sim {
namespace {

constexpr int command_qos = 1, status_qos = 2;
constexpr int most_locations = 3;  // segments between root and chip id in the topics that a device publishes to

}  // namespace

DeviceCommands::DeviceCommands(const DeviceAddress& address)
    : name_(address.description()),
      topic_(fmt::format("/{}/{}", address.root, address.chip)),
      connection_(address.broker, "master") {
    std::string locations;
    for (int i = 0; i <= most_locations; ++i, locations += "/+")
        connection_.subscribe(fmt::format("/{}{}/{}/status", address.root, locations, address.chip), status_qos);
}

void DeviceCommands::publish(const std::string& command) {
    connection_.publish({topic_, command, command_qos, false});
}

std::optional<std::string> DeviceCommands::next(Nanoseconds limit) {
    auto message = connection_.receive(limit);
    if (!message) return std::nullopt;
    return std::move(message->payload);
}

void DeviceCommands::fail(const std::string& command, const std::string& what) const {
    throw BrokerError{fmt::format("{}: '{}' {}", name_, command, what)};
}

}  // namespace otbench::sim
