#include "meters/line/fleet.hpp"

#include <gmock/gmock.h>

#include "meters/meter_settings.hpp"

namespace otbench::meters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const ProfileIndex index{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

MeterDescription described(std::string_view text) {
    auto meter = parse_meter_description(text);
    EXPECT_TRUE(meter);
    return *meter;
}

std::vector<std::unique_ptr<Meter>> made(const std::vector<MeterDescription>& descriptions) {
    auto meters = make_meters(descriptions, index);
    if (meters) return std::move(*meters);
    ADD_FAILURE() << meters.error().message;
    return {};
}

std::string complaint(std::string_view text) {
    const auto meter = parse_meter_description(text);
    if (!meter) return meter.error().message;
    const auto meters = make_meters({*meter}, index);
    return meters ? std::string{} : meters.error().message;
}

std::vector<std::string> mistakes_in(const std::string& text) {
    std::vector<std::string> messages;
    const auto fleet = read_fleet(text, "fleet.yaml");
    if (fleet) return messages;
    for (const auto& error : fleet.error()) messages.push_back(to_string(error));
    return messages;
}

TEST(Fleet, takes_a_meter_with_address_and_settings_from_one_word) {
    const auto meters = made({described("itron-cf-echo-2@5,id=12345678,energy=12 MWh,status=0x04,name=cellar")});
    ASSERT_EQ(meters.size(), 1u);
    EXPECT_EQ(meters[0]->name(), "cellar");
    EXPECT_EQ(meters[0]->primary_address(), 5);
    EXPECT_EQ(setting_of(*meters[0], "id").value(), "12345678");
    EXPECT_EQ(setting_of(*meters[0], "energy").value(), "12 MWh");
    EXPECT_EQ(setting_of(*meters[0], "status").value(), "0x04");
}

TEST(Fleet, assigns_missing_addresses) {
    const auto meters =
        made({described("itron-cf-echo-2"), described("itron-cf-echo-2@7"), described("itron-cf-echo-2")});
    EXPECT_EQ(meters[0]->primary_address(), 1);
    EXPECT_EQ(meters[1]->primary_address(), 7);
    EXPECT_EQ(meters[2]->primary_address(), 8);
}

TEST(Fleet, counts_addresses_and_ids_up) {
    const auto meters = made({described("itron-cf-echo-2@10,count=3,id=00000099")});
    ASSERT_EQ(meters.size(), 3u);
    EXPECT_EQ(meters[2]->name(), "itron-cf-echo-2-3");
    EXPECT_EQ(meters[2]->primary_address(), 12);
    EXPECT_EQ(setting_of(*meters[2], "id").value(), "00000101");
}

TEST(Fleet, fills_templates_in) {
    const auto meters = made({described("itron-cf-echo-2@0{n},count=2,id=1000{n:04}")});
    EXPECT_EQ(meters[1]->primary_address(), 2);
    EXPECT_EQ(setting_of(*meters[1], "id").value(), "10000002");
}

TEST(Fleet, says_what_is_wrong_with_a_meter) {
    EXPECT_THAT(complaint("itron-cf-eco-2"), HasSubstr("unknown profile"));
    EXPECT_THAT(complaint("@3"), HasSubstr("missing profile in '@3'"));
    EXPECT_THAT(complaint("itron-cf-echo-2@251"), HasSubstr("0 to 250"));
    EXPECT_THAT(complaint("itron-cf-echo-2@249,count=3"), HasSubstr("0 to 250"));
    EXPECT_THAT(complaint("itron-cf-echo-2,energy"), HasSubstr("KEY=VALUE"));
    EXPECT_THAT(complaint("itron-cf-echo-2,enrgy=1 kWh"), HasSubstr("energy"));
    EXPECT_THAT(complaint("itron-cf-echo-2,energy=1 C"), HasSubstr("kWh"));
    EXPECT_THAT(complaint("itron-cf-echo-2,count=0"), HasSubstr("invalid count '0'"));
    EXPECT_THAT(complaint("itron-cf-echo-2,id={n:x!}"), HasSubstr("invalid template"));
    EXPECT_THAT(complaint("itron-cf-echo-2,status=256"), HasSubstr("0 to 255"));
    EXPECT_THAT(complaint("itron-cf-echo-2,response-delay=5"), HasSubstr("response-delay"));
}

TEST(Fleet, is_read_from_a_file_of_buses) {
    const auto fleet = read_fleet(R"(buses:
  cellar:
    on: [pty:/tmp/cellar, "tcp-listen:127.0.0.1:0"]
    echo: true
    faults: {link-drop: 28 at 33, link-times: 1}
    meters:
      heat: {profile: itron-cf-echo-2, address: 5, status: 0, values: {energy: 5 kWh}}
      flats: {profile: itron-cf-echo-2, count: 20, address: 10}
  attic:
    on: pty
    speed: unlimited
    baud: 300
    meters: {cold: {profile: itron-cf-echo-2}}
)",
                                  "fleet.yaml");
    ASSERT_TRUE(fleet) << to_string(fleet.error().front());
    ASSERT_EQ(fleet->size(), 2u);
    const BusDescription& cellar = (*fleet)[0];
    EXPECT_EQ(cellar.name, "cellar");
    EXPECT_TRUE(cellar.link.echo);
    EXPECT_EQ(cellar.link.drop.count, 28u);
    EXPECT_EQ(cellar.endpoints.size(), 2u);
    const auto meters = made(cellar.meters);
    ASSERT_EQ(meters.size(), 21u);
    EXPECT_EQ(setting_of(*meters[0], "energy").value(), "5 kWh");
    EXPECT_EQ(meters[20]->primary_address(), 29);
    EXPECT_FALSE(cellar.unlimited);
    EXPECT_EQ((*fleet)[1].baud, 300);
    EXPECT_TRUE((*fleet)[1].unlimited);
}

TEST(Fleet, says_what_the_speed_of_a_bus_may_be) {
    EXPECT_THAT(mistakes_in("buses: {a: {on: pty, speed: 9600, meters: {m: {profile: itron-cf-echo-2}}}}"),
                ElementsAre(HasSubstr("invalid speed '9600' (expected wire or unlimited)")));
}

TEST(Fleet, reports_all_mistakes_of_a_file_at_once) {
    EXPECT_THAT(mistakes_in("buses:\n  a: {on: pty, meters: {m: {address: 1}}}\n  b: {colour: red}\n"),
                ElementsAre(HasSubstr("fleet.yaml:2:28: a meter needs 'profile'"), HasSubstr("needs 'on'"),
                            HasSubstr("needs 'meters'"), HasSubstr("unknown key 'colour'")));
    for (const char* text :
         {"", "[]", "buses: []", "buses: {}", "buses: {a: b}", "a: [", "buses: {a: {on: {}, meters: []}}",
          "buses: {a: {on: pty, meters: {m: {profile: x, values: []}}}}",
          "buses: {a: {on: pty, faults: 1, meters: {}}}", "buses: {a: {on: pty, faults: {mute: yes}, meters: {}}}"})
        EXPECT_THAT(mistakes_in(text), testing::Not(testing::IsEmpty())) << text;
}

}  // namespace
}  // namespace otbench::meters
