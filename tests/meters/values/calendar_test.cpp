#include "meters/values/calendar.hpp"

#include <gtest/gtest.h>

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

std::string last_day(std::string_view period, std::string_view now) {
    return bus::to_text(StoragePeriod::parse(period).value().last_day(bus::parse_date_time(now).value()));
}

TEST(Calendar, counts_on_over_months_and_leap_years) {
    const auto first = bus::parse_date_time("2024-02-28T23:30").value();
    EXPECT_EQ(bus::to_text(later(first, 29min)), "2024-02-28T23:59");
    EXPECT_EQ(bus::to_text(later(first, 30min)), "2024-02-29T00:00");
    EXPECT_EQ(bus::to_text(later(first, 30min + 24h)), "2024-03-01T00:00");
}

TEST(Calendar, finds_the_last_day_of_the_period_that_has_ended) {
    EXPECT_EQ(last_day("day", "2024-03-01T00:00"), "2024-02-29");
    EXPECT_EQ(last_day("month", "2024-01-31T12:00"), "2023-12-31");
    EXPECT_EQ(last_day("month", "2024-03-01T00:00"), "2024-02-29");
    EXPECT_EQ(last_day("year", "2024-12-31T23:59"), "2023-12-31");
    EXPECT_EQ(last_day("year", "2025-01-01T00:00"), "2024-12-31");
    EXPECT_EQ(last_day("year on 06-30", "2024-06-30T12:00"), "2023-06-30");
    EXPECT_EQ(last_day("year on 06-30", "2024-07-01T00:00"), "2024-06-30");
}

TEST(Calendar, refuses_invalid_periods) {
    for (const char* text : {"", "week", "year on", "year on 13-01", "year on 02-30", "year on 6-30", "year on 06-3x"})
        EXPECT_FALSE(StoragePeriod::parse(text)) << text;
}

}  // namespace
}  // namespace otbench::meters
