#pragma once

#include <string>
#include <string_view>

#include "base/checked.hpp"
#include "base/octets.hpp"

namespace otbench {

/// `text` without the blanks and line ends around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// `text` itself; an error when it is empty or blank.
[[nodiscard]] Checked<std::string> any_text(std::string_view text);

/// Two lower-case hex digits a byte, with `separator` between bytes.
[[nodiscard]] std::string hex_text(OctetView octets, std::string_view separator = "");
/// The same for bytes that are kept as characters.
[[nodiscard]] std::string hex_text(std::string_view bytes);

/// The bytes that pairs of hex digits stand for, with blanks between the pairs or not.
[[nodiscard]] Checked<OctetBuffer> parse_octets(std::string_view text);

}  // namespace otbench
