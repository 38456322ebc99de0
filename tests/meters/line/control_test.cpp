#include "meters/line/control.hpp"

#include <gmock/gmock.h>

#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::meters {
namespace {

using testing::HasSubstr;

class Nowhere : public GatewayOutput {
public:
    void deliver(ClientId, std::uint8_t, Nanoseconds) override {}
    void end(ClientId, LinkEnd) override {}
};

/// Two buses, with one and two meters.
class ControlTest : public testing::Test {
protected:
    ControlTest() {
        add(cellar, "heat", 1);
        add(attic, "cold", 1);
        add(attic, "warm", 2);
    }
    static void add(LineGateway& gateway, const char* name, std::uint8_t address) {
        gateway.line().add(std::make_unique<Meter>(cf_echo_2(), name, address), Nanoseconds{0});
    }
    std::string said(std::string_view line) {
        const auto result = carry_out(line, {{"cellar", &cellar}, {"attic", &attic}});
        return result ? *result : "error: " + result.error().message;
    }

    SilentEvents events;
    Nowhere output;
    LineGateway cellar{2400, output, events};
    LineGateway attic{2400, output, events};
};

TEST_F(ControlTest, lists_meters_and_buses) {
    EXPECT_EQ(said("list"),
              "heat 1 14273160 itron-cf-echo-2\ncold 1 14273160 itron-cf-echo-2\nwarm 2 14273160 itron-cf-echo-2\n");
    EXPECT_EQ(said("buses"), "bus:cellar\nbus:attic\n");
}

TEST_F(ControlTest, sets_and_gets_a_thing_of_one_meter_or_of_all) {
    EXPECT_EQ(said("set heat energy=9740 kWh"), "");
    EXPECT_EQ(said("get heat energy"), "energy=9740 kWh\n");
    EXPECT_EQ(said("set * mute=yes"), "");
    EXPECT_EQ(said("get * mute"), "mute=yes\nmute=yes\nmute=yes\n");
}

TEST_F(ControlTest, sets_and_gets_faults_of_one_link_or_of_all) {
    EXPECT_EQ(said("set bus:attic link-drop=28 at 33"), "");
    EXPECT_EQ(said("get bus:attic link-drop"), "link-drop=28 at 33\n");
    EXPECT_EQ(attic.link().drop.at, 33u);
    EXPECT_EQ(cellar.link().drop.count, 0u);
    EXPECT_EQ(said("set * link-latency=200 ms"), "");
    EXPECT_EQ(said("get * link-latency"), "link-latency=200 ms\nlink-latency=200 ms\n");
    EXPECT_THAT(said("get bus:cellar"), HasSubstr("echo=no\n"));
}

TEST_F(ControlTest, says_what_it_does_not_understand) {
    EXPECT_EQ(said("remove heat"),
              "error: unknown command 'remove' (expected list, buses, get METER [KEY] or set METER KEY=VALUE)");
    EXPECT_EQ(said("set heat energy"), "error: 'energy' is not KEY=VALUE");
    EXPECT_EQ(said("get hot energy"), "error: unknown meter 'hot' (expected one of heat, cold, warm)");
    EXPECT_EQ(said("set bus:roof echo=yes"), "error: unknown bus 'roof' (expected one of cellar, attic)");
    EXPECT_EQ(said("set bus:attic mute=yes"), "error: unknown link fault 'mute' (see 'otbench profiles faults')");
    EXPECT_THAT(said("get bus:attic energy"), HasSubstr("a bus has no 'energy'"));
    EXPECT_THAT(said(""), HasSubstr("unknown command ''"));
}

}  // namespace
}  // namespace otbench::meters
