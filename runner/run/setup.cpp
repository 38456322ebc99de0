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
#include "meters/meter_settings.hpp"
#include "runner/steps/bus/bench_master_line.hpp"
#include "runner/steps/bus/electrical_setup.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/device/outside_device.hpp"
#include "sim/device/process_device.hpp"
#include "sim/http_port.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/serial_link.hpp"
#include "sim/test_bench.hpp"

namespace otbench::runner {
namespace {

std::unique_ptr<meters::Meter> make_meter(const Scenario& scenario, const Meter& description,
                                          std::shared_ptr<const meters::Profile> profile) {
    if (description.baud) {
        auto other = std::make_shared<meters::Profile>(*profile);
        other->baud = *description.baud;
        profile = std::move(other);
    }
    auto meter = std::make_unique<meters::Meter>(std::move(profile), description.name,
                                                 static_cast<std::uint8_t>(description.address));
    meter->application().set_pace(scenario.value_pace);
    if (description.response_delay) meter->set_response_delay(*description.response_delay);
    const auto refuse = [&](const Position& at, const std::string& why) {
        throw std::runtime_error{fmt::format("{}: {}", to_string(at, scenario.path), why)};
    };
    if (description.id)
        if (const auto set = meter->readout().set_id(*description.id); !set)
            refuse(description.at, set.error().message);
    for (const auto& [name, text] : description.values)
        if (const auto set = meter->application().set_value(name, text, Nanoseconds{0}); !set)
            refuse(description.value_positions.at(name), set.error().message);
    for (const auto& [name, text] : description.settings)
        if (const auto set = meters::apply_setting(*meter, name, text); !set)
            refuse(description.at, set.error().message);
    return meter;
}

/// What a part of a bus is called in the trace: "serial_link", and "cellar_serial_link" on a bus with a name.
std::string name_on(const RunningBus& bus, const std::string& part) {
    return bus.description.name == Bus{}.name ? part : bus.description.name + '_' + part;
}

/// Joins the converter to these lines of a device, or to its end of the serial link to them.
void wire(const RunningBus& bus, firmware::PinBank& tx_pins, int tx, firmware::PinBank& rx_pins, int rx) {
    if (bus.serial_link == nullptr) {
        bus.segment->attach_tx(tx_pins, tx);
        bus.segment->attach_rx(rx_pins, rx);
        return;
    }
    bus.serial_link->attach_device(tx_pins, tx, rx_pins, rx);
    bus.segment->attach_tx(bus.serial_link->converter(), sim::SerialLink::tx);
    bus.segment->attach_rx(bus.serial_link->converter(), sim::SerialLink::rx);
}

/// Connects the converter as in the scenario: to two pins, or to a port with a UART of its own.
void wire(const Execution& run, const RunningBus& bus) {
    const Converter& converter = bus.description.converter;
    if (!converter.port && converter.tx.gpio < 0) return;
    if (!converter.port) {
        wire(bus, run.device(converter.tx.device).pins(), converter.tx.gpio, run.device(converter.rx.device).pins(),
             converter.rx.gpio);
        return;
    }
    sim::DeviceUnderTest& device = run.device(converter.port->device);
    if (converter.port->kind == SerialPort::Kind::hat) {
        wire(bus, device.pins(), firmware::Uart0::tx_pin, device.pins(), firmware::Uart0::rx_pin);
        bus.segment->set_powered(device.hardware().bus_power(), Cause::none);
        device.hardware().on_bus_power(
            [segment = bus.segment](Nanoseconds, bool on, Cause cause) { segment->set_powered(on, cause); });
    } else {
        firmware::PinBank& lines = device.hardware().mezzanine()->lines();
        wire(bus, lines, firmware::Sc16is752::tx_pin(0), lines, firmware::Sc16is752::rx_pin(0));
    }
}

/// Opens an endpoint; throws `EnvironmentError` with its place in the file.
sim::Bridge& open_bridge(Execution& run, const sim::BridgeSettings& settings, const Position& at) {
    try {
        run.bridges.push_back(&run.bench.add_bridge(settings));
        return *run.bridges.back();
    } catch (const std::runtime_error& error) {
        throw EnvironmentError{fmt::format("{}: {}", to_string(at, run.scenario.path), error.what())};
    }
}

void build_bridges(Execution& run, const RunningBus& bus) {
    for (const Bridge& bridge : bus.description.bridges) {
        sim::Bridge& built = open_bridge(run, bridge.settings, bridge.at);
        if (bridge.settings.role == sim::BridgeRole::slave)
            built.join_as_slave(*bus.segment);
        else
            built.join_as_master(*bus.segment);
    }
}

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

void build_serial_link(Execution& run, RunningBus& bus) {
    const SerialLink& link = *bus.description.serial_link;
    bus::UartFormat format;
    format.baud = link.baud;
    bus.serial_link =
        &run.bench.add_serial_link(std::make_unique<sim::SerialLink>(name_on(bus, "serial_link").c_str(), format));
    meters::LinkFaults faults;
    faults.seed = static_cast<std::int64_t>(run.scenario.seed);
    for (const auto& [name, text] : link.faults)
        static_cast<void>(meters::set_link_fault(faults, name, text));  // checked when the file was read
    bus.serial_link->set_faults(faults);
}

void build_bus(Execution& run, const Bus& description, const meters::ProfileIndex& index) {
    RunningBus& bus = run.buses.emplace(description.name, RunningBus{description}).first->second;
    bus.electrics = description.electrics;
    std::vector<std::unique_ptr<meters::Meter>> meters;
    for (const Meter& meter : description.meters) {
        auto profile = load_profile(run.scenario, meter, index);
        bus.slaves.push_back(slave_parameters(meter, *profile));
        meters.push_back(make_meter(run.scenario, meter, std::move(profile)));
    }
    for (const auto& bridge : slave_bridge_parameters(description)) bus.slaves.push_back(bridge);
    bus.segment =
        &run.bench.add_bus(sim::make_bus_segment(description.name.c_str(), bus.electrics.converter, bus.electrics.cable,
                                                 bus.slaves, run.bench.log(), run.bench.waves()));
    for (auto& meter : meters) {
        const std::string name = meter->name();
        run.meters[name] = &bus.segment->attach_meter(std::move(meter));
    }
    build_bridges(run, bus);
    if (description.serial_link) build_serial_link(run, bus);
    apply_electrics(run, bus, Cause::none);
    if (!description.has_outside_master()) wire(run, bus);
    if (run.scenario.version >= 2 && description.has_own_master()) bus.master = make_master(run, bus);
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

/// Where a device's program prints to; nothing without a folder for the run's files.
std::string log_of(const Device& device, const std::string& out) {
    return out.empty() ? std::string{} : fmt::format("{}/device-{}.log", out, device.name);
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
    settings.look_ahead = device.look_ahead;
    settings.patience = patience(device.hang_after);
    settings.log_file = log_of(device, out);
    return run.bench.add_process(device.name, device.firmware, settings);
}

/// `text` with what the placeholders in it stand for.
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
    program.log_file = log_of(device, out);
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
    settings.ready_after = device.ready_after;
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
