#include "meters/meter_settings.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

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
    {"baud", "9600", "9600", [](const Meter& m) { return m.baud() == 9600; }},
    {"response-delay", "0.25 s", "250 ms", [](const Meter& m) { return m.response_delay() == 250ms; }},
};

std::map<std::string, std::string> all_settings(const Meter& meter) {
    std::map<std::string, std::string> shown;
    for (const std::string_view key : setting_keys()) shown.emplace(key, setting_of(meter, key).value());
    return shown;
}

TEST(MeterSettings, each_key_sets_its_own_part_of_the_meter_and_no_other) {
    for (const Example& example : examples) {
        SCOPED_TRACE(std::string{example.key});
        Meter meter{cf_echo_2(), "meter", 1};
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
                                                              {"id", "99999999", "999999999"}}) {
        Meter meter{cf_echo_2(), "meter", 1};
        EXPECT_TRUE(apply_setting(meter, key, last)) << key;
        EXPECT_FALSE(apply_setting(meter, key, beyond)) << key;
    }
}

}  // namespace
}  // namespace otbench::meters
