#pragma once

#include <string>

#include "check/evidence.hpp"

namespace otbench::check {

/// `text` for HTML and SVG; control characters as escapes.
[[nodiscard]] std::string html_text(const std::string& text);

/// The frames of a case on a time line, as an SVG of the page: the client's above, the meters' below.
[[nodiscard]] std::string time_line_svg(const std::vector<LineFrame>& frames);

}  // namespace otbench::check
