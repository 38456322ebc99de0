#include "base/text.hpp"

#include <fmt/core.h>

#include "base/numbers.hpp"

namespace otbench {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Checked<std::string> any_text(std::string_view text) {
    if (trimmed(text).empty()) return InputError{"this text is empty"};
    return std::string{text};
}

std::string hex_text(OctetView octets, std::string_view separator) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(octets.size() * (2 + separator.size()));
    for (const std::uint8_t octet : octets) {
        if (!text.empty()) text += separator;
        text += digits[octet >> 4];
        text += digits[octet & 0x0F];
    }
    return text;
}

std::string hex_text(std::string_view bytes) {
    return hex_text(OctetView{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Checked<OctetBuffer> parse_octets(std::string_view text) {
    OctetBuffer octets;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            ++i;
            continue;
        }
        const auto value = parse_integer<std::uint8_t>(text.substr(i, 2), 16);
        if (i + 2 > text.size() || !value)
            return InputError{fmt::format("invalid bytes '{}' (expected pairs of hex digits such as 04 7f)", text)};
        octets.push_back(*value);
        i += 2;
    }
    return octets;
}

}  // namespace otbench
