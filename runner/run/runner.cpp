#include "runner/run/runner.hpp"

#include <fmt/core.h>

#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

#include "runner/report/html/page_trace.hpp"
#include "runner/report/result_text.hpp"
#include "runner/run/expected_failure.hpp"
#include "runner/run/open_run.hpp"
#include "runner/run/setup.hpp"
#include "runner/steps/execution.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/host/broker/broker_factory.hpp"
#include "sim/http_port.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::runner {

namespace {

/// Where a scenario was when its time limit ended it.
std::string time_limit_reason(const Execution& run) {
    const std::string where = run.step == nullptr ? "before the first step"
                                                  : fmt::format("in line {}: {}", run.step->at.line, run.step->title);
    return fmt::format("the time-limit of {:g} s was reached {}", in_seconds(run.scenario.time_limit), where);
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

void run_on(sim::TestBench& bench, const Scenario& scenario, const RunOptions& options, PageTrace& page,
            RunResult& result, ConsoleReport& report) {
    Execution run{scenario, bench};
    if (!options.out.empty()) {
        PageTrace::remove_from(options.out);
        page.follow(bench.log(), bench.waves());
    }
    run.updates = options.update && !scenario.expected_failure;
    open_run(run, {options.profile_folders, options.out, options.wave_accuracy_v,
                   options.on_failure ? all_recordings(true) : recordings_of(scenario)});
    for (const sim::Bridge* bridge : run.bridges)
        report.bridge(bridge->description(), name_of(bridge->settings().role));
    for (const sim::HttpPort* port : run.http_ports) report.http_port(port->description());
    try {
        start_run(run);
        perform_steps(run, scenario.steps, result, report, options.on_failure);
    } catch (const RunStopped& stopped) {
        result.verdict = stopped.verdict;
        if (stopped.verdict == Verdict::time_limit) result.error = time_limit_reason(run);
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
    if (!options.out.empty()) page.leave_in(options.out, bench.time());
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
    // Left to the end of the process: its parts belong to SystemC's one elaboration and to the broker's client.
    sim::TestBench* bench = nullptr;
    PageTrace page;
    try {
        report.begin(scenario);
        bench = new sim::TestBench{sim::make_broker(scenario.broker), scenario.pace, interrupted};
        result.broker = bench->broker_description();
        run_on(*bench, scenario, options, page, result, report);
    } catch (const sim::BrokerError& error) {
        fail(interrupted ? Verdict::interrupted : Verdict::environment, error.what());
    } catch (const EnvironmentError& error) {
        fail(Verdict::environment, error.what());
    } catch (const std::system_error& error) {
        fail(Verdict::environment, error.what());
    } catch (const std::exception& error) {
        fail(Verdict::error, error.what());
    }
    if (bench != nullptr) bench->end();
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
