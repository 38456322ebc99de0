#pragma once

#include <optional>
#include <string>

#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// Holds a text to a pattern whose variables have not been filled in; `what` names the text in the report.
[[nodiscard]] Check check_text(const Execution& run, const std::string& device, PayloadPattern pattern,
                               const std::string& text, std::string what);

/// Checks the messages on one topic against what a step expects of them.
class MessageCheck {
public:
    /// Fills in what depends on `device`. `run` must outlive it.
    MessageCheck(Execution& run, const std::string& device, const MessageExpectation& expect);

    /// A message that arrived before a command cannot be its reply: it is put aside, and the report mentions it.
    void put_aside_earlier(StepResult& result);
    /// Waits for what is expected and adds a check for each message. Throws `RunStopped`.
    void perform(StepResult& result);

    /// The payload of the last message that was expected and came.
    [[nodiscard]] const std::optional<std::string>& last_payload() const { return last_payload_; }

private:
    [[nodiscard]] Check check_time(Nanoseconds came) const;
    void expect_next(const PayloadPattern& pattern, StepResult& result);
    /// What came after the deadline, or on another topic, as the end of a sentence; empty when nothing did. The step
    /// has failed, so time may go on for this.
    std::string what_came_instead(Nanoseconds started, Nanoseconds deadline);
    void expect_none(StepResult& result);
    void expect_rate(StepResult& result);
    /// Takes the messages that have come, up to and including the first that matches, or any without a pattern; null
    /// when there is none.
    const ReceivedMessage* take_matching();

    Execution& run_;
    std::string topic_;
    MessageExpectation expect_;
    Nanoseconds started_;
    std::optional<std::string> last_payload_;
};

}  // namespace otbench::runner
