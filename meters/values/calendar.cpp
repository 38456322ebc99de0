#include "meters/values/calendar.hpp"

#include <fmt/core.h>

#include <ctime>
#include <tuple>

#include "base/numbers.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view on_word = "year on ";

/// With a day beyond the month's, it counts on into the next one, or back.
std::tm calendar_of(int year, int month, int day) {
    std::tm calendar{};
    calendar.tm_year = year - 1900;
    calendar.tm_mon = month - 1;
    calendar.tm_mday = day;
    const std::time_t moment = ::timegm(&calendar);
    ::gmtime_r(&moment, &calendar);
    return calendar;
}

bus::DateTime date_of(const std::tm& calendar) {
    bus::DateTime date;
    date.shape = bus::DateTime::Shape::date;
    date.year = calendar.tm_year + 1900;
    date.month = calendar.tm_mon + 1;
    date.day = calendar.tm_mday;
    return date;
}

/// "06-30" of any year.
bool read_day(std::string_view text, StoragePeriod& period) {
    constexpr std::size_t size = 5, dash = 2;
    constexpr int common_year = 2001;
    if (text.size() != size || text[dash] != '-') return false;
    const auto month = parse_integer<int>(text.substr(0, dash));
    const auto day = parse_integer<int>(text.substr(dash + 1));
    if (!month || !day) return false;
    period.month = *month;
    period.day = *day;
    const auto date = date_of(calendar_of(common_year, period.month, period.day));
    return date.month == period.month && date.day == period.day;
}

}  // namespace

bus::DateTime later(const bus::DateTime& first, Nanoseconds passed) {
    std::tm calendar = calendar_of(first.year, first.month, first.day);
    calendar.tm_hour = first.hour;
    calendar.tm_min = first.minute;
    calendar.tm_sec = first.second.value_or(0);
    const std::time_t moment = ::timegm(&calendar) + std::chrono::floor<std::chrono::seconds>(passed).count();
    ::gmtime_r(&moment, &calendar);
    bus::DateTime when = date_of(calendar);
    when.shape = first.shape;
    when.summer_time = first.summer_time;
    when.hour = calendar.tm_hour;
    when.minute = calendar.tm_min;
    if (first.second) when.second = calendar.tm_sec;
    return when;
}

Checked<StoragePeriod> StoragePeriod::parse(std::string_view text) {
    StoragePeriod period;
    if (text == "year") return period;
    period.every = Every::day;
    if (text == "day") return period;
    period.every = Every::month;
    if (text == "month") return period;
    period.every = Every::year;
    if (text.substr(0, on_word.size()) == on_word && read_day(text.substr(on_word.size()), period)) return period;
    return InputError{fmt::format("invalid period '{}' (expected one of day, month, year, year on 06-30)", text)};
}

bus::DateTime StoragePeriod::last_day(const bus::DateTime& now) const {
    switch (every) {
        case Every::day: return date_of(calendar_of(now.year, now.month, now.day - 1));
        case Every::month: return date_of(calendar_of(now.year, now.month, 0));
        case Every::year: break;
    }
    const bool passed = std::tie(now.month, now.day) > std::tie(month, day);
    return date_of(calendar_of(passed ? now.year : now.year - 1, month, day));
}

}  // namespace otbench::meters
