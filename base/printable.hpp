#pragma once

#include <string>
#include <string_view>

namespace otbench {

/// `text` as a terminal or a report may show it: control characters (of ASCII, and those of Latin 1 in UTF-8) appear as
/// `\x1b`, so that a name or a payload cannot move the cursor or change colours. Line ends are kept as they are.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace otbench
