#include "firmware_model/storage/text_values.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace otbench::firmware {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_white_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// `strtol`, with a long of 32 bits.
std::int32_t converted(std::string_view text, int base, bool (*is_digit_of_base)(char)) {
    using Limits = std::numeric_limits<std::int32_t>;
    const auto* at = std::find_if_not(text.begin(), text.end(), is_white_space);
    const bool negative = at != text.end() && *at == '-';
    if (at != text.end() && (*at == '-' || *at == '+')) ++at;
    constexpr int hexadecimal = 16;
    const bool has_prefix = base == hexadecimal && text.end() - at > 2 && *at == '0' && (at[1] | 0x20) == 'x';
    if (has_prefix && is_hex_digit(at[2])) at += 2;
    std::int64_t value = 0;
    for (; at != text.end() && is_digit_of_base(*at) && value <= Limits::max(); ++at)
        value = value * base + hex_value(*at);
    if (negative) value = -value;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, Limits::min(), Limits::max()));
}

}  // namespace

std::int32_t to_number(std::string_view text) {
    constexpr int decimal = 10;
    return converted(text, decimal, is_digit);
}

std::int32_t to_hex_number(std::string_view text) {
    constexpr int hexadecimal = 16;
    return converted(text, hexadecimal, is_hex_digit);
}

std::optional<std::int32_t> to_whole_number(std::string_view text) {
    const auto* at = std::find_if_not(text.begin(), text.end(), is_white_space);
    if (at != text.end() && (*at == '-' || *at == '+')) ++at;
    if (at == text.end() || !std::all_of(at, text.end(), is_digit)) return std::nullopt;
    return to_number(text);
}

std::optional<std::int32_t> to_explicit_number(std::string_view text) {
    const std::int32_t value = to_number(text);
    if (value == 0 && text.substr(0, 1) != "0") return std::nullopt;
    return value;
}

std::optional<std::int8_t> to_explicit_octet(std::string_view text) {
    const auto value = static_cast<std::int8_t>(to_number(text));
    if (value == 0 && text.substr(0, 1) != "0") return std::nullopt;
    return value;
}

std::optional<std::uint8_t> to_hex_octet(std::string_view text) {
    constexpr std::size_t digits = 2;
    if (text.size() < digits || !is_hex_digit(text[0]) || !is_hex_digit(text[1])) return std::nullopt;
    return static_cast<std::uint8_t>(hex_value(text[0]) << 4 | hex_value(text[1]));
}

std::optional<std::uint8_t> to_binary_number(std::string_view text) {
    constexpr std::size_t looked_at = 8;
    unsigned value = 0;
    for (const char c : text.substr(0, looked_at)) {
        if (c != '0' && c != '1') return std::nullopt;
        value = value << 1U | static_cast<unsigned>(c - '0');
    }
    return static_cast<std::uint8_t>(value);
}

bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

int hex_value(char c) {
    if (c <= '9') return c - '0';
    return (c | 0x20) - 'a' + 10;
}

bool matches_keyword(std::string_view text, std::string_view keyword) {
    return text.substr(0, text.find(':')) == keyword;
}

}  // namespace otbench::firmware
