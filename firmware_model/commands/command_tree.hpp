#pragma once

#include <boost/core/span.hpp>
#include <functional>
#include <string_view>
#include <vector>

#include "firmware_model/commands/command_segments.hpp"

namespace otbench::firmware {

struct CommandCall;

/// Executes a command; its result decides whether the reply is `ok` or `error`.
using CommandHandler = bool (*)(CommandCall& call);

/// One line of the command table: a path whose levels are joined by slashes, the spellings of one level by bars. A
/// level in angle brackets, such as `<pin>`, takes any value that its check accepts. Without a handler it is a level
/// that has no commands below it.
struct Command {
    std::string_view path;
    CommandHandler handler;
    // For clients, in the printed tree, without effect on the device.
    std::string_view arguments = {};  ///< the segments after the path; in square brackets what may be left out
    std::string_view success = {};    ///< the reply on success; empty: none
    std::string_view errors = {};     ///< texts that follow `error:`, separated by a comma and a space
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

/// Says whether `text` will do at the value level `level` (with its brackets).
using ValueCheck = std::function<bool(std::string_view level, std::string_view text)>;

/// The commands as a tree: at each level the entries are tried in table order (spec: firmware, section 3.2).
class CommandTree {
public:
    explicit CommandTree(boost::span<const Command> commands);

    /// Follows `segments` from index `first` on. `accepts` is asked for each value level on the way, once.
    [[nodiscard]] CommandMatch find(const CommandSegments& segments, std::size_t first,
                                    const ValueCheck& accepts) const;

private:
    struct Node {
        std::string_view names;
        CommandHandler handler = nullptr;
        std::vector<Node> children;
    };
    static bool matches(const Node& node, std::string_view text, const ValueCheck& accepts);

    Node root_;
};

}  // namespace otbench::firmware
