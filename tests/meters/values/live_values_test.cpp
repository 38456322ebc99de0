#include "meters/values/live_values.hpp"

#include <gmock/gmock.h>

#include "bus/reading/reading.hpp"
#include "meters/application.hpp"
#include "tests/meters/shipped_profile.hpp"
#include "tests/support/program.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class LiveValuesTest : public testing::Test {
protected:
    void set(const std::string& name, const std::string& text, Nanoseconds at = 0s) {
        const auto done = meter.set_value(name, text, at);
        EXPECT_TRUE(done) << done.error().message;
    }
    std::string complaint(const std::string& name, const std::string& text) {
        const auto done = meter.set_value(name, text, 0s);
        return done ? std::string{} : done.error().message;
    }
    /// What a master reads at `at`.
    std::string read(std::string_view name, Nanoseconds at) {
        const auto reading = bus::Reading::decode(meter.class_2_data(0, at).data).value();
        return reading.find(name).value()->text();
    }

    MeterApplication meter{cf_echo_2()};
};

TEST_F(LiveValuesTest, follow_an_expression_of_time_and_other_values) {
    set("flow-temperature", "= 60 + 5 * sin(2 * pi * t / 86400) in C");
    set("return-temperature", "= flow_temperature - 20 in C");
    EXPECT_EQ(read("flow-temperature", 0s), "60.0 C");
    EXPECT_EQ(read("flow-temperature", 6h), "65.0 C");
    EXPECT_EQ(read("return-temperature", 18h), "35.0 C");
    EXPECT_EQ(meter.value("return-temperature").value(), "= flow_temperature - 20 in C");
    set("flow-temperature", "40 C", 19h);
    EXPECT_EQ(read("return-temperature", 20h), "20.0 C");
    EXPECT_EQ(meter.value("flow-temperature").value(), "40 C");
}

TEST_F(LiveValuesTest, have_noise_that_depends_on_the_seed) {
    set("flow-temperature", "= 60 + 5 * noise in C");
    const std::string first = read("flow-temperature", 1s), second = read("flow-temperature", 2s);
    EXPECT_NE(first, second);
    MeterApplication twin{cf_echo_2()};
    ASSERT_TRUE(twin.set_value("flow-temperature", "= 60 + 5 * noise in C", 0s));
    EXPECT_EQ(bus::Reading::decode(twin.class_2_data(0, 1s).data).value().find("flow-temperature").value()->text(),
              first);
}

TEST_F(LiveValuesTest, make_a_heat_meter_of_flow_and_temperatures) {
    set("volume-flow", "1000 l/h");
    set("flow-temperature", "70 C");
    set("return-temperature", "40 C");
    set("temperature-difference", "= flow_temperature - return_temperature in K");
    set("power", "= volume_flow / 1000 * temperature_difference * 1.163 in kW");
    set("energy", "integral of power from 9730 kWh");
    set("volume", "integral of volume-flow from 1638.0 m3");
    EXPECT_EQ(read("power", 1min), "34900 W");
    EXPECT_EQ(read("temperature-difference", 1min), "30.00 K");
    EXPECT_EQ(read("volume", 100h), "1738.0 m3");
    EXPECT_EQ(read("energy", 100h), "13220 kWh");  // 9730 + 3489
    set("volume-flow", "0 l/h", 100h);
    EXPECT_EQ(read("energy", 200h), "13220 kWh");
    EXPECT_EQ(read("power", 200h), "0 W");
}

TEST_F(LiveValuesTest, count) {
    set("energy", "9730 kWh + 10 kWh every 1 h", 30min);
    EXPECT_EQ(read("energy", 89min), "9730 kWh");
    EXPECT_EQ(read("energy", 90min), "9740 kWh");
    EXPECT_EQ(read("energy", 24h + 30min), "9970 kWh");
}

TEST(LiveStorage, keeps_another_value_from_the_end_of_an_interval) {
    const auto profile = read_profile(R"(title: Water meter
manufacturer: ABC
medium: Water
id: 00000001
records:
  - {quantity: volume, step: 1 l, coding: int32, default: 12 m3}
  - {name: yesterday, quantity: volume, step: 1 l, coding: int32, storage: 1, default: 11 m3}
)",
                                      "water", "water.yaml");
    ASSERT_TRUE(profile);
    MeterApplication meter{*profile};
    ASSERT_TRUE(meter.set_value("volume", "12 m3 + 1 l every 1 min", 0s));
    ASSERT_TRUE(meter.set_value("yesterday", "copy of volume every 1 d", 0s));
    const auto read = [&](std::string_view name, Nanoseconds at) {
        return bus::Reading::decode(meter.class_2_data(0, at).data).value().find(name).value()->text();
    };
    EXPECT_EQ(read("volume[storage=1]", 23h), "11.000 m3");
    EXPECT_EQ(read("volume[storage=1]", 25h), "13.440 m3");
    EXPECT_EQ(read("volume[storage=1]", 47h), "13.440 m3");
    EXPECT_EQ(read("volume[storage=1]", 48h), "14.880 m3");
    EXPECT_EQ(read("volume", 48h), "14.880 m3");
}

TEST_F(LiveValuesTest, run_a_clock_that_a_master_may_set) {
    set("date-time", "clock from 2024-02-28T23:30");
    EXPECT_EQ(read("time-point", 31min), "2024-02-29T00:01");
    meter.receive_user_data(0x51, OctetBuffer{0x04, 0x6D, 0x00, 0x0C, 0x21, 0x23}, 1h);  // 2017-03-01T12:00
    EXPECT_EQ(read("time-point", 3h), "2017-03-01T14:00");
}

TEST_F(LiveValuesTest, follow_a_recorded_series) {
    const tests::TemporaryFolder folder;
    tests::write_file(folder / "day.csv", "time,energy\n0,100\n60,200\n120,350\n");
    set("energy", "series " + (folder / "day.csv") + " energy in kWh");
    EXPECT_EQ(read("energy", 0s), "100 kWh");
    EXPECT_EQ(read("energy", 59s), "100 kWh");
    EXPECT_EQ(read("energy", 1h), "350 kWh");
    tests::write_file(folder / "bad.csv", "time,energy\n0,100\n60,x\n");
    EXPECT_THAT(complaint("energy", "series " + (folder / "bad.csv") + " energy in kWh"), HasSubstr("bad.csv:3: "));
    EXPECT_THAT(complaint("energy", "series " + (folder / "bad.csv") + " volume in kWh"), HasSubstr("'volume'"));
    EXPECT_THAT(complaint("energy", "series /nowhere energy in kWh"), HasSubstr("/nowhere: no such file"));
}

TEST_F(LiveValuesTest, show_an_error_without_a_finite_result) {
    set("power", "= 1 / 0 in kW");
    EXPECT_EQ(read("power", 1s), "value during error state");
}

TEST_F(LiveValuesTest, report_mistakes_and_change_nothing) {
    EXPECT_THAT(complaint("energy", "= 5 +* 3 in kWh"), HasSubstr("value 'energy'"));
    EXPECT_THAT(complaint("energy", "= enrgy in kWh"), HasSubstr("enrgy"));
    EXPECT_THAT(complaint("energy", "= 5"), HasSubstr("' in ' and a unit"));
    EXPECT_THAT(complaint("energy", "= 5 in C"), HasSubstr("kWh"));
    EXPECT_THAT(complaint("energy", "integral of flow from 5 kWh"), HasSubstr("a value of the meter"));
    EXPECT_THAT(complaint("energy", "copy of energy every day"), testing::Not(testing::IsEmpty()));
    EXPECT_THAT(complaint("energy", "5 kWh + 1 C every 1 h"), HasSubstr("same kind"));
    EXPECT_THAT(complaint("energy", "5 kWh every 1 h"), HasSubstr("a step"));
    EXPECT_THAT(complaint("nothing", "= 5 in kWh"), HasSubstr("nothing"));
    EXPECT_EQ(read("energy", 1h), "9730 kWh");
}

}  // namespace
}  // namespace otbench::meters
