#include "meters/faults/setting_text.hpp"

#include <cmath>
#include <limits>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "bus/record/unit.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters::written {
Checked<void> parse(std::string_view text, bool& place) {
    const auto value = parse_truth(text);
    if (!value) return value.error();
    place = *value;
    return {};
}

Checked<void> parse(std::string_view text, std::int64_t& place) {
    using Limits = std::numeric_limits<std::int64_t>;
    const auto number = parse_whole_number(text, Limits::min(), Limits::max());
    if (!number) return InputError{fmt::format("invalid value '{}' (expected a whole number)", text)};
    place = *number;
    return {};
}

Checked<void> parse(std::string_view text, std::uint32_t& place) {
    const auto number = parse_whole_number(text, 0, std::numeric_limits<std::uint32_t>::max());
    if (!number) return InputError{fmt::format("invalid value '{}' (expected a whole number, 0 or more)", text)};
    place = static_cast<std::uint32_t>(*number);
    return {};
}

Checked<void> parse(std::string_view text, Nanoseconds& place) {
    constexpr double longest = 366.0 * 86400;
    const auto measure = bus::parse_measure(text);
    const auto seconds = measure ? bus::convert(*measure, bus::Unit::second) : measure.error();
    if (!seconds) return seconds.error();
    if (!(*seconds >= 0 && *seconds <= longest))
        return InputError{fmt::format("invalid time '{}' (expected 0 s to 366 d)", text)};
    place = Nanoseconds{std::llround(*seconds * 1e9)};
    return {};
}

Checked<void> parse(std::string_view text, double& place) {
    const auto measure = bus::parse_measure(text);
    if (!measure) return measure.error();
    const double share = measure->in_base_unit();
    if (!(std::abs(share) <= 1)) return InputError{fmt::format("invalid share '{}' (expected -100 % to 100 %)", text)};
    place = share;
    return {};
}

Checked<void> parse(std::string_view text, LineTime& place) {
    constexpr std::string_view bits_word = " bit";
    LineTime time;
    if (text.size() > bits_word.size() && text.substr(text.size() - bits_word.size()) == bits_word) {
        const auto bits = bus::parse_measure(text.substr(0, text.size() - bits_word.size()));
        if (!bits || bits->value < 0)
            return InputError{fmt::format("invalid number of bit times '{}' (expected 0 or more)", text)};
        time.bits = bits->value;
    } else if (const auto done = parse(text, time.time); !done) {
        return done;
    }
    place = time;
    return {};
}

Checked<void> parse(std::string_view text, OctetBuffer& place) {
    auto octets = parse_octets(text);
    if (!octets) return octets.error();
    place = std::move(*octets);
    return {};
}

std::string text_of(bool value) {
    return value ? "yes" : "no";
}
std::string text_of(std::int64_t value) {
    return std::to_string(value);
}
std::string text_of(std::uint32_t value) {
    return std::to_string(value);
}
std::string text_of(double value) {
    return fmt::format("{} %", value * 100);
}
std::string text_of(Nanoseconds value) {
    return fmt::format("{} ms", std::chrono::duration<double, std::milli>(value).count());
}
std::string text_of(const LineTime& value) {
    return value.bits > 0 ? fmt::format("{} bit", value.bits) : text_of(value.time);
}
std::string text_of(const std::optional<LineTime>& value) {
    return value ? text_of(*value) : "profile";
}
std::string text_of(const OctetBuffer& value) {
    return hex_text(value);
}
}  // namespace otbench::meters::written
