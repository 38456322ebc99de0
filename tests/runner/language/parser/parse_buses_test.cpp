#include <gmock/gmock.h>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

/// Two buses of the bench's own; the first step is in line 6.
std::string with_two_buses(const std::string& steps) {
    return "name: A\nversion: 2\nbuses:\n  cellar: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\n"
           "  attic: {meters: {water: {profile: itron-cf-echo-2, address: 1}}}\nsteps: " +
           steps + "\n";
}

TEST(ParseBuses, takes_several_with_meters_at_the_same_address) {
    const auto scenario = support::sound(with_two_buses("[{read: water}, {read: 1, bus: cellar}]"));
    ASSERT_EQ(scenario.buses.size(), 2U);
    EXPECT_EQ(scenario.buses[0].name, "cellar");
    EXPECT_EQ(scenario.buses[1].name, "attic");
    EXPECT_EQ(scenario.buses[1].meters.at(0).name, "water");
}

TEST(ParseBuses, takes_steps_at_one_bus_and_waits_for_one_or_all) {
    EXPECT_THAT(support::complaints(with_two_buses(
                    "[{cable: {leak: 5 kOhm}, bus: attic}, {converter: {supply: 30 V}, bus: attic}, "
                    "{expect-line: {collision-count: 0}, bus: cellar}, {expect-frames: [], bus: attic}, "
                    "{expect-signal: bus voltage, for: 1ms, minimum: 1 V .., bus: attic}, {meter: heat, set: {energy: "
                    "1 kWh}}, {wait: {until: bus idle for 5ms}}, {wait: {until: bus idle for 5ms}, bus: attic}]")),
                ElementsAre());
}

TEST(ParseBuses, answers_mistakes) {
    support::expect_answers({
        {"ambiguous", with_two_buses("[{expect-line: {collision-count: 0}}]"),
         "6:23: 2 buses to choose from (expected 'bus')"},
        {"an address on which bus", with_two_buses("[{read: 1}]"), "6:16: 2 buses to choose from (expected 'bus')"},
        {"unknown", with_two_buses("[{expect-line: {collision-count: 0}, bus: atic}]"),
         "6:50: unknown bus 'atic'; did you mean 'attic'?"},
        {"bus and buses", "name: A\nversion: 2\nbus: {}\nbuses: {a: {}}\nsteps: [note: x]\n",
         "4:8: 'bus' and 'buses' exclude each other"},
        {"version 1",
         "name: A\nversion: 1\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nbuses: {a: {}}\nsteps: [note: "
         "x]\n",
         "4:1: 'buses' needs version 2 of the format"},
        {"none",
         "name: A\nversion: 2\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nbuses: {}\nsteps: "
         "[note: x]\n",
         "4:8: 'buses' has no bus (expected at least one)"},
        {"a name of two things",
         "name: A\nversion: 2\nbuses: {a: {meters: {m: {profile: itron-cf-echo-2, address: 1}}}, b: {meters: {m: "
         "{profile: itron-cf-echo-2, address: 1}}}}\nsteps: [note: x]\n",
         "3:80: the name 'm' is that of a meter of 'a' already (expected different names)"},
    });
}

}  // namespace
}  // namespace otbench::runner
