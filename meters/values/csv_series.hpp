#pragma once

#include <istream>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/record/codec_error.hpp"

namespace otbench::meters {

/// A time in seconds and the value from then on.
using SeriesPoint = std::pair<double, double>;

/// The columns `time` and `column` of a CSV file whose first line has the names: at least one row of finite numbers,
/// times not falling. `file` is the file's name in errors.
[[nodiscard]] Checked<std::vector<SeriesPoint>> read_csv_series(std::istream& stream, std::string_view file,
                                                                std::string_view column);

}  // namespace otbench::meters
