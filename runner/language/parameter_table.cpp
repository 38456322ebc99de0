#include "runner/language/parameter_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace otbench::runner {
namespace {

/// The quoted cell at the begin of `line`, which is shortened by it; nothing when its quote does not end, or something
/// else follows.
std::optional<std::string> take_quoted(std::string_view& line) {
    std::string cell;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] != '"') {
            cell += line[i];
        } else if (line.substr(i + 1, 1) == "\"") {
            cell += line[i++];
        } else {
            const auto comma = std::min(line.find(',', i), line.size());
            if (!trimmed(line.substr(i + 1, comma - i - 1)).empty()) return std::nullopt;
            line.remove_prefix(comma);
            return cell;
        }
    }
    return std::nullopt;
}

std::optional<std::vector<std::string>> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    for (;;) {
        line = trimmed(line);
        if (!line.empty() && line.front() == '"') {
            auto quoted = take_quoted(line);
            if (!quoted) return std::nullopt;
            cells.push_back(std::move(*quoted));
        } else {
            const auto comma = std::min(line.find(','), line.size());
            cells.emplace_back(trimmed(line.substr(0, comma)));
            line.remove_prefix(comma);
        }
        if (line.empty()) return cells;
        line.remove_prefix(1);  // the comma
    }
}

}  // namespace

Checked<std::vector<TableRow>> parse_table(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
    std::vector<TableRow> rows;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        auto cells = cells_of(line);
        if (!cells) return InputError{fmt::format("{}: a quote has no end, or more than a comma behind it", number)};
        rows.push_back({number, std::move(*cells)});
    }
    return rows;
}

}  // namespace otbench::runner
