#include "base/numbers.hpp"

#include <fmt/core.h>

#include <charconv>

#include "base/text.hpp"

namespace otbench {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct TruthWord {
    std::string_view word;
    bool value;
};
constexpr TruthWord truth_words[] = {{"yes", true},    {"no", false}, {"true", true},
                                     {"false", false}, {"on", true},  {"off", false}};

}  // namespace

NumberAndUnit split_number(std::string_view text) {
    text = trimmed(text);
    std::size_t end = 0;
    const auto digits = [&] {
        const auto begin = end;
        while (end < text.size() && is_digit(text[end])) ++end;
        return end - begin;
    };
    if (end < text.size() && (text[end] == '+' || text[end] == '-')) ++end;
    auto count = digits();
    if (end < text.size() && text[end] == '.') {
        ++end;
        count += digits();
    }
    if (count == 0) return {{}, text};
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        const auto mantissa_end = end++;
        if (end < text.size() && (text[end] == '+' || text[end] == '-')) ++end;
        if (digits() == 0) end = mantissa_end;
    }
    return {text.substr(0, end), trimmed(text.substr(end))};
}

Checked<double> parse_number(std::string_view text) {
    const auto [number, rest] = split_number(text);
    if (number.empty() || !rest.empty()) return InputError{fmt::format("invalid number '{}'", text)};
    const auto digits = number.front() == '+' ? number.substr(1) : number;
    double value = 0.0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        return InputError{fmt::format("number '{}' is out of range", number)};
    }
    return value;
}

Checked<std::int64_t> parse_whole_number(std::string_view text, std::int64_t least, std::int64_t most) {
    const std::string_view written = trimmed(text);
    const bool hexadecimal = written.substr(0, 2) == "0x";
    const std::string_view digits = hexadecimal ? written.substr(2) : written;
    const bool signed_hexadecimal = hexadecimal && !digits.empty() && digits.front() == '-';
    const auto value = parse_integer<std::int64_t>(digits, hexadecimal ? 16 : 10);
    if (!value || signed_hexadecimal || *value < least || *value > most)
        return InputError{
            fmt::format("invalid number '{}' (expected a whole number from {} to {})", text, least, most)};
    return *value;
}

Checked<bool> parse_truth(std::string_view text) {
    for (const auto& [word, value] : truth_words)
        if (word == text) return value;
    return InputError{fmt::format("invalid value '{}' (expected yes, no, true, false, on or off)", text)};
}

}  // namespace otbench
