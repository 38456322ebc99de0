#include "runner/run/runner.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

#include "base/event_kinds.hpp"
#include "runner/report/result_text.hpp"
#include "runner/report/trace_files.hpp"
#include "runner/run/expected_failure.hpp"
#include "runner/run/perform_steps.hpp"
#include "runner/run/setup.hpp"
#include "runner/steps/bus/electrical_setup.hpp"
#include "runner/steps/execution.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/host/broker/broker_factory.hpp"
#include "sim/http_port.hpp"
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
    const auto ready = [&] {
        return std::all_of(run.scenario.devices.begin(), run.scenario.devices.end(), [&](const Device& device) {
            return device.firmware.blank_flash || run.device(device.name).ready();
        });
    };
    // Devices do not call the bench when they become ready, so their start is watched in small steps.
    constexpr Nanoseconds step = std::chrono::milliseconds{10};
    while (!ready()) {
        if (run.bench.time() > start_limit)
            throw sim::BrokerError{fmt::format("a device did not connect to the broker within {:g} s of virtual time",
                                               std::chrono::duration<double>(start_limit).count())};
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

void subscribe(Execution& run) {
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
    for (const std::string& filter : wanted_topics(run)) run.bench.network().subscribe(filter, 2);
}

void open_files(Execution& run, const std::string& folder) {
    if (folder.empty()) return;
    run.bench.log().open(folder + "/" + events_file);
    run.bench.waves().open(folder + "/" + waves_file);
    if (!run.buses.empty()) run.bench.captures().open(folder + "/" + capture_file);
}

/// Records what steps look back at, and the frames of a bus for the trace.
void record_what_is_wanted(Execution& run, bool has_files) {
    const auto wants = [&](Recording what) {
        return std::any_of(run.scenario.steps.begin(), run.scenario.steps.end(),
                           [&](const Step& step) { return step.action && step.action->recording() == what; });
    };
    if (wants(Recording::signals)) run.record.record_signals(run.bench);
    if (wants(Recording::frames)) run.record.record_frames(run.bench);
    if (!has_files && !wants(Recording::frames)) return;
    for (const auto& [name, bus] : run.buses)
        bus.segment->capture_in(run.bench.captures().add_bus(name, run.scenario.name));
}

void close_files(Execution& run, const std::string& folder) {
    run.bench.log().close();
    for (const auto& [name, bus] : run.buses) bus.segment->advance_waves();
    run.bench.waves().close(run.bench.time());
    if (!run.buses.empty() && !folder.empty())
        sim::write_sigrok_session(folder + "/" + waves_file, folder + "/" + session_file);
    for (const auto& [name, bus] : run.buses) bus.segment->advance_capture();
    run.bench.captures().close();
}

const char* name_of(sim::BridgeRole role) {
    switch (role) {
        case sim::BridgeRole::slave: return "slave";
        case sim::BridgeRole::master: return "master";
        case sim::BridgeRole::uart: break;
    }
    return "uart";
}

double milliseconds(Nanoseconds t) {
    return std::chrono::duration<double, std::milli>(t).count();
}

BridgeResult result_of(const sim::Bridge& bridge) {
    const sim::BridgeRecord& record = bridge.record();
    const sim::Lateness& late = bridge.lateness();
    BridgeResult result;
    result.where = bridge.description();
    result.role = name_of(bridge.settings().role);
    result.octets_out = record.octets_out;
    result.octets_in = record.octets_in;
    result.unheard = record.unheard;
    result.damaged = record.damaged;
    result.late_median_ms = milliseconds(late.quantile(0.5));
    result.late_p99_ms = milliseconds(late.quantile(0.99));
    result.late_max_ms = milliseconds(late.most());
    for (const auto& visit : record.visits)
        result.messages.push_back(
            fmt::format("{} {} at {}", visit.peer, visit.came ? "connected" : "disconnected", format_time(visit.at)));
    return result;
}

Verdict verdict_of(sim::DeviceError::Origin origin) {
    switch (origin) {
        case sim::DeviceError::Origin::firmware: return Verdict::failed;
        case sim::DeviceError::Origin::environment: return Verdict::environment;
        case sim::DeviceError::Origin::program: break;
    }
    return Verdict::error;
}

void run_on(sim::TestBench& bench, const Scenario& scenario, const RunOptions& options, RunResult& result,
            ConsoleReport& report) {
    Execution run{scenario, bench};
    run.out = options.out;
    run.updates = options.update && !scenario.expected_failure;
    build(run, options.profile_folders, options.out);
    for (const sim::Bridge* bridge : run.bridges)
        report.bridge(bridge->description(), name_of(bridge->settings().role));
    for (const sim::HttpPort* port : run.http_ports) report.http_port(port->description());
    record_what_is_wanted(run, !options.out.empty());
    open_files(run, options.out);
    bench.log().record(bench.time(), event::run, Cause::none,
                       {{"scenario", scenario.name}, {"seed", static_cast<std::int64_t>(scenario.seed)}});
    for (const auto& [name, bus] : run.buses) record_installation(run, bus);
    subscribe(run);
    try {
        bench.start();
        wait_until_ready(run);
        perform_steps(run, result, report);
    } catch (const RunStopped& stopped) {
        result.verdict = stopped.verdict;
    } catch (const sim::DeviceError& error) {
        result.verdict = verdict_of(error.origin());
        result.error = error.what();
    } catch (...) {
        close_files(run, options.out);  // what led there is wanted most
        throw;
    }
    for (const auto& [name, bus] : run.buses)
        for (std::string& finding : bus.segment->findings())
            result.findings.push_back(run.buses.size() == 1 ? std::move(finding)
                                                            : fmt::format("{}: {}", name, finding));
    for (const sim::Bridge* bridge : run.bridges) result.bridges.push_back(result_of(*bridge));
    result.stood_still_ms = milliseconds(bench.stood_still());
    save_flash(run);
    result.virtual_time = bench.time();
    result.events = bench.log().count();
    close_files(run, options.out);
}

}  // namespace

RunResult run_scenario(const Scenario& scenario, const RunOptions& options, ConsoleReport& report,
                       const std::atomic<bool>& interrupted) {
    RunResult result = blank_result(scenario);
    const auto fail = [&](Verdict verdict, const std::string& reason) {
        result.verdict = verdict;
        result.error = reason;
    };
    const auto wall_start = std::chrono::steady_clock::now();
    try {
        report.begin(scenario);
        // Left to the end of the process: its parts belong to SystemC's one elaboration and to the broker's client.
        auto* bench = new sim::TestBench{sim::make_broker(scenario.broker), scenario.pace, interrupted};
        result.broker = bench->broker_description();
        run_on(*bench, scenario, options, result, report);
    } catch (const sim::BrokerError& error) {
        fail(interrupted ? Verdict::interrupted : Verdict::environment, error.what());
    } catch (const EnvironmentError& error) {
        fail(Verdict::environment, error.what());
    } catch (const std::system_error& error) {
        fail(Verdict::environment, error.what());
    } catch (const std::exception& error) {
        fail(Verdict::error, error.what());
    }
    result.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_start).count();
    judge_expected_failure(scenario, result);
    try {
        report.end(result);
    } catch (const std::system_error& error) {
        fail(Verdict::environment, error.what());
    }
    return result;
}

}  // namespace otbench::runner
