#include "runner/steps/message/message_check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "base/config/regex.hpp"
#include "base/time.hpp"
#include "runner/steps/message/json_check.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

bool meets(const PayloadPattern& pattern, const std::string& payload) {
    switch (pattern.kind) {
        case PayloadPattern::Kind::exact: return payload == pattern.text;
        case PayloadPattern::Kind::prefix: return payload.compare(0, pattern.text.size(), pattern.text) == 0;
        case PayloadPattern::Kind::regex:
            return config::Regex::compile(pattern.text)->found_in(payload);  // checked when read
        case PayloadPattern::Kind::contains: return payload.find(pattern.text) != std::string::npos;
        case PayloadPattern::Kind::json: return json_mismatch(payload, pattern.json).empty();
    }
    return false;
}

struct Published {
    std::string topic, payload;
};

/// The last message that a device published since `from` on another topic than `topic`, as far as the log remembers.
std::optional<Published> published_elsewhere(const sim::EventLog& log, const std::string& topic, Nanoseconds from) {
    std::optional<Published> found;
    for (const std::string& line : log.last()) {
        const auto event = nlohmann::json::parse(line);
        if (event.at("kind") != "publish" || event.at("t_ns") < from.count()) continue;
        if (event.value("topic", topic) != topic)
            found = Published{event.at("topic"), event.value("payload", event.value("payload_hex", ""))};
    }
    return found;
}

bool matches(const PayloadPattern& pattern, const std::string& payload) {
    return meets(pattern, payload) != pattern.negated;
}

std::string describe_values(const std::vector<JsonExpectation>& json) {
    std::string text;
    for (const JsonExpectation& each : json)
        text += fmt::format("{}{} = {}{}", text.empty() ? "" : ", ", each.pointer, each.value,
                            each.tolerance ? " ± " + *each.tolerance : "");
    return text;
}

std::string describe_kind(const PayloadPattern& pattern) {
    switch (pattern.kind) {
        case PayloadPattern::Kind::exact: return pattern.text;
        case PayloadPattern::Kind::prefix: return fmt::format("a payload that begins with {}", pattern.text);
        case PayloadPattern::Kind::regex: return fmt::format("a payload that matches /{}/", pattern.text);
        case PayloadPattern::Kind::contains: return fmt::format("a payload that contains {}", pattern.text);
        case PayloadPattern::Kind::json: return fmt::format("JSON with {}", describe_values(pattern.json));
    }
    return {};
}

std::string describe(const PayloadPattern& pattern) {
    return (pattern.negated ? "not: " : "") + describe_kind(pattern);
}

/// What came, and of JSON what is wrong with it.
std::string describe_payload(const PayloadPattern& pattern, const std::string& payload) {
    if (payload.empty()) return "an empty payload";
    if (pattern.kind != PayloadPattern::Kind::json || matches(pattern, payload)) return payload;
    const std::string mismatch = json_mismatch(payload, pattern.json);
    return mismatch.empty() ? payload : fmt::format("{} in {}", mismatch, payload);
}

double milliseconds(Nanoseconds t) {
    return std::chrono::duration<double, std::milli>(t).count();
}

/// The pattern with the values of its variables.
void fill_in_pattern(const Execution& run, const std::string& device, PayloadPattern& pattern) {
    pattern.text =
        fill_in(run, device, pattern.text, pattern.kind == PayloadPattern::Kind::regex ? quoted_for_regex : nullptr);
    for (JsonExpectation& each : pattern.json) each.value = fill_in(run, device, each.value);
}

/// What the pattern has to become to be met by a payload that it is not met by; nothing for one that no single text
/// would change so.
std::vector<Correction> corrections_of(const PayloadPattern& pattern, const std::string& payload) {
    if (pattern.negated) return {};
    if (pattern.kind == PayloadPattern::Kind::json) return json_corrections(payload, pattern.json);
    if (pattern.kind == PayloadPattern::Kind::exact) return {{{}, pattern.at, pattern.text, payload}};
    return {};
}

}  // namespace

Check check_text(const Execution& run, const std::string& device, PayloadPattern pattern, const std::string& text,
                 std::string what) {
    fill_in_pattern(run, device, pattern);
    return {matches(pattern, text), std::move(what), describe(pattern), describe_payload(pattern, text),
            run.bench.time()};
}

MessageCheck::MessageCheck(Execution& run, const std::string& device, const MessageExpectation& expect)
    : run_{run},
      topic_{expect.topic ? fill_in(run, device, *expect.topic) : run.device(device).status_topic()},
      expect_{expect},
      started_{run.bench.time()} {
    for (PayloadPattern& pattern : expect_.payloads) fill_in_pattern(run, device, pattern);
}

void MessageCheck::put_aside_earlier(StepResult& result) {
    for (const ReceivedMessage* message : run_.inbox.take_all(topic_))
        result.notes.push_back(
            fmt::format("unsolicited message '{}' at {:.6f} s", message->payload, in_seconds(message->at)));
}

void MessageCheck::perform(StepResult& result) {
    if (expect_.none) return expect_none(result);
    if (expect_.rate) return expect_rate(result);
    for (const PayloadPattern& pattern : expect_.payloads) {
        expect_next(pattern, result);
        if (result.failed()) return;
    }
}

void MessageCheck::expect_next(const PayloadPattern& pattern, StepResult& result) {
    const Nanoseconds started = run_.bench.time();
    const bool came = wait_for(
        run_, [&] { return run_.inbox.peek(topic_) != nullptr; }, run_.deadline(expect_.within));
    Check check;
    check.what = fmt::format("message on {}", topic_);
    check.expected = describe(pattern);
    check.at = run_.bench.time();
    if (came) {
        const ReceivedMessage& message = *run_.inbox.peek(topic_);
        run_.inbox.take_next(topic_);
        check.passed = matches(pattern, message.payload);
        check.got = describe_payload(pattern, message.payload);
        run_.correct(check, corrections_of(pattern, message.payload));
        check.at = message.at;
        last_payload_ = message.payload;
        if (expect_.after) result.checks.push_back(check_time(message.at));
    } else {
        check.got = fmt::format("nothing within {:g} s", in_seconds(check.at - started));
        result.ended = check.at;
        result.last_events = run_.bench.log().last();
        check.got += what_came_instead(started, check.at);
    }
    result.checks.push_back(std::move(check));
}

std::string MessageCheck::what_came_instead(Nanoseconds started, Nanoseconds deadline) {
    constexpr Nanoseconds least = std::chrono::seconds{1}, most = std::chrono::seconds{10};
    const Nanoseconds end = std::min(deadline + std::clamp(deadline - started, least, most),
                                     Nanoseconds{run_.scenario.time_limit} - Nanoseconds{1});
    run_.bench.run_until([&] { return run_.inbox.peek(topic_) != nullptr; }, end);
    std::string text;
    if (const ReceivedMessage* late = run_.inbox.peek(topic_))
        text = fmt::format("; '{}' arrived after {:g} s", late->payload, in_seconds(late->at - started));
    if (const auto elsewhere = published_elsewhere(run_.bench.log(), topic_, started))
        text += fmt::format("; '{}' arrived on {}", elsewhere->payload, elsewhere->topic);
    return text;
}

Check MessageCheck::check_time(Nanoseconds came) const {
    const double time = milliseconds(came - started_), least = milliseconds(*expect_.after);
    Check check;
    check.what = "reply time";
    check.passed = came - started_ >= *expect_.after;
    check.expected = fmt::format("at least {:g} ms", least);
    check.got = fmt::format("{:.3f} ms", time);
    check.at = came;
    check.measurement = Measurement{time, least, std::nullopt, "ms"};
    if (expect_.within) check.measurement->maximum = milliseconds(*expect_.within);
    return check;
}

const ReceivedMessage* MessageCheck::take_matching() {
    while (const ReceivedMessage* message = run_.inbox.peek(topic_)) {
        run_.inbox.take_next(topic_);
        if (expect_.payloads.empty() || matches(expect_.payloads.front(), message->payload)) return message;
    }
    return nullptr;
}

void MessageCheck::expect_none(StepResult& result) {
    const ReceivedMessage* came = nullptr;
    Check check;
    check.what = fmt::format("no message on {}", topic_);
    check.expected = expect_.payloads.empty() ? "nothing" : fmt::format("none: {}", describe(expect_.payloads.front()));
    check.passed = !wait_for(
        run_, [&] { return (came = take_matching()) != nullptr; }, run_.deadline(expect_.within));
    check.got = came ? came->payload : "nothing";
    check.at = run_.bench.time();
    result.checks.push_back(std::move(check));
}

void MessageCheck::expect_rate(StepResult& result) {
    std::size_t count = 0;
    const auto take_all = [&] {
        while (take_matching() != nullptr) ++count;
        return false;
    };
    wait_for(run_, take_all, std::min(started_ + *expect_.within, Nanoseconds{run_.scenario.time_limit}));
    take_all();
    const QuantityRange& range = *expect_.rate;
    const double window = in_seconds(*expect_.within);
    Check check;
    check.what = fmt::format("rate on {}", topic_);
    check.expected = fmt::format("{} in {:g} s{}", range.text, window,
                                 expect_.payloads.empty() ? "" : ": " + describe(expect_.payloads.front()));
    check.passed = range.contains(static_cast<double>(count));
    check.got = fmt::format("{} in {:g} s", count, window);
    check.at = run_.bench.time();
    check.measurement = Measurement{static_cast<double>(count) / window, {}, {}, "1/s"};
    if (std::isfinite(range.minimum)) check.measurement->minimum = range.minimum / window;
    if (std::isfinite(range.maximum)) check.measurement->maximum = range.maximum / window;
    result.checks.push_back(std::move(check));
}

}  // namespace otbench::runner
