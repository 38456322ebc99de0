#include "firmware_model/text_values.hpp"

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

}  // namespace

std::int32_t to_number(std::string_view text) {
    using Limits = std::numeric_limits<std::int32_t>;
    const auto* at = std::find_if_not(text.begin(), text.end(), is_white_space);
    const bool negative = at != text.end() && *at == '-';
    if (at != text.end() && (*at == '-' || *at == '+')) ++at;
    std::int64_t value = 0;
    for (; at != text.end() && is_digit(*at) && value <= Limits::max(); ++at) value = value * 10 + (*at - '0');
    if (negative) value = -value;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, Limits::min(), Limits::max()));
}

std::optional<std::int32_t> to_explicit_number(std::string_view text) {
    const std::int32_t value = to_number(text);
    if (value == 0 && text.substr(0, 1) != "0") return std::nullopt;
    return value;
}

bool matches_keyword(std::string_view text, std::string_view keyword) {
    return text.substr(0, text.find(':')) == keyword;
}

}  // namespace otbench::firmware
