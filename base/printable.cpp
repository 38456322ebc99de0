#include "base/printable.hpp"

#include <fmt/format.h>

#include <iterator>

namespace otbench {

std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        const bool second =
            i + 1 < text.size() && octet == 0xC2 && (static_cast<unsigned char>(text[i + 1]) & 0xE0) == 0x80;
        if (second)  // U+0080 to U+009F
            fmt::format_to(std::back_inserter(shown), "\\x{:02x}", static_cast<unsigned char>(text[++i]));
        else if ((octet < 0x20 && octet != '\n') || octet == 0x7F)
            fmt::format_to(std::back_inserter(shown), "\\x{:02x}", octet);
        else
            shown += text[i];
    }
    return shown;
}

}  // namespace otbench
