#pragma once

#include <string>

#include "check/evidence.hpp"

namespace otbench::check {

/// `text` for HTML and SVG; control characters as escapes.
[[nodiscard]] std::string html_text(const std::string& text);

/// The frames of a case on a time line in seconds since the line was set up, as an element of the page with an SVG: the
/// client's above, the meters' below.
[[nodiscard]] std::string time_line_svg(const std::vector<LineFrame>& frames);

}  // namespace otbench::check
