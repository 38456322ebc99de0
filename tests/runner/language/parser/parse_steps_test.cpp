#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using support::with_bus_and_steps;
using support::with_steps;

constexpr std::string_view two_devices =
    "name: A\n"
    "version: 1\n"
    "devices:\n"
    "  a: {model: otb-iot, mac: 5ccf7f0b583b}\n"
    "  b: {model: otb-iot, mac: 5ccf7f0b583c}\n"
    "steps:\n";  // the steps begin in line 7

TEST(ParseSteps, publish_to_the_only_device_by_default) {
    const auto publish = support::sound(with_steps("  - publish: trigger/ping\n")).steps.at(0);
    EXPECT_EQ(publish.action->device(), "boiler");
    EXPECT_EQ(publish.action->expects(), nullptr);
}

TEST(ParseSteps, take_every_key_of_a_publish_step_whatever_their_order) {
    const auto publish =
        support::sound(with_steps("  - {topic: '/otb-iot/${chip_id}', retain: true, qos: 2, device: boiler, expect: "
                                  "ok, publish: ''}\n"))
            .steps.at(0);
    EXPECT_EQ(publish.title, "publish (empty)");
    EXPECT_NE(publish.action->expects(), nullptr);
}

TEST(ParseSteps, take_every_payload_as_text) {
    for (const std::string payload : {"1", "1.50", "0x10", "true", "no", "2017-02-11"}) {
        const auto publish = support::sound(with_steps("  - publish: " + payload + "\n")).steps.at(0);
        EXPECT_EQ(publish.title, "publish " + payload);
    }
}

TEST(ParseSteps, asks_for_the_device_when_there_are_several) {
    const auto with = [](std::string_view step) { return std::string{two_devices} + std::string{step} + "\n"; };
    EXPECT_EQ(support::sound(with("  - {publish: trigger/ping, device: b}")).steps.at(0).action->device(), "b");
    support::expect_answers({
        {"publish", with("  - publish: trigger/ping"), "7:5: 2 devices to choose from (expected 'device')"},
        {"expect-message", with("  - expect-message: ok"), "7:5: 2 devices to choose from (expected 'device')"},
        {"unknown", with("  - {publish: trigger/ping, device: c}"), "7:37: unknown device 'c'; known: a, b"},
    });
}

TEST(ParseSteps, gives_each_step_a_title) {
    const auto scenario =
        support::sound(with_bus_and_steps("  - publish: get/info\n"
                                          "  - publish: ''\n"
                                          "  - wait: 2s\n"
                                          "  - wait: {within: 1s, until: bus idle for 50ms}\n"
                                          "  - expect-message: ok\n"
                                          "  - expect-message: [a, b]\n"
                                          "  - {decode: last dump, expect: {id: 1}}\n"
                                          "  - expect-line: {rx-level: low}\n"
                                          "  - note: |\n"
                                          "      One line of a length that no report would like to have in its table,\n"
                                          "      and another\n"));
    std::vector<std::string> titles;
    for (const auto& step : scenario.steps) titles.push_back(step.title);
    EXPECT_EQ(titles, (std::vector<std::string>{
                          "publish get/info", "publish (empty)", "wait 2s", "wait until bus idle for 50ms",
                          "expect message ok", "expect message", "decode last dump", "expect line",
                          "note One line of a length that no report would like to have in its table…"}));
}

TEST(ParseSteps, answers_bad_steps) {
    support::expect_answers({
        {"text", with_steps("  - trigger/ping\n"), "6:5: a step is a mapping such as publish: trigger/ping, not text"},
        {"typo", with_steps("  - publsh: trigger/ping\n"), "6:5: unknown step 'publsh'; did you mean 'publish'?"},
        {"no verb", with_steps("  - topic: /a\n"),
         "6:5: unknown step 'topic'; known: publish, wait, expect-message, decode, expect-line, expect-signal, "
         "expect-frames, read, scan, meter, serial-link, note, run, snapshot-values, check, let, link, mqtt-faults, "
         "mqtt-client, power-cycle, http, pin, expect-pin, sensor, query-script, converter, cable"},
        {"two verbs", with_steps("  - publish: trigger/ping\n    wait: 2s\n"),
         "7:5: 'publish' and 'wait' are two steps; begin the second with '- '"},
        {"verb twice", with_steps("  - publish: trigger/ping\n    publish: trigger/ping\n"),
         "7:5: 'publish' is already given in line 6; only one of them can count"},
        {"foreign key", with_steps("  - wait: 2s\n    expect: ok\n"),
         "7:5: unknown key 'expect' in a wait step; known: wait, bus"},
        {"no payload", with_steps("  - publish:\n"),
         "6:5: 'publish' must be text, not nothing (empty text is written \"\")"},
        {"placeholder", with_steps("  - publish: trigger/${chip}\n"),
         "6:14: unknown placeholder '${chip}'; known: chip_id"},
        {"qos", with_steps("  - {publish: a, qos: 3}\n"), "6:23: invalid QoS '3' (expected 0, 1 or 2)"},
        {"retain", with_steps("  - {publish: a, retain: maybe}\n"),
         "6:26: invalid value 'maybe' (expected yes, no, true, false, on or off)"},
        {"wildcard", with_steps("  - {publish: a, topic: '/otb-iot/#'}\n"),
         "6:25: invalid topic '/otb-iot/#' (expected one without wildcards)"},
        {"wait without unit", with_steps("  - wait: 100\n"),
         "6:11: a duration needs a unit: '100' could be 100us, 100ms or 100s"},
        {"condition", with_bus_and_steps("  - wait: {until: bus quiet}\n"),
         "8:19: unknown wait condition 'bus quiet' (expected bus idle for 50ms, peers connected or peers "
         "disconnected)"},
        {"condition without unit", with_bus_and_steps("  - wait: {until: bus idle for 50}\n"),
         "8:19: a duration needs a unit: '50' could be 50us, 50ms or 50s"},
        {"no bus", with_steps("  - wait: {until: bus idle for 50ms}\n"),
         "6:11: this condition needs a bus (expected 'bus' in the scenario)"},
        {"decode", with_steps("  - {decode: first dump, expect: {id: 1}}\n"),
         "6:14: invalid source 'first dump' (expected last dump or hat data)"},
        {"decode alone", with_steps("  - decode: last dump\n"),
         "6:5: a decode step needs 'expect': a mapping of reading names"},
        {"empty note", with_steps("  - note: ''\n"), "6:11: this text is empty"},
    });
}

}  // namespace
}  // namespace otbench::runner
