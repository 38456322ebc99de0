#include "meters/captures/hex_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace otbench::meters {
namespace {

// What a character is: the value of a digit, or one of these.
constexpr std::uint8_t digit_limit = 0x10, separator = 0x10, other = 0x20;

constexpr std::array<std::uint8_t, 256> classes = [] {
    std::array<std::uint8_t, 256> table{};
    for (auto& entry : table) entry = other;
    for (const char c : std::string_view{" \t\r\n,;:-_[](){}<>'\""}) table[static_cast<unsigned char>(c)] = separator;
    for (std::uint8_t i = 0; i < 10; ++i) table['0' + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i) table['a' + i] = table['A' + i] = static_cast<std::uint8_t>(10 + i);
    return table;
}();

std::uint8_t class_at(std::string_view text, std::size_t at) {
    return at < text.size() ? classes[static_cast<unsigned char>(text[at])] : separator;
}

/// Whether "0x" or "\x" and a digit begin at `at`.
bool has_prefix(std::string_view text, std::size_t at) {
    const bool zero = text[at] == '0', backslash = text[at] == '\\';
    const char x = at + 1 < text.size() ? text[at + 1] : '\0';
    return ((zero && (x == 'x' || x == 'X')) || (backslash && x == 'x')) && class_at(text, at + 2) < digit_limit;
}

}  // namespace

std::size_t append_hex(std::string_view text, OctetBuffer& octets) {
    const std::size_t before = octets.size();
    octets.resize(before + text.size());  // no byte takes less than a character
    std::uint8_t* out = octets.data() + before;
    std::size_t at = 0;
    bool in_word = false;  // digits of the same word are before this place
    while (at < text.size()) {
        const std::uint8_t high = class_at(text, at);
        if (high == separator) {
            ++at;
            in_word = false;
            continue;
        }
        const std::uint8_t low = class_at(text, at + 1);
        if (high < digit_limit && low < digit_limit) {
            *out++ = static_cast<std::uint8_t>(high << 4 | low);
            at += 2;
            in_word = true;
        } else if (high < digit_limit && low == separator && !in_word) {
            *out++ = high;
            at += 2;
        } else if (has_prefix(text, at)) {
            at += 2;
            in_word = false;
        } else {
            break;
        }
    }
    octets.resize(static_cast<std::size_t>(out - octets.data()));
    return std::min(at, text.size());
}

bool append_all_hex(std::string_view text, OctetBuffer& octets) {
    const std::size_t before = octets.size();
    if (append_hex(text, octets) == text.size() && octets.size() > before) return true;
    octets.resize(before);
    return false;
}

}  // namespace otbench::meters
