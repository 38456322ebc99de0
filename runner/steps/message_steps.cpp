// The steps that speak and listen: publish, expect-message, wait and note.

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <string_view>

#include "runner/steps/execution.hpp"

namespace otbench::runner {

std::string fill_in(const Execution& run, const std::string& device, std::string text) {
    static constexpr std::string_view placeholder = "${chip_id}";
    const std::string chip_id = run.device(device).chip_id();
    for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + chip_id.size()))
        text.replace(at, placeholder.size(), chip_id);
    return text;
}

namespace {

bool matches(const PayloadPattern& pattern, const std::string& payload) {
    switch (pattern.kind) {
        case PayloadPattern::Kind::exact: return payload == pattern.text;
        case PayloadPattern::Kind::prefix: return payload.compare(0, pattern.text.size(), pattern.text) == 0;
        case PayloadPattern::Kind::regex: return std::regex_search(payload, std::regex{pattern.text});
    }
    return false;
}

std::string describe(const PayloadPattern& pattern) {
    switch (pattern.kind) {
        case PayloadPattern::Kind::exact: return pattern.text;
        case PayloadPattern::Kind::prefix: return fmt::format("a payload that begins with {}", pattern.text);
        case PayloadPattern::Kind::regex: return fmt::format("a payload that matches /{}/", pattern.text);
    }
    return {};
}

/// An expectation with everything filled in that depends on the device it is about.
struct Expected {
    std::string topic;
    MessageExpectation messages;
};

Expected resolve(const Execution& run, const std::string& device, const MessageExpectation& expect) {
    Expected expected{expect.topic ? fill_in(run, device, *expect.topic) : run.device(device).status_topic(), expect};
    for (PayloadPattern& pattern : expected.messages.payloads) pattern.text = fill_in(run, device, pattern.text);
    return expected;
}

void expect_next(Execution& run, const std::string& topic, const PayloadPattern& pattern, Nanoseconds deadline,
                 StepResult& result) {
    const Nanoseconds started = run.bench.time();
    const bool came = wait_for(
        run, [&] { return run.inbox.peek(topic) != nullptr; }, deadline);
    Check check;
    check.what = fmt::format("message on {}", topic);
    check.expected = describe(pattern);
    check.at = run.bench.time();
    if (came) {
        const ReceivedMessage& message = *run.inbox.peek(topic);
        run.inbox.take(topic);
        check.passed = matches(pattern, message.payload);
        check.got = message.payload.empty() ? "an empty payload" : message.payload;
        check.at = message.at;
    } else {
        check.got = fmt::format("nothing within {:g} s", std::chrono::duration<double>(check.at - started).count());
    }
    result.checks.push_back(std::move(check));
}

void expect_none(Execution& run, const std::string& topic, const MessageExpectation& expect, StepResult& result) {
    // Takes what comes, up to and including a message that must not.
    const auto unwanted = [&]() -> const ReceivedMessage* {
        while (const ReceivedMessage* message = run.inbox.peek(topic)) {
            run.inbox.take(topic);
            if (expect.payloads.empty() || matches(expect.payloads.front(), message->payload)) return message;
        }
        return nullptr;
    };
    const ReceivedMessage* came = nullptr;
    Check check;
    check.what = fmt::format("no message on {}", topic);
    check.expected = expect.payloads.empty() ? "nothing" : fmt::format("none: {}", describe(expect.payloads.front()));
    check.passed = !wait_for(
        run, [&] { return (came = unwanted()) != nullptr; }, run.deadline(expect.within));
    check.got = came ? came->payload : "nothing";
    check.at = run.bench.time();
    result.checks.push_back(std::move(check));
}

void expect_messages(Execution& run, const Expected& expected, StepResult& result) {
    const MessageExpectation& expect = expected.messages;
    if (expect.none) return expect_none(run, expected.topic, expect, result);
    for (const PayloadPattern& pattern : expect.payloads) {
        expect_next(run, expected.topic, pattern, run.deadline(expect.within), result);
        if (result.failed()) return;
    }
}

/// What came before a command cannot be its answer: it is put aside, but the report says so.
void put_aside_earlier(Execution& run, const std::string& topic, StepResult& result) {
    for (const ReceivedMessage* message : run.inbox.take_all(topic))
        result.notes.push_back(fmt::format("nobody had asked for '{}' at {:.6f} s", message->payload,
                                           std::chrono::duration<double>(message->at).count()));
}

}  // namespace

void publish_command(Execution& run, const std::string& device, sim::MqttMessage message) {
    if (message.topic.empty()) message.topic = run.device(device).command_topic();
    const Cause event = run.bench.log().record(
        run.bench.time(), "bench_publish", run.step_event,
        {{"topic", message.topic}, {"payload", message.payload}, {"qos", message.qos}, {"retain", message.retain}});
    run.bench.network().publish(message, event);
}

void publish_command(Execution& run, const std::string& device, const std::string& payload) {
    publish_command(run, device, sim::MqttMessage{{}, payload, 0, false});
}

void perform(Execution& run, const PublishStep& step, StepResult& result) {
    std::optional<Expected> expected;
    if (step.expect) {
        expected = resolve(run, step.device, *step.expect);
        put_aside_earlier(run, expected->topic, result);
    }
    publish_command(run, step.device,
                    {step.topic ? fill_in(run, step.device, *step.topic) : std::string{},
                     fill_in(run, step.device, step.payload), step.qos, step.retain});
    if (expected) expect_messages(run, *expected, result);
}

void perform(Execution& run, const ExpectMessageStep& step, StepResult& result) {
    expect_messages(run, resolve(run, step.device, step.expect), result);
}

namespace {

/// Waits until somebody, or nobody, is behind every bridge.
void wait_for_outside(Execution& run, const WaitStep& step, StepResult& result) {
    const bool wanted = step.what == WaitStep::For::outside_connected;
    const auto misses = [&](const sim::Bridge* bridge) { return bridge->connected() != wanted; };
    const bool came = wait_for(
        run, [&] { return std::none_of(run.bridges.begin(), run.bridges.end(), misses); }, run.deadline(step.within));
    const auto missing = std::find_if(run.bridges.begin(), run.bridges.end(), misses);
    const std::string got = missing == run.bridges.end()
                                ? (wanted ? "connected" : "gone")
                                : fmt::format("{} {}", wanted ? "nobody on" : "still on", (*missing)->description());
    result.checks.push_back({came, "outside", wanted ? "connected" : "gone", got, run.bench.time()});
}

void wait_for_bus(Execution& run, const WaitStep& step, StepResult& result) {
    const Nanoseconds deadline = run.deadline(step.within);
    const Nanoseconds started = run.bench.time();
    // Activity can only move the end of the wait, so it is enough to look again when that has come.
    while (run.bench.time() < run.bus->last_activity() + step.duration) {
        const Nanoseconds end = run.bus->last_activity() + step.duration;
        if (end > deadline) {
            const double waited = std::chrono::duration<double>(deadline - started).count();
            let_time_run(run, deadline - run.bench.time());
            result.checks.push_back({false, "bus idle",
                                     fmt::format("idle for {:g} ms", static_cast<double>(step.duration.count()) / 1e6),
                                     fmt::format("still busy after {:g} s", waited), run.bench.time()});
            return;
        }
        let_time_run(run, end - run.bench.time());
    }
}

}  // namespace

void perform(Execution& run, const WaitStep& step, StepResult& result) {
    switch (step.what) {
        case WaitStep::For::duration: return let_time_run(run, step.duration);
        case WaitStep::For::bus_idle: return wait_for_bus(run, step, result);
        case WaitStep::For::outside_connected:
        case WaitStep::For::outside_gone: return wait_for_outside(run, step, result);
    }
}

void perform(Execution& run, const NoteStep& step, StepResult&) {
    run.bench.log().record(run.bench.time(), "note", run.step_event, {{"text", step.text}});
}

}  // namespace otbench::runner
