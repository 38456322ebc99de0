#pragma once

#include <boost/core/span.hpp>
#include <string_view>
#include <vector>

#include "firmware_model/command_segments.hpp"

namespace otbench::firmware {

struct CommandCall;

/// Carries out a command; its result decides whether the reply says `ok` or `error`.
using CommandHandler = bool (*)(CommandCall& call);

/// One line of the command table: a path whose levels are joined by slashes, the spellings of one level by bars.
/// Without a handler it is a level that has no commands below it.
struct Command {
    std::string_view path;
    CommandHandler handler;
};

/// What a walk down the tree ended at.
struct CommandMatch {
    enum class Kind {
        incomplete,  ///< the segments ended before a handler was reached
        unknown,     ///< a segment matches nothing at its level
        found,
    };
    Kind kind;
    CommandHandler handler = nullptr;
    std::size_t arguments = 0;  ///< index of the first segment after the path
};

/// The commands as a tree: at each level the entries are tried in table order and compared exactly (spec: firmware,
/// section 3.2).
class CommandTree {
public:
    explicit CommandTree(boost::span<const Command> commands);

    /// Follows `segments` from index `first` on.
    [[nodiscard]] CommandMatch find(const CommandSegments& segments, std::size_t first) const;

private:
    struct Node {
        std::string_view names;
        CommandHandler handler = nullptr;
        std::vector<Node> children;
    };
    static bool has_name(const Node& node, std::string_view text);

    Node root_;
};

}  // namespace otbench::firmware
