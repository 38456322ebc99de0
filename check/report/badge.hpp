#pragma once

#include <string>

#include "check/result.hpp"

namespace otbench::check {

/// A small SVG for a README: "M-Bus 130/136", cases passed of those that are applicable.
[[nodiscard]] std::string badge_svg(const Scorecard& scorecard);

}  // namespace otbench::check
