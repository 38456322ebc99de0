#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"
#include "base/config/diagnostics.hpp"

namespace otbench::config {

/// A text of a YAML file and what is to stand there instead.
struct ScalarEdit {
    Position at;         ///< where the text begins, with its quote if it has one
    std::string was;     ///< the text, or its part before a "±" or "+/-"
    std::string wanted;  ///< replaces `was`
};

/// A YAML file with other texts, in which everything else is as it was: comments, order, line breaks. A text keeps its
/// quotes, or gets some where it needs them. An error, and no change, for the first place that does not have the text
/// (its value comes from elsewhere) or has it in several lines.
[[nodiscard]] Checked<std::string> edit_scalars(std::string_view yaml, std::vector<ScalarEdit> edits);

}  // namespace otbench::config
