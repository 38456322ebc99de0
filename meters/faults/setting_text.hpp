#pragma once

#include <fmt/core.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bus/record/codec_error.hpp"
#include "bus/uart/uart_line.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// One setting of a `T` in files, on command lines and in `otbench ctl`.
template <class T>
struct SettingEntry {
    std::string_view name;
    std::string_view values;  ///< the accepted values: "yes|no", "TIME"
    std::string_view meaning;
    Checked<void> (*set)(T&, std::string_view text);
    std::string (*get)(const T&);
};

// How values are written and shown. The errors are for the user; nothing changes on one.
namespace written {

/// A word for one of a few values.
template <class T>
struct Word {
    std::string_view word;
    T value;
};

constexpr std::array<Word<bus::Parity>, 3> parities = {
    {{"even", bus::Parity::even}, {"odd", bus::Parity::odd}, {"none", bus::Parity::none}}};

template <class T, std::size_t N>
Checked<void> parse(std::string_view text, const std::array<Word<T>, N>& words, T& place) {
    for (const auto& known : words) {
        if (known.word != text) continue;
        place = known.value;
        return {};
    }
    std::string all;
    for (const auto& known : words) all += fmt::format("{}{}", all.empty() ? "" : ", ", known.word);
    return InputError{fmt::format("invalid value '{}' (expected one of {})", text, all)};
}

template <class T, std::size_t N>
[[nodiscard]] std::string word_of(T value, const std::array<Word<T>, N>& words) {
    for (const auto& known : words)
        if (known.value == value) return std::string{known.word};
    return {};
}

/// "yes" or "no".
Checked<void> parse(std::string_view text, bool& place);
/// Decimal or 0x….
Checked<void> parse(std::string_view text, std::int64_t& place);
/// The same, not below 0.
Checked<void> parse(std::string_view text, std::uint32_t& place);
/// "1100 ms", from 0 to a year.
Checked<void> parse(std::string_view text, Nanoseconds& place);
/// "2 %" or "0.02"; from -1 to 1.
Checked<void> parse(std::string_view text, double& place);
/// "1100 ms" or "5 bit".
Checked<void> parse(std::string_view text, LineTime& place);
/// Octets in hex.
Checked<void> parse(std::string_view text, OctetBuffer& place);
template <class T>
Checked<void> parse(std::string_view text, std::optional<T>& place) {
    T value{};
    const auto done = parse(text, value);
    if (done) place = value;
    return done;
}

std::string text_of(bool value);
std::string text_of(std::int64_t value);
std::string text_of(std::uint32_t value);
std::string text_of(double value);
std::string text_of(Nanoseconds value);
std::string text_of(const LineTime& value);
/// A time that is the profile's unless there is one.
std::string text_of(const std::optional<LineTime>& value);
std::string text_of(const OctetBuffer& value);
template <class T>
std::string text_of(const std::optional<T>& value) {
    return value ? text_of(*value) : "no";
}

}  // namespace written

}  // namespace otbench::meters
