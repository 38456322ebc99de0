#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"

namespace otbench::runner {

/// A line of a table, without the blanks around its cells.
struct TableRow {
    std::size_t line;  ///< from 1
    std::vector<std::string> cells;
};

/// The lines of a CSV file but for empty ones. Cells with commas or quotes are quoted (RFC 4180), but end in their
/// line; a byte order mark is skipped. The error begins with the number of its line: "3: …".
[[nodiscard]] Checked<std::vector<TableRow>> parse_table(std::string_view text);

}  // namespace otbench::runner
