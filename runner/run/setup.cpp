#include "runner/run/setup.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "base/config/regex.hpp"
#include "base/input_file.hpp"
#include "base/output_file.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "runner/run/bus_setup.hpp"
#include "sim/bridge.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/device/outside_device.hpp"
#include "sim/device/process_device.hpp"
#include "sim/http_port.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/test_bench.hpp"

namespace otbench::runner {
namespace {

/// Leads a device's UART out of the bench.
void build_uart(Execution& run, const DeviceUart& uart, sim::DeviceUnderTest& device) {
    sim::Bridge& bridge = open_bridge(run, uart.settings, uart.at);
    switch (uart.line) {
        case DeviceUart::Line::pins: return bridge.join_uart(device.pins(), uart.tx, uart.rx);
        case DeviceUart::Line::hat:
        case DeviceUart::Line::console:
            return bridge.join_uart(device.pins(), firmware::Uart0::tx_pin, firmware::Uart0::rx_pin);
        case DeviceUart::Line::mezzanine:
            return bridge.join_uart(device.hardware().mezzanine()->lines(), firmware::Sc16is752::tx_pin(0),
                                    firmware::Sc16is752::rx_pin(0));
    }
}

/// Opens the device's web server to programs outside the bench.
void open_http_port(Execution& run, const Device& device, sim::DeviceUnderTest& built) {
    try {
        run.http_ports.push_back(&run.bench.add_http_port(device.name, built, *device.http));
    } catch (const std::runtime_error& error) {
        throw EnvironmentError{fmt::format("{}: {}", to_string(device.at, run.scenario.path), error.what())};
    }
}

/// The flash that an earlier run left, if there is one.
void load_flash(const Scenario& scenario, const Device& device, firmware::OtbIotDevice& model) {
    if (!std::filesystem::exists(device.flash_file)) return;
    const auto refuse = [&](const std::string& why) {
        return std::runtime_error{
            fmt::format("{}: flash-file {}: {}", to_string(device.at, scenario.path), device.flash_file, why)};
    };
    const auto octets = read_whole_file(device.flash_file, "a flash");
    if (!octets) throw refuse(octets.error().message);
    std::istringstream file{*octets};
    auto flash = firmware::Flash::load(file);
    if (!flash) throw refuse(flash.error());
    model.flash() = std::move(*flash);
}

/// A machine that is busy gives a process less than a core.
sim::PeerPatience patience(Nanoseconds hang_after) {
    constexpr int real_per_cpu_time = 6;
    const auto cpu_time = std::chrono::duration_cast<std::chrono::milliseconds>(hang_after);
    return {sim::PeerPatience{}.hello, cpu_time, real_per_cpu_time * cpu_time};
}

/// Where a device's program prints to, also after restarts; nothing without a folder for the run's files. What an
/// earlier run left there is removed.
std::string new_log_of(const Device& device, const std::string& out) {
    if (out.empty()) return {};
    std::string path = fmt::format("{}/device-{}.log", out, device.name);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return path;
}

/// The model of otb-iot, or a firmware in a process, which keeps a log in the folder `out`.
sim::DeviceUnderTest& add_device(Execution& run, const Device& device, const std::string& out) {
    if (device.place == FirmwarePlace::model) {
        sim::DeviceUnderTest& built = run.bench.add_otb_iot(device.name, device.firmware);
        built.model()->parts().sensors = device.sensors;
        if (!device.flash_file.empty()) load_flash(run.scenario, device, *built.model());
        return built;
    }
    sim::ProcessSettings settings;
    settings.command = device.command;
    settings.flash_file = device.flash_file;
    settings.seed = run.scenario.seed;
    settings.fail_on_crash = device.fail_on_crash;
    settings.ready_after = device.ready_after;
    settings.look_ahead = device.look_ahead;
    settings.patience = patience(device.hang_after);
    settings.log_file = new_log_of(device, out);
    return run.bench.add_process(device.name, device.firmware, settings);
}

/// `text` with what the placeholders in it stand for (runner/language/parser/parse_devices.cpp).
std::string with_values(std::string text, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values)
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
            text.replace(at, name.size(), value);
    return text;
}

/// What starts the program of a device in real time, whose serial line is the device at `pty`.
sim::ChildProgram program_of(const Execution& run, const Device& device, const std::string& pty,
                             const std::string& out) {
    const sim::BrokerAccess broker = run.bench.broker_access();
    const std::map<std::string, std::string> values{{"{broker_host}", broker.host},
                                                    {"{broker_password}", broker.password},
                                                    {"{broker_port}", std::to_string(broker.port)},
                                                    {"{broker_user}", broker.user},
                                                    {"{name}", device.name},
                                                    {"{pty}", pty}};
    sim::ChildProgram program;
    for (const std::string& word : device.command) program.command.push_back(with_values(word, values));
    for (const auto& [name, value] : device.environment) program.environment[name] = with_values(value, values);
    program.log_file = new_log_of(device, out);
    return program;
}

/// The pins of a device outside at which its serial line ends: those that a converter is wired to, else those that the
/// scenario names.
void join_outside(const Execution& run, const Device& device, sim::Bridge& line, sim::DeviceUnderTest& built) {
    const DeviceUart uart = device.uart.value_or(DeviceUart{});
    const auto is_wired = [&](const Bus& bus) {
        return bus.converter.tx.device == device.name && bus.converter.tx.gpio >= 0;
    };
    const auto& buses = run.scenario.buses;
    const auto bus = std::find_if(buses.begin(), buses.end(), is_wired);
    if (bus != buses.end())
        line.join_as_device(built.pins(), bus->converter.tx.gpio, bus->converter.rx.gpio);
    else
        line.join_as_device(built.pins(), uart.tx, uart.rx);
}

/// A device outside the bench: a program in real time, or a real device.
sim::DeviceUnderTest& add_outside(Execution& run, const Device& device, const std::string& out) {
    if (run.bench.broker_access().host.empty())
        throw std::runtime_error{
            fmt::format("{}: device '{}' cannot reach the broker 'internal' (expected mosquitto or mqtt://...)",
                        to_string(device.at, run.scenario.path), device.name)};
    sim::BridgeSettings line = device.uart ? device.uart->settings : sim::BridgeSettings{};
    line.name = device.name + "_uart";
    line.role = sim::BridgeRole::master;
    line.echo = true;
    sim::Bridge& bridge = open_bridge(run, line, device.at);
    sim::OutsideSettings settings;
    settings.command_topic = device.command_topic;
    settings.status_topic = device.status_topic;
    settings.ready_after = device.ready_after.value_or(Nanoseconds{});
    if (!device.ready_topic.empty())
        settings.ready_message = sim::OutsideSettings::ReadyMessage{device.ready_topic, device.ready_payload};
    if (!device.ready_log.empty())
        settings.is_ready_line = [ready = config::Regex::compile(device.ready_log).value()](
                                     const std::string& printed) { return ready.found_in(printed); };
    settings.switch_on = device.power_on;
    settings.switch_off = device.power_off;
    if (device.place == FirmwarePlace::real_time_process)
        settings.process = program_of(run, device, bridge.path(), out);
    sim::DeviceUnderTest& built = run.bench.add_outside(device.name, device.firmware, settings);
    join_outside(run, device, bridge, built);
    return built;
}

}  // namespace

void save_flash(const Execution& run) {
    for (const Device& device : run.scenario.devices) {
        if (device.flash_file.empty() || device.place != FirmwarePlace::model) continue;
        std::ostringstream flash;
        run.device(device.name).model()->flash().save(flash);
        write_whole_file(device.flash_file, flash.str());
    }
}

void build(Execution& run, const std::vector<std::filesystem::path>& profile_folders, const std::string& out) {
    for (const Device& device : run.scenario.devices) {
        if (device.is_outside()) {
            run.devices[device.name] = &add_outside(run, device, out);
            continue;
        }
        sim::DeviceUnderTest& built = add_device(run, device, out);
        run.devices[device.name] = &built;
        if (device.uart) build_uart(run, *device.uart, built);
        if (device.http) open_http_port(run, device, built);
    }
    const meters::ProfileIndex index{profile_folders};
    for (const Bus& bus : run.scenario.buses) build_bus(run, bus, index);
}

}  // namespace otbench::runner
