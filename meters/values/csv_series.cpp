#include "meters/values/csv_series.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace otbench::meters {
namespace {

std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> found;
    for (;;) {
        const std::size_t comma = line.find(',');
        found.push_back(trimmed(line.substr(0, comma)));
        if (comma == std::string_view::npos) return found;
        line.remove_prefix(comma + 1);
    }
}

}  // namespace

Checked<std::vector<SeriesPoint>> read_csv_series(std::istream& stream, std::string_view file,
                                                  std::string_view column) {
    std::string line;
    if (!std::getline(stream, line))
        return InputError{fmt::format("{}: is empty (expected a line with the names of columns)", file)};
    const auto head = cells_of(line);
    const auto index_of = [&](std::string_view name) {
        return static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
    };
    const std::size_t time = index_of("time");
    const std::size_t value = index_of(column);
    if (time == head.size() || value == head.size())
        return InputError{fmt::format("{}:1: needs the columns 'time' and '{}'", file, column)};
    std::vector<SeriesPoint> points;
    for (int number = 2; std::getline(stream, line); ++number) {
        const auto row = cells_of(line);
        const auto number_in = [&](std::size_t column_at) {
            return parse_number(column_at < row.size() ? row[column_at] : std::string_view{});
        };
        const auto at = number_in(time), reading = number_in(value);
        if (!at || !reading || (!points.empty() && *at < points.back().first))
            return InputError{fmt::format("{}:{}: needs numbers, times not falling", file, number)};
        points.emplace_back(*at, *reading);
    }
    if (points.empty()) return InputError{fmt::format("{}: has no rows", file)};
    return points;
}

}  // namespace otbench::meters
