#include "app/run/device_places.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "app/device_program.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::app {
namespace {

constexpr std::string_view external = "external:";

/// A broker that lasts as long as the run: no board is connected to it.
bool is_of_the_run(std::string_view broker) {
    return broker == "mosquitto" || broker == "internal";
}

Checked<void> place_outside(runner::Device& device, std::string_view endpoint_text) {
    const auto endpoint = sim::parse_endpoint(endpoint_text);
    if (!endpoint) return InputError{endpoint.error().message};
    constexpr std::chrono::seconds meters_start_up{3};  // as for devices of a scenario
    device.place = runner::FirmwarePlace::external;
    device.ready_after = std::max(device.ready_after.value_or(Nanoseconds{}), Nanoseconds{meters_start_up});
    if (!device.uart) device.uart.emplace();
    device.uart->settings.endpoint = *endpoint;
    return {};
}

}  // namespace

Checked<void> place_device(const std::string& setting, runner::Scenario& scenario) {
    const std::size_t equals = std::min(setting.find('='), setting.size());
    const std::string name = setting.substr(0, equals);
    auto command = command_words(setting.substr(std::min(equals + 1, setting.size())));
    if (name.empty() || command.empty())
        return InputError{
            fmt::format("invalid setting '{}' (expected NAME=PROGRAM or NAME=external:ENDPOINT)", setting)};
    const auto device = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                     [&](const runner::Device& each) { return each.name == name; });
    if (device == scenario.devices.end()) return InputError{fmt::format("{} has no device '{}'", scenario.path, name)};
    const std::string_view first = command.front();
    if (first.substr(0, external.size()) == external) {
        scenario.pace = runner::real_pace;
        const auto placed = place_outside(*device, first.substr(external.size()));
        if (!placed || !is_of_the_run(scenario.broker)) return placed;
        return InputError{fmt::format(
            "{}: unknown broker of the board (expected --broker, for example mqtt://192.168.0.2)", setting)};
    }
    if (device->is_outside()) device->ready_after.reset();
    device->place = runner::FirmwarePlace::process;
    device->command = std::move(command);
    return {};
}

}  // namespace otbench::app
