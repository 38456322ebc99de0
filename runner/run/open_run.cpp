#include "runner/run/open_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/event_kinds.hpp"
#include "runner/report/trace_files.hpp"
#include "runner/run/setup.hpp"
#include "runner/steps/bus/electrical_setup.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/mqtt_network.hpp"
#include "sim/trace/capture_file.hpp"
#include "sim/trace/sigrok_session.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::runner {

namespace {

/// Boot, Wi-Fi and MQTT take a device about four seconds; what is not ready by then has a broken network.
constexpr Nanoseconds start_limit = std::chrono::seconds{60};

/// A meter answers at the latest this long after the bus has power (EN 13757-2; spec/mbus-protocol.md, section 2).
constexpr Nanoseconds meters_start = std::chrono::seconds{3};

void wait_until_ready(Execution& run) {
    const auto& devices = run.scenario.devices;
    const auto first_unready = [&] {
        return std::find_if(devices.begin(), devices.end(), [&](const Device& device) {
            return !device.firmware.blank_flash && !run.device(device.name).ready();
        });
    };
    // Devices do not call the bench when they become ready, so their start is watched in small steps.
    constexpr Nanoseconds step = std::chrono::milliseconds{10};
    for (auto unready = first_unready(); unready != devices.end(); unready = first_unready()) {
        if (run.bench.time() > start_limit)
            throw sim::BrokerError{fmt::format(
                "device '{}' did not connect to the broker, or was not ready, within {:g} s{}", unready->name,
                std::chrono::duration<double>(start_limit).count(), run.device(unready->name).trouble())};
        let_time_run(run, step);
    }
    const bool reads =
        std::any_of(run.buses.begin(), run.buses.end(), [](const auto& bus) { return bus.second.master != nullptr; });
    if (reads && run.bench.time() < meters_start) let_time_run(run, meters_start - run.bench.time());
    // Messages from the start of devices match no expectation.
    for (const auto& [name, device] : run.devices) {
        run.inbox.take_all(device->status_topic());
        if (const std::string topic = device->ready_topic(); !topic.empty()) run.inbox.take_all(topic);
    }
}

/// The topics of the messages that `steps` expect.
std::set<std::string> topics_of(const Execution& run, const std::vector<Step>& steps) {
    std::set<std::string> topics;
    for (const Step& step : steps) {
        const MessageExpectation* expect = step.action ? step.action->expects() : nullptr;
        if (expect != nullptr && expect->topic) topics.insert(fill_in(run, step.action->device(), *expect->topic));
    }
    return topics;
}

void listen(Execution& run) {
    run.bench.network().on_message([&run](const sim::MqttMessage& message, Cause cause) {
        const Cause event =
            run.bench.log().record(run.bench.time(), event::bench_receive, cause,
                                   {{"topic", message.topic}, {"payload", message.payload}, {"qos", message.qos}});
        for (const auto& [name, device] : run.devices) device->heard(message.topic, message.payload);
        run.inbox.add({run.bench.time(), message.topic, message.payload, event});
        run.bench.wake();
    });
    run.bench.network().on_client([&run](const std::string& client, const sim::MqttMessage* message, Cause event) {
        if (message != nullptr)
            run.inbox.add({run.bench.time(), client + ':' + message->topic, message->payload, event});
        run.bench.wake();
    });
    for (const auto& [name, device] : run.devices) {
        run.topics.insert(device->status_topic());
        if (const std::string topic = device->ready_topic(); !topic.empty()) run.topics.insert(topic);
    }
    const auto expected = topics_of(run, run.scenario.steps);
    run.topics.insert(expected.begin(), expected.end());
    for (const std::string& filter : run.topics) run.bench.network().subscribe(filter, 2);
}

void open_captures(Execution& run) {
    run.bench.captures().open(run.out + "/" + capture_file);
}

void open_files(Execution& run, const OpenOptions& options) {
    const std::string& folder = options.out;
    if (folder.empty()) return;
    if (options.wave_accuracy_v) {
        sim::WaveAccuracy accuracy;
        accuracy.volts = *options.wave_accuracy_v;
        accuracy.share_of_swing = 0.0;
        run.bench.waves().set_accuracy(accuracy);
    }
    run.bench.log().open(folder + "/" + events_file);
    run.bench.waves().open(folder + "/" + waves_file);
    if (!run.buses.empty()) open_captures(run);
}

/// What is the master of a bus: "bench", a device, or the peer of a bridge that sent at this time.
std::string client_on(const Execution& run, const std::string& bus, Nanoseconds at) {
    const auto running = run.buses.find(bus);
    if (running == run.buses.end()) return {};
    if (running->second.master) return "bench";
    const Bus& described = *running->second.description;
    for (const sim::Bridge* bridge : run.bridges)
        for (const Bridge& each : described.bridges)
            if (each.settings.role == sim::BridgeRole::master && each.settings.name == bridge->settings().name)
                return bridge->sender_at(at);
    return described.converter.port ? described.converter.port->device : described.converter.tx.device;
}

/// Records what steps look back at, and the frames of a bus for the trace.
void record(Execution& run, const OpenOptions& options) {
    constexpr std::size_t kept_events = 50'000;
    if (options.recordings.events) run.bench.log().keep(kept_events);
    if (options.recordings.signals) run.record.record_signals(run.bench);
    if (options.recordings.frames)
        run.record.record_frames(run.bench,
                                 [&run](const std::string& bus, Nanoseconds at) { return client_on(run, bus, at); });
    if (options.out.empty() && !options.recordings.frames) return;
    for (const auto& [name, bus] : run.buses) record_frames(run, name, bus);
}

/// One event for each setting.
void record_each(Execution& run, const std::string& source, std::string_view kind,
                 const std::map<std::string, std::string>& settings, const std::vector<EventField>& fields) {
    for (const auto& [name, value] : settings) {
        std::vector<EventField> all = fields;
        all.insert(all.end(), {{"setting", name}, {"value", value}});
        run.bench.log().record_from(source, run.bench.time(), kind, Cause::none, all);
    }
}

}  // namespace

Recordings recordings_of(const Scenario& scenario) {
    const auto wants = [&](Recording what) {
        return std::any_of(scenario.steps.begin(), scenario.steps.end(),
                           [&](const Step& step) { return step.action && step.action->recording() == what; });
    };
    return {wants(Recording::signals), wants(Recording::frames), false};
}

void open_run(Execution& run, const OpenOptions& options) {
    run.out = options.out;
    build(run, options.profile_folders, options.out);
    record(run, options);
    open_files(run, options);
    run.bench.log().record(run.bench.time(), event::run, Cause::none,
                           {{"scenario", run.scenario.name}, {"seed", static_cast<std::int64_t>(run.scenario.seed)}});
    for (const auto& [name, bus] : run.buses) {
        record_installation(run, bus);
        record_settings(run, *bus.description);
    }
    listen(run);
}

void record_frames(Execution& run, const std::string& name, const RunningBus& bus) {
    if (!run.out.empty() && run.bench.log().is_open() && !run.bench.captures().is_open()) open_captures(run);
    bus.segment->capture_in(run.bench.captures().add_bus(name, run.scenario.name));
}

void record_meter_settings(Execution& run, const Meter& meter) {
    record_each(run, meter.name, event::meter_setting, meter.settings, {{"meter", meter.name}});
}

void record_settings(Execution& run, const Bus& bus) {
    for (const Meter& meter : bus.meters) record_meter_settings(run, meter);
    if (bus.serial_link) record_each(run, "", event::link_setting, bus.serial_link->faults, {});
}

void start_run(Execution& run) {
    run.bench.start();
    wait_until_ready(run);
}

void subscribe_for(Execution& run, const std::vector<Step>& steps) {
    for (const std::string& topic : topics_of(run, steps))
        if (run.topics.insert(topic).second) run.bench.network().subscribe(topic, 2);
}

void close_files(Execution& run, const std::string& folder) {
    run.bench.log().close();
    run.bench.waves().close(run.bench.time());
    if (!run.buses.empty() && !folder.empty())
        sim::write_sigrok_session(folder + "/" + waves_file, folder + "/" + session_file, run.bench.time());
    for (const auto& [name, bus] : run.buses) bus.segment->advance_capture();
    run.bench.captures().close();
}

}  // namespace otbench::runner
