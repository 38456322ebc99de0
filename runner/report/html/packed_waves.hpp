#pragma once

#include <istream>
#include <string>

#include "base/checked.hpp"

namespace otbench::runner {

/// The waves of a VCD for a page, as JSON: a list of {name, unit, scale, count, data}. `data` is `packed_text` of
/// `count` pairs of numbers, each the difference to the one before: nanoseconds, and the value in steps of 1/scale
/// (zigzag), both as LEB128. A level has no unit. Points between which a wave is straight to within a step are left
/// out.
[[nodiscard]] Checked<std::string> packed_waves(std::istream& vcd);

}  // namespace otbench::runner
