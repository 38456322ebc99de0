#include "bus/libmbus/libmbus_hex.hpp"

#include <cstdlib>

namespace otbench::bus {
namespace {

// As C's isspace and isxdigit in the C locale.
constexpr std::string_view white_space = " \t\n\v\f\r";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";

/// The number two characters begin with, as C's strtol reads it.
std::uint8_t number_of(std::string_view pair) {
    const char text[] = {pair[0], pair.size() > 1 ? pair[1] : '\0', '\0'};
    return static_cast<std::uint8_t>(std::strtol(text, nullptr, 16));
}

}  // namespace

OctetBuffer libmbus_file_octets(std::string_view text) {
    text = text.substr(0, libmbus_max_file);
    OctetBuffer octets;
    while (true) {
        const std::size_t start = text.find_first_not_of(white_space);
        if (start == std::string_view::npos || hex_digits.find(text[start]) == std::string_view::npos) return octets;
        const std::string_view pair = text.substr(start, 2);
        octets.push_back(number_of(pair));
        text.remove_prefix(start + pair.size());
    }
}

OctetBuffer fork_argument_octets(std::string_view text) {
    OctetBuffer octets;
    octets.reserve(text.size() / 2);
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) octets.push_back(number_of(text.substr(i, 2)));
    return octets;
}

}  // namespace otbench::bus
