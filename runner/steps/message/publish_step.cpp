// Publishes a payload and checks what comes back.
#include "runner/steps/message/message_check.hpp"
#include "runner/steps/message/payload_save.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::runner {
namespace {

constexpr Key publish_keys[] = {
    {"publish", types::payload, required, "The payload to publish."},
    {"topic", types::topic, optional, "The topic; without it, the device's command topic."},
    device_key,
    {"qos", types::qos, optional, "MQTT quality of service.", "0"},
    {"retain", types::flag, optional, "Whether the broker keeps the message.", "no"},
    {"expect", types::message_expectation, optional, "The expected reply."},
    {"save", types::save, optional, "Parts of the last reply, for later steps.", "", 2},
};
const MappingDescription publish_description{"publish-step", "a publish step", publish_keys};

struct PublishStep : StepAction {
    std::string target;  ///< the device whose command topic is used when `topic` is not given
    std::optional<std::string> topic;
    std::string payload;
    int qos = 0;
    bool retain = false;
    std::optional<MessageExpectation> expect;
    std::vector<Save> saves;

    void perform(Execution& run, StepResult& result) const override {
        std::optional<MessageCheck> check;
        if (expect) {
            check.emplace(run, target, *expect);
            check->put_aside_earlier(result);
        }
        publish_command(
            run, target,
            {topic ? fill_in(run, target, *topic) : std::string{}, fill_in(run, target, payload), qos, retain});
        if (check) check->perform(result);
        if (check) save_from_payload(run, target, saves, check->last_payload(), result);
    }
    [[nodiscard]] const MessageExpectation* expects() const override { return expect ? &*expect : nullptr; }
    [[nodiscard]] std::string device() const override { return target; }
};

Step parse_publish(const Mapping& step, const Context& context) {
    auto publish = std::make_shared<PublishStep>();
    step.read("publish", publish->payload,
              [&](std::string_view text) { return parts::check_placeholders(text, context); });
    step.read("topic", publish->topic, [&](std::string_view text) { return parts::check_topic(text, context); });
    step.read("qos", publish->qos, parts::parse_qos);
    step.read("retain", publish->retain, parse_truth);
    if (const auto* expect = step.find("expect")) publish->expect = parts::parse_message_expectation(*expect, context);
    if (step.find("save") != nullptr && !publish->expect) step.complain("save", "'save' needs 'expect'");
    publish->saves = parts::parse_saves(step, parts::SaveSource::payload, context);
    const bool is_whole = publish->topic && (!publish->expect || publish->expect->topic);
    if (context.has_devices || !is_whole) publish->target = parts::device_of(step, context);
    return {step.at(), titled("publish", publish->payload.empty() ? "(empty)" : publish->payload), publish};
}

}  // namespace

const StepKind publish_step{publish_description, parse_publish};

}  // namespace otbench::runner
