#include "meters/captures/python_bytes.hpp"

#include <algorithm>
#include <cstdint>

#include "base/numbers.hpp"

namespace otbench::meters {
namespace {

/// Where the text of the first literal begins, behind its quotation mark.
std::size_t start_of_literal(std::string_view line) {
    return std::min(line.find("b'"), line.find("b\""));
}

/// The byte that an escape sequence stands for; `escape` is advanced past it.
std::uint8_t escaped_byte(std::string_view& escape) {
    constexpr std::string_view names = "nrt", meanings = "\n\r\t";
    constexpr std::size_t hex_digits = 2;
    const char kind = escape.front();
    escape.remove_prefix(1);
    if (kind == 'x') {
        const auto byte = parse_integer<std::uint8_t>(escape.substr(0, hex_digits), 16);
        if (byte) escape.remove_prefix(hex_digits);
        return byte.value_or(static_cast<std::uint8_t>(kind));
    }
    const std::size_t known = names.find(kind);
    return static_cast<std::uint8_t>(known == std::string_view::npos ? kind : meanings[known]);
}

}  // namespace

OctetBuffer python_bytes(std::string_view line) {
    constexpr std::size_t mark_size = 2;  // b'
    const std::size_t at = start_of_literal(line);
    if (at == std::string_view::npos) return {};
    const char quote = line[at + 1];
    std::string_view rest = line.substr(at + mark_size);
    OctetBuffer octets;
    while (!rest.empty() && rest.front() != quote) {
        const char c = rest.front();
        rest.remove_prefix(1);
        const bool escapes = c == '\\' && !rest.empty();
        octets.push_back(escapes ? escaped_byte(rest) : static_cast<std::uint8_t>(c));
    }
    return rest.empty() ? OctetBuffer{} : octets;
}

}  // namespace otbench::meters
