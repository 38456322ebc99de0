#include "runner/steps/message/message_check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "base/config/regex.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

bool matches(const PayloadPattern& pattern, const std::string& payload) {
    switch (pattern.kind) {
        case PayloadPattern::Kind::exact: return payload == pattern.text;
        case PayloadPattern::Kind::prefix: return payload.compare(0, pattern.text.size(), pattern.text) == 0;
        case PayloadPattern::Kind::regex:
            return config::Regex::compile(pattern.text)->found_in(payload);  // checked when read
    }
    return false;
}

double seconds(Nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
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

std::string describe(const PayloadPattern& pattern) {
    switch (pattern.kind) {
        case PayloadPattern::Kind::exact: return pattern.text;
        case PayloadPattern::Kind::prefix: return fmt::format("a payload that begins with {}", pattern.text);
        case PayloadPattern::Kind::regex: return fmt::format("a payload that matches /{}/", pattern.text);
    }
    return {};
}

}  // namespace

MessageCheck::MessageCheck(Execution& run, const std::string& device, const MessageExpectation& expect)
    : run_{run},
      topic_{expect.topic ? fill_in(run, device, *expect.topic) : run.device(device).status_topic()},
      expect_{expect} {
    for (PayloadPattern& pattern : expect_.payloads) pattern.text = fill_in(run, device, pattern.text);
}

void MessageCheck::put_aside_earlier(StepResult& result) {
    for (const ReceivedMessage* message : run_.inbox.take_all(topic_))
        result.notes.push_back(
            fmt::format("unsolicited message '{}' at {:.6f} s", message->payload, seconds(message->at)));
}

void MessageCheck::perform(StepResult& result) {
    if (expect_.none) return expect_none(result);
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
        run_.inbox.take(topic_);
        check.passed = matches(pattern, message.payload);
        check.got = message.payload.empty() ? "an empty payload" : message.payload;
        check.at = message.at;
    } else {
        check.got = fmt::format("nothing within {:g} s", seconds(check.at - started));
        result.ended = check.at;
        result.last_events.assign(run_.bench.log().last().begin(), run_.bench.log().last().end());
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
        text = fmt::format("; '{}' came after {:g} s", late->payload, seconds(late->at - started));
    if (const auto elsewhere = published_elsewhere(run_.bench.log(), topic_, started))
        text += fmt::format("; '{}' came on {}", elsewhere->payload, elsewhere->topic);
    return text;
}

void MessageCheck::expect_none(StepResult& result) {
    // Takes what comes, up to and including a message that must not.
    const auto unwanted = [&]() -> const ReceivedMessage* {
        while (const ReceivedMessage* message = run_.inbox.peek(topic_)) {
            run_.inbox.take(topic_);
            if (expect_.payloads.empty() || matches(expect_.payloads.front(), message->payload)) return message;
        }
        return nullptr;
    };
    const ReceivedMessage* came = nullptr;
    Check check;
    check.what = fmt::format("no message on {}", topic_);
    check.expected = expect_.payloads.empty() ? "nothing" : fmt::format("none: {}", describe(expect_.payloads.front()));
    check.passed = !wait_for(
        run_, [&] { return (came = unwanted()) != nullptr; }, run_.deadline(expect_.within));
    check.got = came ? came->payload : "nothing";
    check.at = run_.bench.time();
    result.checks.push_back(std::move(check));
}

}  // namespace otbench::runner
