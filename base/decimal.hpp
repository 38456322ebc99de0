#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace otbench {

/// Appends a whole number.
template <class Integer>
void append_decimal(std::string& text, Integer number) {
    std::array<char, 24> digits;
    text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
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
    if (number < 0) text += '-';
    append_decimal(text, scaled / scale);
    std::int64_t rest = scaled % scale;
    if (rest == 0) return;
    text += '.';
    for (std::int64_t unit = scale / 10; rest != 0; unit /= 10) {
        text += static_cast<char>('0' + rest / unit);
        rest %= unit;
    }
}

}  // namespace otbench
