#include "meters/meter_settings.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <vector>

#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A value for a setting that is not what the meter begins with, and what then holds of the meter itself.
struct Example {
    std::string_view key;
    std::string_view text;
    std::string_view shown;
    bool (*holds)(const Meter&);
};

const std::vector<Example> examples = {
    {"id", "12345678", "12345678", [](const Meter& m) { return m.readout().id() == "12345678"; }},
    {"header-manufacturer", "KAM", "0x2c2d",
     [](const Meter& m) { return m.readout().device().manufacturer == 0x2C2D; }},
    {"header-version", "77", "77", [](const Meter& m) { return m.readout().device().version == 77; }},
    {"header-medium", "0x07", "0x07", [](const Meter& m) { return m.readout().device().medium == 0x07; }},
    {"model", "heat", "heat", [](const Meter& m) { return m.application().model() == "heat"; }},
    {"address", "99", "99", [](const Meter& m) { return m.primary_address() == 99; }},
    {"status", "0x24", "0x24", [](const Meter& m) { return m.readout().status() == 0x24; }},
    {"alarm", "17", "0x11", [](const Meter& m) { return m.application().alarm() == 17; }},
    {"access-number", "201", "201", [](const Meter& m) { return m.application().access_number() == 201; }},
    {"key", "000102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f",
     [](const Meter& m) { return m.readout().key().has_value() && m.readout().key()->back() == 0x0F; }},
    {"baud", "9600", "9600", [](const Meter& m) { return m.baud() == 9600; }},
    {"response-delay", "0.25 s", "250 ms", [](const Meter& m) { return m.response_delay() == 250ms; }},
    {"push-interval", "2 s", "2000 ms", [](const Meter& m) { return m.push_interval() == 2s; }},
    {"filling", "3", "3", [](const Meter& m) { return m.readout().filling() == 3; }},
};

std::shared_ptr<const Profile> log_meter() {
    return *load_profile(OTBENCH_SOURCE_DIR "/meters/profiles/log-meter.yaml");
}

/// Of a product that has what the setting is about.
std::shared_ptr<const Profile> profile_for(std::string_view key) {
    return key == "filling" ? log_meter() : cf_echo_2();
}

std::map<std::string, std::string> all_settings(const Meter& meter) {
    std::map<std::string, std::string> shown;
    for (const std::string_view key : setting_keys()) shown.emplace(key, setting_of(meter, key).value());
    return shown;
}

TEST(MeterSettings, each_key_sets_its_own_part_of_the_meter_and_no_other) {
    for (const Example& example : examples) {
        SCOPED_TRACE(std::string{example.key});
        Meter meter{profile_for(example.key), "meter", 1};
        auto expected = all_settings(meter);
        expected[std::string{example.key}] = example.shown;
        EXPECT_FALSE(example.holds(meter)) << "the example is the default";
        const auto done = apply_setting(meter, example.key, example.text);
        ASSERT_TRUE(done) << done.error().message;
        EXPECT_TRUE(example.holds(meter));
        EXPECT_EQ(all_settings(meter), expected);
        EXPECT_FALSE(apply_setting(meter, example.key, "?"));
        EXPECT_EQ(all_settings(meter), expected) << "after a refused value";
    }
}

TEST(MeterSettings, have_an_example_each) {
    std::set<std::string_view> named;
    for (const Example& example : examples) named.insert(example.key);
    const auto keys = setting_keys();
    EXPECT_EQ(named, (std::set<std::string_view>{keys.begin(), keys.end()}));
}

TEST(MeterSettings, are_refused_just_beyond_their_limits) {
    struct Limit {
        std::string_view key, last, beyond;
    };
    for (const auto& [key, last, beyond] : std::vector<Limit>{{"address", "250", "251"},
                                                              {"status", "0xff", "256"},
                                                              {"alarm", "255", "256"},
                                                              {"access-number", "255", "256"},
                                                              {"header-version", "255", "0x100"},
                                                              {"response-delay", "1 h", "3601 s"},
                                                              {"filling", "6", "7"},
                                                              {"id", "99999999", "999999999"}}) {
        Meter meter{profile_for(key), "meter", 1};
        EXPECT_TRUE(apply_setting(meter, key, last)) << key;
        EXPECT_FALSE(apply_setting(meter, key, beyond)) << key;
    }
}

TEST(MeterSettings, set_a_value_also_by_its_decoded_name) {
    Meter meter{cf_echo_2(), "meter", 1};
    ASSERT_TRUE(apply_setting(meter, "time-point", "2024-05-01T12:00"));
    EXPECT_EQ(setting_of(meter, "date-time").value(), "2024-05-01T12:00");
    EXPECT_EQ(setting_of(meter, "time-point").value(), "2024-05-01T12:00");

    Meter log{log_meter(), "log", 2};
    ASSERT_TRUE(apply_setting(log, "volume[storage=3]", "31.5 m3"));
    EXPECT_EQ(setting_of(log, "volume-3").value(), "31.5 m3");
    EXPECT_FALSE(apply_setting(log, "volume[storage=7]", "31.5 m3"));
}

std::string complaint(std::string_view key, std::string_view text) {
    const auto checked = check_setting(cf_echo_2(), key, text);
    return checked ? "" : checked.error().message;
}

TEST(CheckedSetting, is_good_where_a_meter_takes_it) {
    for (const auto& [key, text] : {std::pair{"address", "250"},
                                    {"id", "12345678"},
                                    {"baud", "300"},
                                    {"response-delay", "60 ms"},
                                    {"energy", "5 kWh"},
                                    {"mute", "on"},
                                    {"status", "0x10"},
                                    {"header-medium", "Water"},
                                    {"model", "none"}})
        EXPECT_EQ(complaint(key, text), "") << key;
}

TEST(CheckedSetting, is_refused_by_its_own_name_without_that_of_a_meter) {
    EXPECT_EQ(complaint("address", "300"), "address: invalid number '300' (expected a whole number from 0 to 250)");
    EXPECT_EQ(complaint("id", "123"), "id: invalid id '123' (expected eight digits)");
    EXPECT_THAT(complaint("baud", "301"), HasSubstr("baud: invalid baud '301' (expected one of"));
    EXPECT_EQ(complaint("response-delay", "2 h"), "response-delay: invalid time '2 h' (expected 0 s to 1 h)");
    EXPECT_EQ(complaint("mute", "maybe"), "mute: invalid value 'maybe' (expected yes, no, true, false, on or off)");
    EXPECT_THAT(complaint("energy", "5 C"), HasSubstr("kWh"));
}

TEST(CheckedSetting, suggests_what_was_meant) {
    EXPECT_EQ(complaint("adress", "3"), "unknown setting 'adress'; did you mean 'address'?");
    EXPECT_EQ(complaint("enrgy", "3 kWh"), "unknown setting 'enrgy'; did you mean 'energy'?");
    EXPECT_THAT(complaint("xxxxxxxxx", "3"), HasSubstr("unknown setting 'xxxxxxxxx'; known: id, header-manufacturer"));
}

}  // namespace
}  // namespace otbench::meters
