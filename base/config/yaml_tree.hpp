#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config/diagnostics.hpp"

namespace otbench::config {

struct YamlEntry;

/// A piece of a YAML file and where it stands. Every key of a mapping is kept, also one that is there twice.
struct YamlNode {
    enum class Kind { empty, text, list, mapping };
    Kind kind = Kind::empty;
    Position at;
    std::string text;                ///< of a text; numbers and truth values are texts as well
    std::vector<YamlNode> items;     ///< of a list
    std::vector<YamlEntry> entries;  ///< of a mapping, in the order of the file
};

struct YamlEntry {
    YamlNode key;
    YamlNode value;
};

/// "text", "a list", "a mapping" or "nothing".
[[nodiscard]] std::string_view name_of(YamlNode::Kind kind);

/// Reads the one document of `text`. Nothing, and a diagnostic that says why, when it is not UTF-8, not YAML, empty,
/// more than one document, nested deeper than a scenario ever is, or uses aliases or tags. Never throws.
[[nodiscard]] std::optional<YamlNode> read_yaml(std::string_view text, Diagnostics& diagnostics);

}  // namespace otbench::config
