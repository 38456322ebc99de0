#include "runner/run/bus_setup.hpp"

#include <fmt/core.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "firmware_model/otb_iot_device.hpp"
#include "meters/meter_settings.hpp"
#include "runner/run/setup.hpp"
#include "runner/steps/bus/bench_master_line.hpp"
#include "runner/steps/bus/electrical_setup.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/serial_link.hpp"
#include "sim/test_bench.hpp"

namespace otbench::runner {
namespace {

/// What a part of a bus is called in the trace: "serial_link", and "cellar_serial_link" on a bus with a name.
std::string name_on(const RunningBus& bus, const std::string& part) {
    return bus.description->name == Bus{}.name ? part : bus.description->name + '_' + part;
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
    const Converter& converter = bus.description->converter;
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

void build_bridges(Execution& run, const RunningBus& bus) {
    for (const Bridge& bridge : bus.description->bridges) {
        sim::Bridge& built = open_bridge(run, bridge.settings, bridge.at);
        if (bridge.settings.role == sim::BridgeRole::slave)
            built.join_as_slave(*bus.segment);
        else
            built.join_as_master(*bus.segment);
    }
}

void build_serial_link(Execution& run, RunningBus& bus) {
    const SerialLink& link = *bus.description->serial_link;
    bus::UartFormat format;
    format.baud = link.baud;
    bus.serial_link =
        &run.bench.add_serial_link(std::make_unique<sim::SerialLink>(name_on(bus, "serial_link"), format));
    meters::LinkFaults faults;
    faults.seed = static_cast<std::int64_t>(run.scenario.seed);
    for (const auto& [name, text] : link.faults)
        static_cast<void>(meters::set_link_fault(faults, name, text));  // checked when the file was read
    bus.serial_link->set_faults(faults);
}

}  // namespace

sim::Bridge& open_bridge(Execution& run, const sim::BridgeSettings& settings, const Position& at) {
    try {
        run.bridges.push_back(&run.bench.add_bridge(settings));
        return *run.bridges.back();
    } catch (const std::runtime_error& error) {
        throw EnvironmentError{fmt::format("{}: {}", to_string(at, run.scenario.path), error.what())};
    }
}

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

void build_bus(Execution& run, const Bus& description, const meters::ProfileIndex& index) {
    RunningBus& bus = run.buses.emplace(description.name, RunningBus{&description}).first->second;
    bus.electrics = description.electrics;
    std::vector<std::unique_ptr<meters::Meter>> meters;
    std::map<std::string, std::shared_ptr<const meters::Profile>> profiles;  // each is read once
    for (const Meter& meter : description.meters) {
        auto& profile = profiles[meter.profile];
        if (!profile) profile = load_profile(run.scenario, meter, index);
        bus.slaves.push_back(slave_parameters(meter, *profile));
        meters.push_back(make_meter(run.scenario, meter, profile));
    }
    for (const auto& bridge : slave_bridge_parameters(description)) bus.slaves.push_back(bridge);
    bus.segment =
        &run.bench.add_bus(sim::make_bus_segment(description.name, bus.electrics.converter, bus.electrics.cable,
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

}  // namespace otbench::runner
