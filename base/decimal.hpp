#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

namespace otbench {

/// Appends a whole number.
template <class Integer>
void append_decimal(std::string& text, Integer number) {
    std::array<char, 24> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

/// Appends a number as C's `%.*g` prints it, in every locale the same.
inline void append_general(std::string& text, double number, int significant) {
    std::array<char, 32> digits;
    text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                             std::chars_format::general, significant)
                                   .ptr);
}

/// The same with five significant digits, several times as fast for numbers from 1 to 99,999. A number half way between
/// two neighbours may become either.
inline void append_five_digits(std::string& text, double number) {
    constexpr std::array<double, 5> limits{1e1, 1e2, 1e3, 1e4, 1e5};
    constexpr std::array<std::int64_t, 5> scales{10'000, 1'000, 100, 10, 1};
    const double size = std::abs(number);
    std::size_t place = 0;
    while (place < limits.size() && size >= limits[place]) ++place;
    if (!(size >= 1.0) || place == limits.size()) return append_general(text, number, 5);
    const std::int64_t scale = scales[place];
    const auto scaled = std::int64_t{std::llround(size * static_cast<double>(scale))};
    if (scaled >= 100'000) return append_general(text, number, 5);
    // The digits from the last one on, without zeros behind the point.
    std::array<char, 7> digits;  // with sign and point
    char* begin = digits.data() + digits.size();
    char* end = begin;
    auto rest = static_cast<std::uint32_t>(scaled);
    std::size_t decimals = scales.size() - 1 - place;
    for (; decimals > 0; --decimals, rest /= 10) {
        *--begin = static_cast<char>('0' + rest % 10);
        if (*begin == '0' && begin + 1 == end) end = begin;
    }
    if (begin != end) *--begin = '.';
    for (; rest != 0; rest /= 10) *--begin = static_cast<char>('0' + rest % 10);
    if (number < 0) *--begin = '-';
    text.append(begin, static_cast<std::size_t>(end - begin));
}

}  // namespace otbench
