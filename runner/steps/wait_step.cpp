// Lets time pass, or waits for a condition.
#include <fmt/core.h>

#include <algorithm>

#include "base/time.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

constexpr Key wait_keys[] = {
    {"wait", types::wait, required, "Lets virtual time pass, or waits for a condition."},
    {"bus", types::bus_name, optional, "The bus that must be idle; without it, all of them."},
};
const MappingDescription wait_description{"wait-step", "a wait step", wait_keys};

constexpr Key until_keys[] = {
    {"until", types::wait_condition, required,
     "The condition: bus idle for a duration, peers connected or peers disconnected."},
    {"within", types::duration, optional, "How long to wait for the condition; without it, the scenario's within."},
};
const MappingDescription until_description{"wait-until", "a wait", until_keys};
const MappingDescription* const nested[] = {&until_description};

struct Condition {
    enum class For {
        duration,
        bus_idle,
        peers_connected,     ///< every bridge has an external peer
        peers_disconnected,  ///< no bridge has one
    };
    For what = For::duration;
    Nanoseconds duration{};  ///< to wait, or for how long the bus must have been idle
};

struct WaitStep : StepAction {
    Condition condition;
    std::optional<Nanoseconds> within;  ///< limit for all but a duration
    std::string bus;                    ///< that must be idle; empty: all of them

    void perform(Execution& run, StepResult& result) const override;
};

/// Waits until every bridge has, or no bridge has, an external peer.
void wait_for_peers(Execution& run, const WaitStep& step, StepResult& result) {
    const bool wanted = step.condition.what == Condition::For::peers_connected;
    const auto misses = [&](const sim::Bridge* bridge) { return bridge->connected() != wanted; };
    const bool came = wait_for(
        run, [&] { return std::none_of(run.bridges.begin(), run.bridges.end(), misses); }, run.deadline(step.within));
    const auto missing = std::find_if(run.bridges.begin(), run.bridges.end(), misses);
    const std::string got =
        missing == run.bridges.end()
            ? (wanted ? "connected" : "disconnected")
            : fmt::format("{} {}", wanted ? "no peer on" : "still connected:", (*missing)->description());
    result.checks.push_back({came, "peers", wanted ? "connected" : "disconnected", got, run.bench.time()});
}

/// When the last of the buses that `step` is about had something to do.
Nanoseconds last_activity(const Execution& run, const WaitStep& step) {
    Nanoseconds last{};
    for (const auto& [name, bus] : run.buses)
        if (step.bus.empty() || step.bus == name) last = std::max(last, bus.segment->last_activity());
    return last;
}

void wait_for_bus(Execution& run, const WaitStep& step, StepResult& result) {
    const Nanoseconds deadline = run.deadline(step.within);
    const Nanoseconds started = run.bench.time();
    // Activity can only move the end of the wait, so it is enough to look again when that has come.
    while (run.bench.time() < last_activity(run, step) + step.condition.duration) {
        const Nanoseconds end = last_activity(run, step) + step.condition.duration;
        if (end > deadline) {
            const double waited = in_seconds(deadline - started);
            let_time_run(run, deadline - run.bench.time());
            result.checks.push_back(
                {false, "bus idle",
                 fmt::format("idle for {:g} ms", static_cast<double>(step.condition.duration.count()) / 1e6),
                 fmt::format("still busy after {:g} s", waited), run.bench.time()});
            return;
        }
        let_time_run(run, end - run.bench.time());
    }
}

void WaitStep::perform(Execution& run, StepResult& result) const {
    switch (condition.what) {
        case Condition::For::duration: return let_time_run(run, condition.duration);
        case Condition::For::bus_idle: return wait_for_bus(run, *this, result);
        case Condition::For::peers_connected:
        case Condition::For::peers_disconnected: return wait_for_peers(run, *this, result);
    }
}

struct PeerCondition {
    std::string_view name;
    Condition::For what;
};

constexpr PeerCondition peer_conditions[] = {
    {"peers connected", Condition::For::peers_connected},
    {"peers disconnected", Condition::For::peers_disconnected},
    {"outside connected", Condition::For::peers_connected},  // the names before version 2
    {"outside gone", Condition::For::peers_disconnected},
};

/// The values of "until".
Checked<Condition> parse_condition(std::string_view text) {
    constexpr std::string_view idle = "bus idle for ";
    for (const PeerCondition& known : peer_conditions)
        if (known.name == text) return Condition{known.what, {}};
    if (text.substr(0, idle.size()) != idle)
        return InputError{fmt::format(
            "unknown wait condition '{}' (expected bus idle for 50ms, peers connected or peers disconnected)", text)};
    const auto duration = parse_duration(text.substr(idle.size()));
    if (!duration) return duration.error();
    return Condition{Condition::For::bus_idle, *duration};
}

/// "wait: 2s".
Step parse_wait_for_time(const Mapping& step) {
    auto wait = std::make_shared<WaitStep>();
    step.read("wait", wait->condition.duration, parse_duration);
    return {step.at(), titled("wait", step.written("wait")), wait};
}

/// "wait: {until: bus idle for 50ms}".
Step parse_wait_for_condition(const Mapping& step, const YamlNode& node, const Context& context) {
    auto wait = std::make_shared<WaitStep>();
    const Mapping until{node, until_description, context.diagnostics};
    until.read("until", wait->condition, parse_condition);
    until.read("within", wait->within, parse_duration);
    const auto what = wait->condition.what;
    if (what == Condition::For::bus_idle && context.buses.empty())
        step.complain("wait", "this condition needs a bus (expected 'bus' in the scenario)");
    else if (step.find("bus") != nullptr)
        if (const Bus* bus = parts::parse_step_bus(step, "wait", context)) wait->bus = bus->name;
    if ((what == Condition::For::peers_connected || what == Condition::For::peers_disconnected) && !context.has_bridges)
        step.complain("wait", "this condition needs a bridge (expected 'bridge' in the scenario)");
    return {step.at(), titled("wait until", until.written("until")), wait};
}

Step parse_wait(const Mapping& step, const Context& context) {
    const auto* node = step.find("wait");
    const bool is_condition = node != nullptr && node->kind == YamlNode::Kind::mapping;
    return is_condition ? parse_wait_for_condition(step, *node, context) : parse_wait_for_time(step);
}

}  // namespace

const StepKind wait_step{wait_description, parse_wait, nested};

}  // namespace otbench::runner
