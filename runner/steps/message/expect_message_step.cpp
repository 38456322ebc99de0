// Expects messages without publishing anything.
#include "runner/steps/message/message_check.hpp"
#include "runner/steps/message/payload_save.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::runner {
namespace {

constexpr Key expect_message_keys[] = {
    {"expect-message", types::message_expectation, required, "The message to expect, without publishing anything."},
    {"save", types::save, optional, "Parts of the last message, for later steps.", "", 2},
    device_key,
};
const MappingDescription expect_message_description{"expect-message-step", "an expect-message step",
                                                    expect_message_keys};

struct ExpectMessageStep : StepAction {
    std::string source;
    MessageExpectation expect;
    std::vector<Save> saves;

    void perform(Execution& run, StepResult& result) const override {
        MessageCheck check{run, source, expect};
        check.perform(result);
        save_from_payload(run, source, saves, check.last_payload(), result);
    }
    [[nodiscard]] const MessageExpectation* expects() const override { return &expect; }
    [[nodiscard]] std::string device() const override { return source; }
};

Step parse_expect_message(const Mapping& step, const Context& context) {
    auto message = std::make_shared<ExpectMessageStep>();
    if (const auto* expect = step.find("expect-message"))
        message->expect = parts::parse_message_expectation(*expect, context);
    message->saves = parts::parse_saves(step, parts::SaveSource::payload, context);
    if (context.has_devices || !message->expect.topic) message->source = parts::device_of(step, context);
    return {step.at(), titled("expect message", step.written("expect-message")), message};
}

}  // namespace

const StepKind expect_message_step{expect_message_description, parse_expect_message};

}  // namespace otbench::runner
