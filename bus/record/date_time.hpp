#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/octets.hpp"
#include "bus/record/codec_error.hpp"

namespace otbench::bus {

/// A point in time as meters send it (EN 13757-3, types F, G, I, J; spec: M-Bus protocol, 14). It has a date, a time,
/// or both.
struct DateTime {
    static constexpr int every = -1;  ///< "every year", "every day", …: the field is a wild card

    enum class Shape : std::uint8_t { date, date_and_time, time };

    Shape shape = Shape::date_and_time;
    int year = 2000, month = 1, day = 1;
    int hour = 0, minute = 0;
    std::optional<int> second;  ///< types I and J have it
    bool summer_time = false;   ///< the time is summer time

    friend bool operator==(const DateTime& left, const DateTime& right);
};

/// Reads 2 (G), 3 (J), 4 (F) or 6 (I) octets; nothing when the meter marks the value as invalid, when a field is out of
/// its range, or for another length. A two-digit year up to 80 is of this century, unless type F contains another.
[[nodiscard]] std::optional<DateTime> decode_date_time(OctetView octets);

/// Octets of a date or time, `size` of them valid.
struct DateTimeOctets {
    std::array<std::uint8_t, 6> octets{};
    std::size_t size = 0;
};

enum class DateTimeType : std::uint8_t { f, g, i, j };

/// The octets of `when` in that type. Types F and I need a date and a time, G a date, J a time; years 1981 to 2080,
/// type F up to 2199. Type F leaves the century out where the rule for two-digit years gives it, as most meters do.
[[nodiscard]] Checked<DateTimeOctets> encode_date_time(const DateTime& when, DateTimeType type);

/// "2017-02-11", "2017-02-11T19:36", "2017-02-11T19:36:05", "19:36:05"; a wild card is written as asterisks.
[[nodiscard]] std::string to_text(const DateTime& when);

/// Reads what `to_text` writes, wild cards included; a blank may stand for the T.
[[nodiscard]] Checked<DateTime> parse_date_time(std::string_view text);

}  // namespace otbench::bus
