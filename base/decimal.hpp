#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace otbench {

/// Writes a number as C's `%.*g` prints it, in every locale the same; returns the end of at most 32 characters.
inline char* write_general(char* at, double number, int significant) {
    constexpr std::ptrdiff_t room = 32;
    return std::to_chars(at, at + room, number, std::chars_format::general, significant).ptr;
}

namespace detail {

/// Writes a number from 0 to 99.
inline char* write_pair(char* at, std::uint32_t number) {
    static constexpr auto pairs = [] {
        std::array<char, 200> digits{};
        for (std::size_t i = 0; i < digits.size() / 2; ++i) {
            digits[2 * i] = static_cast<char>('0' + i / 10);
            digits[2 * i + 1] = static_cast<char>('0' + i % 10);
        }
        return digits;
    }();
    std::memcpy(at, &pairs[std::size_t{2} * number], 2);
    return at + 2;
}

/// A number of five significant digits, of which `place` are in front of the point but for one.
struct FiveDigits {
    std::uint32_t digits;
    std::size_t place;
};

inline constexpr std::array<std::uint32_t, 5> five_digit_scales{10'000, 1'000, 100, 10, 1};

/// Of a number from 1 to 99,999; nothing of others.
inline std::optional<FiveDigits> five_digits_of(double size) {
    constexpr std::array<double, 5> limits{1e1, 1e2, 1e3, 1e4, 1e5};
    std::size_t place = 0;
    while (place < limits.size() && size >= limits[place]) ++place;
    if (!(size >= 1.0) || place == limits.size()) return std::nullopt;
    // Never negative, and five digits at most; std::lround would be a call.
    // NOLINTNEXTLINE(bugprone-incorrect-roundings)
    const auto digits = static_cast<std::uint32_t>(size * static_cast<double>(five_digit_scales[place]) + 0.5);
    if (digits >= 100'000) return std::nullopt;
    return FiveDigits{digits, place};
}

}  // namespace detail

/// Writes a number with five significant digits, several times as fast for numbers from 1 to 99,999. A number half way
/// between two neighbours may become either.
inline char* write_five_digits(char* at, double number) {
    const auto five = detail::five_digits_of(std::abs(number));
    if (!five) return write_general(at, number, 5);
    const auto [scaled, place] = *five;
    if (number < 0) *at++ = '-';
    std::array<char, 8> digits{};  // as long as copies of four behind the point reach
    digits[0] = static_cast<char>('0' + scaled / 10'000);
    detail::write_pair(&digits[1], scaled / 100 % 100);
    detail::write_pair(&digits[3], scaled % 100);
    std::memcpy(at, digits.data(), digits.size());
    // Without zeros behind the point.
    std::size_t count = 5;
    while (count > place + 1 && digits[count - 1] == '0') --count;
    at += place + 1;
    if (count == place + 1) return at;
    *at++ = '.';
    std::memcpy(at, &digits[place + 1], 4);
    return at + (count - (place + 1));
}

/// The number that its five digits give, as it is read from them again.
inline double as_five_digits(double number) {
    if (const auto five = detail::five_digits_of(std::abs(number))) {
        const std::uint32_t scale = detail::five_digit_scales[five->place];
        return std::copysign(static_cast<double>(five->digits) / static_cast<double>(scale), number);
    }
    std::array<char, 32> text;
    double read = number;
    std::from_chars(text.data(), write_general(text.data(), number, 5), read);
    return read;
}

/// Writes numbers that grow slowly, as times do: digits that they share with the one before are not computed again.
class GrowingDecimal {
public:
    /// Returns the end of at most 20 characters, of which the room must have 24.
    char* write(char* at, std::uint64_t number) {
        const std::uint64_t high = number / low_end;
        if (high == 0) return std::to_chars(at, at + text_.size(), number).ptr;
        if (high != high_) {
            high_ = high;
            size_ = static_cast<std::size_t>(std::to_chars(text_.data(), text_.data() + text_.size(), high).ptr -
                                             text_.data());
        }
        std::memcpy(at, text_.data(), text_.size());
        const auto low = static_cast<std::uint32_t>(number % low_end);
        at = detail::write_pair(at + size_, low / 10'000);
        at = detail::write_pair(at, low / 100 % 100);
        return detail::write_pair(at, low % 100);
    }

private:
    static constexpr std::uint64_t low_end = 1'000'000;
    std::uint64_t high_ = 0;
    std::array<char, 16> text_{};  ///< of `high_`
    std::size_t size_ = 0;
};

}  // namespace otbench
