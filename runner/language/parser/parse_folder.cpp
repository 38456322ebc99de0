// folder.yaml: what the scenarios of a folder have in common.
#include <algorithm>
#include <filesystem>

#include "base/config/text_file.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

constexpr const char* folder_file = "folder.yaml";

/// Whether a key is for the parser of the steps, and not to be joined with the scenario's.
bool has_steps(const YamlEntry& entry) {
    return entry.key.text == "setup" || entry.key.text == "teardown";
}

}  // namespace

std::optional<YamlNode> read_folder_file(const std::string& folder, const Context& context) {
    const auto path = (std::filesystem::path{folder} / folder_file).string();
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return std::nullopt;
    constexpr const char* what = "a folder's file";
    Diagnostics unread{path};
    const auto text = read_text_file(path, what, unread);
    if (!text) {
        context.diagnostics.add({0, 0, config::lasting_path(path)}, unread.take_all().front().message);
        return std::nullopt;
    }
    auto root = read_other_file(path, *text, what, context.diagnostics);
    if (root) static_cast<void>(Mapping{*root, keys::folder, context.diagnostics});
    return root;
}

void take_from_folder(YamlNode& scenario, YamlNode shared) {
    shared.entries.erase(std::remove_if(shared.entries.begin(), shared.entries.end(), has_steps), shared.entries.end());
    if (scenario.kind == YamlNode::Kind::mapping) join_mappings(scenario, shared);
}

}  // namespace otbench::runner::parts
