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

/// A text that stays, and why.
struct LeftScalar {
    Position at;
    std::string reason;
};

/// A file with the edits that could be made.
struct EditedYaml {
    std::string text;
    std::vector<LeftScalar> left;  ///< by their places
};

/// A YAML file with other texts, in which everything else is as it was: comments, order, line breaks. A text keeps its
/// quotes, or gets some where it needs them. It stays where it does not stand as such (its value comes from elsewhere)
/// or has several lines.
[[nodiscard]] EditedYaml edit_scalars(std::string_view yaml, std::vector<ScalarEdit> edits);

}  // namespace otbench::config
