#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otbench::bus {

/// The three letters of a manufacturer code: 5 bits each, 1 = A (EN 13757-3; spec: M-Bus protocol, 8). Codes beyond the
/// letters give one of `@ [ \ ] ^ _`; bit 15 is ignored.
[[nodiscard]] constexpr std::array<char, 3> manufacturer_letters(std::uint16_t code) {
    return {static_cast<char>(0x40 + (code >> 10 & 0x1F)), static_cast<char>(0x40 + (code >> 5 & 0x1F)),
            static_cast<char>(0x40 + (code & 0x1F))};
}

/// The code of three letters A–Z; nothing for any other text.
[[nodiscard]] constexpr std::optional<std::uint16_t> manufacturer_code(std::string_view letters) {
    if (letters.size() != 3) return std::nullopt;
    std::uint16_t code = 0;
    for (const char letter : letters) {
        if (letter < 'A' || letter > 'Z') return std::nullopt;
        code = static_cast<std::uint16_t>(code << 5 | (letter - 0x40));
    }
    return code;
}

/// The three letters of a code, bit 15 ignored; empty for a code that stands for no manufacturer (0000, FFFF and others
/// with something else than letters).
[[nodiscard]] inline std::string manufacturer_name(std::uint16_t code) {
    const auto letters = manufacturer_letters(code);
    std::string name(letters.begin(), letters.end());
    return manufacturer_code(name) ? name : std::string{};
}

}  // namespace otbench::bus
