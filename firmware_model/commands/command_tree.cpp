#include "firmware_model/commands/command_tree.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

/// Takes what precedes the first `separator` off `text`, which is left with what follows it.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto head = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return head;
}

}  // namespace

CommandTree::CommandTree(boost::span<const Command> commands) {
    for (const auto& command : commands) {
        Node* node = &root_;
        for (auto path = command.path; !path.empty();) {
            const auto names = take_until(path, '/');
            auto& children = node->children;
            auto child =
                std::find_if(children.begin(), children.end(), [&](const Node& n) { return n.names == names; });
            if (child == children.end()) child = children.insert(child, Node{names, nullptr, {}});
            node = &*child;
        }
        node->handler = command.handler;
    }
}

bool CommandTree::matches(const Node& node, std::string_view text, const ValueCheck& accepts) {
    if (node.names.front() == '<') return accepts(node.names, text);
    for (auto names = node.names; !names.empty();) {
        if (take_until(names, '|') == text) return true;
    }
    return false;
}

CommandMatch CommandTree::find(const CommandSegments& segments, std::size_t first, const ValueCheck& accepts) const {
    const Node* node = &root_;
    for (std::size_t index = first; node->handler == nullptr; ++index) {
        const auto text = segments.text(index);
        if (text.empty()) return {CommandMatch::Kind::incomplete};
        const auto child = std::find_if(node->children.begin(), node->children.end(),
                                        [&](const Node& n) { return matches(n, text, accepts); });
        if (child == node->children.end()) return {CommandMatch::Kind::unknown};
        node = &*child;
        first = index + 1;
    }
    return {CommandMatch::Kind::found, node->handler, first};
}

}  // namespace otbench::firmware
