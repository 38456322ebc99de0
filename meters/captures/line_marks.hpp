#pragma once

#include <string_view>

namespace otbench::meters {

/// A line of a log without the dates, times and arrows before its text: "[2024-01-02 12:30:45.123] <- 68 04" gives
/// "68 04". A number of ten or more decimal digits is a time in seconds or milliseconds since 1970.
[[nodiscard]] std::string_view without_marks(std::string_view line);

}  // namespace otbench::meters
