#pragma once

#include <cstddef>
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

/// The value of `key` in a mapping, the first one when it is there twice; nullptr when there is none.
[[nodiscard]] const YamlNode* find(const YamlNode& mapping, std::string_view key);

/// Limits of every YAML file, so that a file made to exhaust the reader is refused instead. The deepest file that
/// people write, a profile with several readouts, has 8 levels.
struct YamlLimits {
    static constexpr std::size_t bytes = 16 << 20;
    static constexpr std::size_t levels = 16;
    static constexpr std::size_t nodes = 1'000'000;
};

/// The message for a file of more than `YamlLimits::bytes`.
[[nodiscard]] std::string too_large(std::size_t bytes, std::string_view what);

/// Reads the documents of `text`. Nothing, and a diagnostic that says why, when it is not UTF-8 or not YAML, exceeds
/// `YamlLimits`, or uses aliases or tags. `what` names what the file describes: "a scenario". Never throws.
[[nodiscard]] std::optional<std::vector<YamlNode>> read_yaml_documents(std::string_view text, std::string_view what,
                                                                       Diagnostics& diagnostics);

/// The same for a file of one document; none and a second one are mistakes as well.
[[nodiscard]] std::optional<YamlNode> read_yaml(std::string_view text, std::string_view what, Diagnostics& diagnostics);

}  // namespace otbench::config
