#include "meters/line/control.hpp"

#include <gmock/gmock.h>

#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
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
        const auto result = execute_command(line, {{{"cellar", &cellar}, {"attic", &attic}}, &shipped, now});
        return result ? *result : "error: " + result.error().message;
    }
    /// A client sends octets, and what follows from it happens.
    void send(ClientId client, const OctetBuffer& octets) {
        cellar.advance(now);
        cellar.receive(client, octets, now);
        now += 2s;
        cellar.advance(now);
    }

    const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};
    Nanoseconds now = 1s;
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
    EXPECT_EQ(said("get * mute"), "heat mute=yes\ncold mute=yes\nwarm mute=yes\n");
    EXPECT_EQ(said("get ?o* mute"), "cold mute=yes\n");
}

TEST_F(ControlTest, sets_several_things_at_once) {
    EXPECT_EQ(said("set heat energy=9740 kWh mute=yes \"volume=1.5 m3\""), "");
    EXPECT_EQ(said("get heat energy mute volume"), "energy=9740 kWh\nmute=yes\nvolume=1.5 m3\n");
    EXPECT_EQ(said("set bus:cellar echo=yes link-latency=1 s"), "");
    EXPECT_EQ(said("get bus:cellar echo link-latency"), "echo=yes\nlink-latency=1000 ms\n");
}

TEST_F(ControlTest, sets_nothing_when_one_of_several_settings_is_wrong) {
    EXPECT_THAT(said("set heat mute=yes energy=1 C"), HasSubstr("meter 'heat': record 'energy'"));
    EXPECT_EQ(said("get heat mute"), "mute=no\n");
}

TEST_F(ControlTest, shows_settings_values_and_faults_of_a_meter) {
    EXPECT_THAT(said("get heat"),
                AllOf(HasSubstr("address=1\n"), HasSubstr("energy=9730 kWh\n"), HasSubstr("framing-tolerant=no\n")));
    EXPECT_EQ(said("get heat flow-*"), "flow-temperature=15.3 C\n");
}

TEST_F(ControlTest, shows_the_value_of_an_expression_and_on_request_the_expression) {
    said("set heat volume-flow== 100 * t in l/h");
    now = 5s;
    EXPECT_EQ(said("get heat volume-flow"), "volume-flow=500 l/h\n");
    EXPECT_EQ(said("definition heat volume-flow"), "volume-flow== 100 * t in l/h\n");
}

TEST_F(ControlTest, prints_json) {
    EXPECT_EQ(said("json list heat"),
              "[{\"meter\":\"heat\",\"address\":\"1\",\"id\":\"14273160\",\"profile\":"
              "\"itron-cf-echo-2\",\"bus\":\"cellar\"}]\n");
    EXPECT_EQ(said("json get heat energy"), "[{\"meter\":\"heat\",\"key\":\"energy\",\"value\":\"9730 kWh\"}]\n");
}

TEST_F(ControlTest, adds_and_removes_meters) {
    EXPECT_EQ(said("add bus:attic \"itron-cf-echo-2,name=new,energy=5 kWh\""), "");
    EXPECT_EQ(said("list new"), "new 3 14273160 itron-cf-echo-2\n");
    EXPECT_EQ(attic.line().size(), 3u);
    EXPECT_EQ(said("add bus:cellar itron-cf-echo-2@9,name=new"),
              "error: meter 'new' exists already (expected another name=…)");
    EXPECT_THAT(said("add bus:cellar itron-cf-eco-2@9"), HasSubstr("did you mean 'itron-cf-echo-2'"));
    EXPECT_EQ(said("remove cold"), "");
    EXPECT_EQ(said("list"),
              "heat 1 14273160 itron-cf-echo-2\nwarm 2 14273160 itron-cf-echo-2\nnew 3 14273160 "
              "itron-cf-echo-2\n");
    EXPECT_EQ(said("remove *"), "");
    EXPECT_EQ(said("list"), "");
}

TEST_F(ControlTest, reads_an_added_meter_and_no_removed_one) {
    const auto client = cellar.connect(now, "client");
    said("add bus:cellar itron-cf-echo-2@9,name=new");
    said("remove heat");
    send(client, bus::short_frame(0x40, 1));
    EXPECT_THAT(said("clients"), HasSubstr("client connected SND_NKE=1\n"));
    send(client, bus::short_frame(0x40, 9));
    EXPECT_THAT(said("clients"), HasSubstr("client connected SND_NKE=2 answers=1\n"));
}

TEST_F(ControlTest, counts_what_meters_and_clients_have_sent) {
    const auto client = cellar.connect(now, "127.0.0.1:4711");
    send(client, bus::short_frame(0x40, 1));
    send(client, bus::short_frame(0x40, 0xFD));
    send(client, bus::short_frame(0x5B, 1));
    EXPECT_EQ(said("counters heat"), "heat REQ_UD2=1 SND_NKE=1 answers=2\n");
    EXPECT_EQ(said("counters cold"), "cold\n");
    cellar.disconnect(client);
    EXPECT_EQ(said("clients bus:cellar"), "bus:cellar 127.0.0.1:4711 disconnected REQ_UD2=1 SND_NKE=2 answers=2\n");
    EXPECT_EQ(said("reset-counters"), "");
    EXPECT_EQ(said("counters heat"), "heat\n");
    EXPECT_EQ(said("clients"), "");
}

TEST_F(ControlTest, lists_its_commands) {
    for (const char* command : {"list [METER]", "set METER|BUS KEY=VALUE…", "counters [METER]", "help"})
        EXPECT_THAT(said("help"), HasSubstr(command));
}

TEST_F(ControlTest, sets_and_gets_faults_of_one_link_or_of_all) {
    EXPECT_EQ(said("set bus:attic link-drop=28 at 33"), "");
    EXPECT_EQ(said("get bus:attic link-drop"), "link-drop=28 at 33\n");
    EXPECT_EQ(attic.link().drop.at, 33u);
    EXPECT_EQ(cellar.link().drop.count, 0u);
    EXPECT_EQ(said("set * link-latency=200 ms"), "");
    EXPECT_EQ(said("get * link-latency"), "bus:cellar link-latency=200 ms\nbus:attic link-latency=200 ms\n");
    EXPECT_THAT(said("get bus:cellar"), HasSubstr("echo=no\n"));
}

TEST_F(ControlTest, says_what_it_does_not_understand) {
    EXPECT_THAT(said("delete heat"), HasSubstr("error: unknown command 'delete' (expected one of list, buses, get, "));
    EXPECT_THAT(said("remov heat"), HasSubstr("did you mean 'remove'?"));
    EXPECT_EQ(said("set heat energy"), "error: invalid setting 'energy' (expected KEY=VALUE)");
    EXPECT_EQ(said("get"), "error: invalid arguments of 'get' (expected get METER|BUS [KEY…])");
    EXPECT_EQ(said("get hot energy"), "error: unknown meter 'hot' (expected one of heat, cold, warm)");
    EXPECT_EQ(said("set bus:roof echo=yes"), "error: unknown bus 'roof' (expected one of cellar, attic)");
    EXPECT_EQ(said("set bus:attic mute=yes"), "error: unknown link fault 'mute' (see 'otbench profiles faults')");
    EXPECT_THAT(said("get bus:attic energy"), HasSubstr("unknown link fault 'energy'"));
    EXPECT_THAT(said(""), HasSubstr("unknown command ''"));
}

}  // namespace
}  // namespace otbench::meters
