#include "bus/record/date_time.hpp"

#include <fmt/core.h>

#include <array>
#include <tuple>

#include "base/numbers.hpp"

namespace otbench::bus {
namespace {

constexpr int every = DateTime::every;

// Wild cards of the fields (EN 13757-3; spec: M-Bus protocol, 14).
constexpr int every_year = 127, every_month = 15, every_day = 0, every_hour = 31, every_minute = 63;
constexpr int last_year_of_this_century = 80;  // two digits above it are of the 1900s

bool within(int value, int first, int last) {
    return value == every || (value >= first && value <= last);
}

/// The last day that a month may have; every year and every month count as the longest.
int last_day(int year, int month) {
    constexpr std::array<int, 12> days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    constexpr int february = 2;
    if (month == every) return days[0];
    const bool leap = year == every || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return month == february && !leap ? days[1] - 1 : days[static_cast<std::size_t>(month - 1)];
}

bool plausible(const DateTime& when) {
    return within(when.month, 1, 12) && within(when.day, 1, last_day(when.year, when.month)) &&
           within(when.hour, 0, 23) && within(when.minute, 0, 59) && within(when.second.value_or(0), 0, 59);
}

int from_wire(int field, int wild_card) {
    return field == wild_card ? every : field;
}
std::uint8_t to_wire(int field, int wild_card) {
    return static_cast<std::uint8_t>(field == every ? wild_card : field);
}

int two_digits(OctetView date) {
    return date[0] >> 5 | (date[1] >> 4) << 3;
}

void take_date(DateTime& when, OctetView date, int century_flag) {
    const int y = two_digits(date);
    const bool from_flag = century_flag != 0;
    const int century = from_flag ? 1900 + 100 * century_flag : (y <= last_year_of_this_century ? 2000 : 1900);
    when.year = y == every_year ? every : century + y;
    when.month = from_wire(date[1] & 0x0F, every_month);
    when.day = from_wire(date[0] & 0x1F, every_day);
}

void put_date(const DateTime& when, std::uint8_t* date) {
    const int y = when.year == every ? every_year : when.year % 100;
    date[0] = static_cast<std::uint8_t>(to_wire(when.day, every_day) | (y & 7) << 5);
    date[1] = static_cast<std::uint8_t>(to_wire(when.month, every_month) | (y >> 3) << 4);
}

/// Hundred years of type F: 0 where the rule for two digits gives the year anyway.
int century_flag(int year) {
    const bool by_rule =
        year == every || (year > 1900 + last_year_of_this_century && year <= 2000 + last_year_of_this_century);
    return by_rule ? 0 : (year - 1900) / 100;
}

}  // namespace

bool operator==(const DateTime& l, const DateTime& r) {
    const auto fields = [](const DateTime& t) {
        const bool date = t.shape != DateTime::Shape::time;
        const bool time = t.shape != DateTime::Shape::date;
        return std::make_tuple(t.shape, date ? t.year : 0, date ? t.month : 0, date ? t.day : 0, time ? t.hour : 0,
                               time ? t.minute : 0, time ? t.second.value_or(0) : 0);
    };
    return fields(l) == fields(r);
}

std::optional<DateTime> decode_date_time(OctetView octets) {
    DateTime when;
    switch (octets.size()) {
        case 2:  // type G
            if (octets[0] == 0xFF && octets[1] == 0xFF) return std::nullopt;
            when.shape = DateTime::Shape::date;
            take_date(when, octets, 0);
            break;
        case 3:  // type J
            when.shape = DateTime::Shape::time;
            when.second = from_wire(octets[0] & 0x3F, every_minute);
            when.minute = from_wire(octets[1] & 0x3F, every_minute);
            when.hour = from_wire(octets[2] & 0x1F, every_hour);
            break;
        case 4:  // type F
            if (octets[0] & 0x80) return std::nullopt;
            take_date(when, octets.subspan(2), octets[1] >> 5 & 3);
            when.minute = from_wire(octets[0] & 0x3F, every_minute);
            when.hour = from_wire(octets[1] & 0x1F, every_hour);
            when.summer_time = (octets[1] & 0x80) != 0;
            break;
        case 6:  // type I
            if (octets[1] & 0x80) return std::nullopt;
            take_date(when, octets.subspan(3), 0);
            when.second = from_wire(octets[0] & 0x3F, every_minute);
            when.minute = from_wire(octets[1] & 0x3F, every_minute);
            when.hour = from_wire(octets[2] & 0x1F, every_hour);
            when.summer_time = (octets[0] & 0x40) != 0;
            break;
        default: return std::nullopt;
    }
    if (!plausible(when)) return std::nullopt;
    return when;
}

Checked<DateTimeOctets> encode_date_time(const DateTime& when, DateTimeType type) {
    using Shape = DateTime::Shape;
    const Shape needed = type == DateTimeType::g   ? Shape::date
                         : type == DateTimeType::j ? Shape::time
                                                   : Shape::date_and_time;
    if (when.shape != needed)
        return InputError{fmt::format("invalid time '{}' (expected {})", to_text(when),
                                      needed == Shape::date   ? "a date (2017-02-11)"
                                      : needed == Shape::time ? "a time (19:36:05)"
                                                              : "a date and time (2017-02-11T19:36)")};
    const int last_year = type == DateTimeType::f ? 2199 : 2000 + last_year_of_this_century;
    if (needed != Shape::time && !within(when.year, 1900 + last_year_of_this_century + 1, last_year))
        return InputError{fmt::format("invalid year of {} (expected 1981 to {})", to_text(when), last_year)};
    if (!plausible(when)) return InputError{fmt::format("{} does not exist", to_text(when))};

    DateTimeOctets out;
    const std::uint8_t second = to_wire(when.second.value_or(0), every_minute);
    const std::uint8_t minute = to_wire(when.minute, every_minute);
    const std::uint8_t hour = to_wire(when.hour, every_hour);
    const auto summer = static_cast<std::uint8_t>(when.summer_time ? 1 : 0);
    switch (type) {
        case DateTimeType::g:
            out.size = 2;
            put_date(when, &out.octets[0]);
            break;
        case DateTimeType::j:
            out.size = 3;
            out.octets = {second, minute, hour};
            break;
        case DateTimeType::f:
            out.size = 4;
            out.octets = {minute, static_cast<std::uint8_t>(hour | century_flag(when.year) << 5 | summer << 7)};
            put_date(when, &out.octets[2]);
            break;
        case DateTimeType::i:
            out.size = 6;
            out.octets = {static_cast<std::uint8_t>(second | summer << 6), minute, hour};
            put_date(when, &out.octets[3]);
            break;
    }
    return out;
}

namespace {

/// Appends a field of `width` digits, or asterisks for a wild card.
void put_field(int value, std::size_t width, std::string& text) {
    if (value == every) return static_cast<void>(text.append(width, '*'));
    const std::size_t end = text.size() + width;
    text.resize(end);
    for (std::size_t i = 1; i <= width; ++i, value /= 10) text[end - i] = static_cast<char>('0' + value % 10);
}

/// Takes a field of `width` digits or asterisks and the separator after it (0: none) off the front of `text`.
bool take_field(std::string_view& text, std::size_t width, std::string_view separators, int& value) {
    if (text.size() < width) return false;
    const std::string_view digits = text.substr(0, width);
    if (digits == std::string_view{"****"}.substr(0, width)) {
        value = every;
    } else {
        const auto number = parse_integer<int>(digits);
        if (!number || *number < 0) return false;
        value = *number;
    }
    text.remove_prefix(width);
    if (separators.empty()) return true;
    if (text.empty() || separators.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

bool take_time(std::string_view text, DateTime& when) {
    if (!take_field(text, 2, ":", when.hour) || !take_field(text, 2, "", when.minute)) return false;
    if (text.empty()) return true;
    int second = 0;
    if (text.front() != ':') return false;
    text.remove_prefix(1);
    if (!take_field(text, 2, "", second)) return false;
    when.second = second;
    return text.empty();
}

}  // namespace

std::string to_text(const DateTime& when) {
    constexpr std::size_t longest = 19;  // 2017-02-11T19:36:05
    std::string text;
    text.reserve(longest);
    if (when.shape != DateTime::Shape::time) {
        put_field(when.year, 4, text);
        text += '-';
        put_field(when.month, 2, text);
        text += '-';
        put_field(when.day, 2, text);
    }
    if (when.shape == DateTime::Shape::date) return text;
    if (when.shape == DateTime::Shape::date_and_time) text += 'T';
    put_field(when.hour, 2, text);
    text += ':';
    put_field(when.minute, 2, text);
    if (!when.second) return text;
    text += ':';
    put_field(*when.second, 2, text);
    return text;
}

Checked<DateTime> parse_date_time(std::string_view text) {
    const InputError wrong{fmt::format(
        "invalid date or time '{}' (expected the form 2017-02-11, 2017-02-11T19:36, 2017-02-11T19:36:05 or 19:36:05)",
        text)};
    DateTime when;
    bool good = false;
    if (text.find('-') == std::string_view::npos) {
        when.shape = DateTime::Shape::time;
        good = take_time(text, when);
    } else {
        constexpr std::size_t date_size = 10;
        const bool has_time = text.size() > date_size;
        when.shape = has_time ? DateTime::Shape::date_and_time : DateTime::Shape::date;
        good = take_field(text, 4, "-", when.year) && take_field(text, 2, "-", when.month) &&
               take_field(text, 2, has_time ? "T " : "", when.day);
        good = good && (has_time ? take_time(text, when) : text.empty());
    }
    if (!good || !plausible(when)) return wrong;
    return when;
}

}  // namespace otbench::bus
