#include <gmock/gmock.h>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

/// A scenario of version 2 with a bus, whose second step is in line 7.
std::string with_step(const std::string& step) {
    return "name: A\nversion: 2\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n"
           "bus: {converter: {tx: boiler.gpio15, rx: boiler.gpio13}}\nsteps:\n  - {note: x, label: begin}\n  - " +
           step + "\n";
}

TEST(ExpectSignal, takes_signals_of_the_bus_and_pins) {
    for (const std::string signal : {"tx", "rx", "boiler.gpio5"})
        EXPECT_THAT(support::complaints(with_step("{expect-signal: " + signal +
                                                  ", since: begin, level: high, edges: 1 .. 3, pulse-width: .. 2ms, "
                                                  "gap: .. 33ms, bit-rate: 2400, rise-time: {max: 3us}}")),
                    ElementsAre());
    EXPECT_THAT(support::complaints(with_step("{expect-signal: bus current, for: 2ms, mean: 1 mA .. 2 mA}")),
                ElementsAre());
}

TEST(ExpectSignal, answers_mistakes) {
    support::expect_answers({
        {"signal", with_step("{expect-signal: bus voltag, for: 1ms, mean: 1 V ..}"),
         "7:21: unknown signal 'bus voltag'; did you mean 'bus voltage'?"},
        {"window", with_step("{expect-signal: tx, level: high}"),
         "7:5: a window needs 'since', the label of an earlier step, or 'for', a duration"},
        {"label", with_step("{expect-signal: tx, since: begn, level: high}"),
         "7:32: unknown label 'begn' (expected that of an earlier step); did you mean 'begin'?"},
        {"level of a voltage", with_step("{expect-signal: bus voltage, for: 1ms, level: high}"),
         "7:51: 'bus voltage' has no level (expected minimum or maximum)"},
        {"minimum of a level", with_step("{expect-signal: tx, for: 1ms, minimum: 1 V ..}"),
         "7:44: 'tx' is low or high (expected level)"},
        {"nothing", with_step("{expect-signal: tx, for: 1ms}"),
         "7:5: nothing is measured (expected level, minimum, edges or the like)"},
        {"empty range", with_step("{expect-signal: tx, for: 1ms, gap: 3ms .. 2ms}"),
         "7:40: the range '3ms .. 2ms' is empty: its lower end is above its upper end"},
    });
}

TEST(ExpectFrames, answers_mistakes) {
    EXPECT_THAT(support::complaints(with_step("expect-frames: [SND_NKE to 255, E5, damaged, ..., RSP_UD from 0, "
                                              "\"SND_UD to 1, FCB toggled\"]")),
                ElementsAre());
    for (const std::string frame : {"SND_NK to 1", "SND_NKE from 1", "REQ_UD2 to 256", "\"REQ_UD2 to 1, FCB 2\""}) {
        const auto complaints = support::complaints(with_step("expect-frames: [" + frame + "]"));
        ASSERT_EQ(complaints.size(), 1U) << frame;
        EXPECT_THAT(complaints.front(), testing::StartsWith("x.yaml:7:21: invalid frame '"));
    }
    for (const std::string service : {"SND_NKE to 1", "RSP_UD from 1"})
        EXPECT_THAT(support::complaints(with_step("expect-frames: [\"" + service + ", FCB toggled\"]")),
                    ElementsAre("x.yaml:7:21: " + service.substr(0, service.find(' ')) +
                                " has no frame count bit (expected SND_UD, REQ_UD1 or REQ_UD2 before 'FCB')"));
}

TEST(Fleets, are_meters_with_consecutive_names_addresses_and_numbers) {
    const std::string head = "name: A\nversion: 2\nbus: {meters: {heat: {profile: itron-cf-echo-2, ";
    const auto meters =
        support::sound(head + "address: 5, id: 00000099, count: 3}}}\nsteps: [read: heat-3]\n").buses.at(0).meters;
    ASSERT_EQ(meters.size(), 3U);
    EXPECT_EQ(meters[0].name, "heat-1");
    EXPECT_EQ(meters[2].address, 7);
    EXPECT_EQ(meters[2].id, "00000101");
    support::expect_answers({
        {"too many", head + "address: 249, count: 3}}}\nsteps: [note: x]\n",
         "3:70: invalid count '3' (expected 1 to 2)"},
        {"a clash", head + "address: 1, count: 2}, w: {profile: itron-cf-echo-2, address: 2}}}\nsteps: [note: x]\n",
         "3:72: 'w' has the address 2 of 'heat-2' (expected different primary addresses)"},
    });
}

TEST(Read, needs_a_bus_whose_master_is_the_bench) {
    const std::string own =
        "name: A\nversion: 2\nbus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\nsteps:\n";
    EXPECT_THAT(
        support::complaints(own + "  - {read: heat, expect: {energy: 1 kWh}, save: {x: energy}}\n  - read: 5\n"),
        ElementsAre());
    support::expect_answers({
        {"meter", own + "  - read: haet\n",
         "5:11: unknown meter 'haet' (expected a name or an address from 0 to 254); did you mean 'heat'?"},
        {"style", own + "  - {read: heat, style: libmbuz}\n",
         "5:25: unknown style 'libmbuz' (expected one of standard, libmbus, libmbus-multi-reply, pymeterbus, jmbus, "
         "query-script)"},
        {"device", with_step("read: 1"),
         "7:11: the bench has no master of its own here (expected a bus whose converter is wired to no device, and no "
         "bridge as master)"},
        {"version 1", "name: A\nversion: 1\nbus: {meters: {}}\nsteps: [note: x]\n",
         "1:1: a scenario needs 'devices': a mapping of device names"},
    });
}

}  // namespace
}  // namespace otbench::runner
