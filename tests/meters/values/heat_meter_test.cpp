#include "meters/values/heat_meter.hpp"

#include <gmock/gmock.h>

#include "bus/reading/reading.hpp"
#include "meters/application.hpp"
#include "meters/values/water.hpp"
#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto day = 24h;

class HeatMeterTest : public testing::Test {
protected:
    void set(const std::string& name, const std::string& text, Nanoseconds at = 0s) {
        const auto done = meter.set_value(name, text, at);
        EXPECT_TRUE(done) << done.error().message;
    }
    void model(const std::string& text) {
        const auto done = meter.set_model(text, 0s);
        EXPECT_TRUE(done) << done.error().message;
    }
    bus::Reading read(Nanoseconds at) { return bus::Reading::decode(meter.class_2_data(0, at).data).value(); }
    std::string value(std::string_view name, Nanoseconds at) { return read(at).find(name).value()->text(); }

    MeterApplication meter{cf_echo_2()};
};

TEST_F(HeatMeterTest, counts_the_heat_and_the_volume_of_its_water) {
    set("volume-flow", "1000 l/h");
    set("flow-temperature", "70 C");
    set("return-temperature", "40 C");
    model("heat");
    EXPECT_EQ(value("power", 0s), "34600 W");  // 1 m3/h, 30 K, 1.1524 kWh/(m3 K)
    EXPECT_EQ(value("temperature-difference", 0s), "30.00 K");
    EXPECT_EQ(value("volume", 100h), "1738.0 m3");
    EXPECT_EQ(value("energy", 100h), "13190 kWh");  // 9730 and 3457
    EXPECT_EQ(read(100h).identity.status & 0x18, 0);
    EXPECT_EQ(meter.model(), "heat");
}

TEST_F(HeatMeterTest, follows_temperatures_that_live) {
    set("volume-flow", "1000 l/h");
    set("flow-temperature", "= t < 3600 ? 70 : 55 in C");
    set("return-temperature", "40 C");
    model("heat in-flow");
    EXPECT_EQ(value("power", 1s), "34100 W");
    EXPECT_EQ(value("power", 2h), "17200 W");
}

TEST_F(HeatMeterTest, reports_a_temporary_error_without_flow) {
    set("flow-temperature", "70 C");
    set("return-temperature", "40 C");
    model("heat");
    const auto reading = read(10h);
    EXPECT_THAT(reading.find("power").value()->text(), HasSubstr("error"));
    EXPECT_THAT(reading.find("temperature-difference").value()->text(), HasSubstr("error"));
    EXPECT_EQ(reading.find("energy").value()->text(), "9730 kWh");
    EXPECT_EQ(reading.identity.status, 0x10);
    set("volume-flow", "100 l/h", 10h);
    EXPECT_EQ(read(11h).identity.status, 0x00);
}

TEST_F(HeatMeterTest, counts_nothing_while_a_sensor_is_broken) {
    set("volume-flow", "1000 l/h");
    set("flow-temperature", "70 C");
    set("return-temperature", "error");
    model("heat");
    EXPECT_EQ(value("energy", 100h), "9730 kWh");
    EXPECT_THAT(value("power", 100h), HasSubstr("error"));
    EXPECT_EQ(read(100h).identity.status, 0x08);
    set("return-temperature", "40 C", 100h);
    EXPECT_EQ(value("power", 101h), "34600 W");
    EXPECT_EQ(read(101h).identity.status, 0x00);
}

TEST_F(HeatMeterTest, says_what_it_needs) {
    for (const char* text : {"", "cold", "heat fast", "heat billing=13-01", "heat billing=02-30"})
        EXPECT_THAT(meter.set_model(text, 0s).error().message, HasSubstr("invalid model ")) << text;
    EXPECT_EQ(meter.model(), "none");
    const auto water = read_profile(
        "{title: Tap, manufacturer: ABC, medium: Water, id: '00000001', records: [{quantity: volume, step: 1 l, "
        "coding: bcd8, default: 1 m3}]}",
        "tap", "tap.yaml");
    ASSERT_TRUE(water) << to_string(water.error().front());
    MeterApplication tap{*water};
    EXPECT_THAT(tap.set_model("heat", 0s).error().message, HasSubstr("Tap: expected a profile with a volume flow"));
}

/// A meter with storage values, that shows no power.
constexpr const char* with_storage = R"(
title: Heat
manufacturer: ABC
medium: "Heat: Outlet"
id: '00000001'
records:
  - {quantity: energy, step: 1 kWh, coding: bcd8, default: 0 kWh}
  - {quantity: volume, step: 1 l, coding: bcd8, default: 0 m3}
  - {quantity: volume-flow, step: 1 l/h, coding: bcd6, default: 1000 l/h}
  - {quantity: flow-temperature, step: 0.1 C, coding: bcd4, default: 70 C}
  - {quantity: return-temperature, step: 0.1 C, coding: bcd4, default: 40 C}
  - {name: clock, quantity: time-point, step: date-time, coding: date-time-f, default: 2023-12-30T00:00}
  - {name: energy-last, quantity: energy, step: 1 kWh, coding: bcd8, storage: 1, default: 7 kWh}
  - {name: volume-last, quantity: volume, step: 1 l, coding: bcd8, storage: 1, default: 7 m3}
  - {name: day-last, quantity: time-point, step: date, coding: date-g, storage: 1, default: 2022-12-31}
)";

TEST(HeatMeterStorage, keeps_what_was_at_the_end_of_the_last_billing_year) {
    const auto profile = read_profile(with_storage, "heat", "heat.yaml");
    ASSERT_TRUE(profile) << to_string(profile.error().front());
    MeterApplication meter{*profile};
    const auto done = meter.set_model("heat billing=12-31", 0s);
    ASSERT_TRUE(done) << done.error().message;
    const auto value = [&](std::string_view name, Nanoseconds at) {
        static_cast<void>(meter.class_2_data(0, at));
        return meter.readout().value(name).value();
    };
    EXPECT_EQ(value("energy-last", 1 * day), "7 kWh");
    EXPECT_EQ(value("day-last", 1 * day), "2022-12-31");
    EXPECT_THAT(value("volume-last", 3 * day), testing::StartsWith("48"));  // two days of 24 m3
    EXPECT_EQ(value("day-last", 3 * day), "2023-12-31");
    EXPECT_THAT(value("energy-last", 3 * day), testing::StartsWith("1659"));
    EXPECT_EQ(value("day-last", 400 * day), "2024-12-31");
}

}  // namespace
}  // namespace otbench::meters
