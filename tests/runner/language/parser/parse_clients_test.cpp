#include <gmock/gmock.h>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

/// A scenario of version 2 whose only step, in line 4, is `step`.
std::string with_step(const std::string& step) {
    return "name: A\nversion: 2\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nsteps: [" + step + "]\n";
}

TEST(ParseClients, takes_all_that_a_client_does) {
    EXPECT_THAT(
        support::complaints(with_step(
            "{mqtt-client: {name: a, connect: {id: 'otb-iot.${chip_id}', clean: no, will: {topic: t, payload: "
            "gone, qos: 2, retain: yes}}, subscribe: home/#, publish: {topic: t, payload: on}, expect: {status: "
            "on, topic: t}, expect-closed: 2s, disconnect: lost, save: {x: '.*'}}}, {check: x == 1}")),
        ElementsAre());
}

TEST(ParseClients, answers_mistakes) {
    support::expect_answers({
        {"name", with_step("{mqtt-client: {name: a b, disconnect: lost}}"),
         "4:30: invalid name 'a b' (expected letters, digits, '-' and '_', at most 64)"},
        {"nothing", with_step("{mqtt-client: {name: a}}"),
         "4:23: this step does nothing (expected connect, subscribe, publish, expect or disconnect)"},
        {"filter", with_step("{mqtt-client: {name: a, subscribe: home/#/x}}"),
         "4:44: invalid filter 'home/#/x' (expected + alone in a level, # alone in the last)"},
        {"topic of what comes", with_step("{mqtt-client: {name: a, expect: on}}"),
         "4:41: messages of a client need a 'topic'"},
        {"topic", with_step("{mqtt-client: {name: a, publish: {topic: a/#, payload: x}}}"),
         "4:50: invalid topic 'a/#' (expected one without wildcards)"},
        {"quality", with_step("{mqtt-client: {name: a, publish: {topic: a, payload: x, qos: 3}}}"),
         "4:70: invalid QoS '3' (expected 0, 1 or 2)"},
        {"end", with_step("{mqtt-client: {name: a, disconnect: now}}"),
         "4:45: invalid end 'now' (expected orderly or lost)"},
        {"id", with_step("{mqtt-client: {name: a, connect: {id: ''}}}"),
         "4:47: invalid client id of 0 bytes (expected 1 to 256)"},
        {"variable", with_step("{mqtt-client: {name: a, connect: {id: '${x}'}}}"),
         "4:47: unknown placeholder '${x}'; known: chip_id"},
        {"version",
         "name: A\nversion: 1\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n"
         "steps: [{mqtt-client: {name: a, disconnect: lost}}]\n",
         "4:10: 'mqtt-client' needs version 2 of the format"},
    });
}

TEST(ParseMqttFaults, answers_mistakes) {
    support::expect_answers({
        {"nothing", with_step("{mqtt-faults: {}}"), "4:23: this step changes nothing (expected a fault, or none)"},
        {"unknown", with_step("{mqtt-faults: {latncy: 1s}}"),
         "4:24: unknown key 'latncy' in the faults of an mqtt-faults step; did you mean 'latency'?"},
        {"latency", with_step("{mqtt-faults: {latency: 100}}"),
         "4:33: a duration needs a unit: '100' could be 100us, 100ms or 100s"},
        {"share", with_step("{mqtt-faults: {loss: 110 %}}"), "4:30: invalid share '110 %' (expected 0 % to 100 %)"},
        {"packet", with_step("{mqtt-faults: {drop: PING}}"),
         "4:30: invalid packet 'PING' (expected a type such as PUBLISH, PUBLISH from device or PUBACK to device)"},
        {"cut", with_step("{mqtt-faults: {cut: PUBLISH}}"),
         "4:29: invalid cut 'PUBLISH' (expected one such as PUBLISH from device after 7 bytes)"},
        {"code", with_step("{mqtt-faults: {refuse: 6}}"),
         "4:32: invalid number '6' (expected a whole number from 0 to 5)"},
    });
}

TEST(ParseRun, takes_a_program_with_arguments) {
    EXPECT_THAT(support::complaints(with_step("{run: true}, {run: [./tool, '-x', 3], exit-code: 3, output: {regex: "
                                              "'^a'}, within: 5s, save: {x: '.*'}}, {run: [echo, '${x}']}")),
                ElementsAre());
    EXPECT_TRUE(support::sound(with_step("{run: true}")).steps.at(0).action->runs_program());
    EXPECT_FALSE(support::sound(with_step("{note: x}")).steps.at(0).action->runs_program());
}

TEST(ParseRun, answers_mistakes) {
    support::expect_answers({
        {"nothing", with_step("{run: []}"),
         "4:15: command: expected a program, or a list of a program and its arguments"},
        {"variable", with_step("{run: [echo, '${x}']}"), "4:15: unknown placeholder '${x}'; known: chip_id"},
        {"code", with_step("{run: true, exit-code: 256}"),
         "4:32: invalid number '256' (expected a whole number from 0 to 255)"},
        {"output", with_step("{run: true, output: {messages: [a, b]}}"),
         "4:29: invalid output (expected a text or one of prefix, regex, contains, json and not)"},
        {"version",
         "name: A\nversion: 1\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nsteps: [{run: true}]\n",
         "4:10: 'run' needs version 2 of the format"},
    });
}

}  // namespace
}  // namespace otbench::runner
