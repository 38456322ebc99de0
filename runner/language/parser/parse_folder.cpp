// folder.yaml: what the scenarios of a folder have in common.
#include <algorithm>
#include <filesystem>

#include "base/config/text_file.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

constexpr const char* file_name = "folder.yaml";

void report(Diagnostics& diagnostics, const Context& context) {
    for (auto& diagnostic : diagnostics.take_all()) context.included->push_back(std::move(diagnostic));
}

/// Whether a key is for the parser of the steps, and not to be joined with the scenario's.
bool has_steps(const YamlEntry& entry) {
    return entry.key.text == "setup" || entry.key.text == "teardown";
}

void join(YamlNode& own, const YamlNode& shared) {
    for (const YamlEntry& entry : shared.entries) {
        const auto found = std::find_if(own.entries.begin(), own.entries.end(),
                                        [&](const YamlEntry& each) { return each.key.text == entry.key.text; });
        if (found == own.entries.end())
            own.entries.push_back(entry);
        else if (found->value.kind == YamlNode::Kind::mapping && entry.value.kind == YamlNode::Kind::mapping)
            join(found->value, entry.value);
    }
}

}  // namespace

std::optional<FolderFile> read_folder_file(const std::string& folder, const Context& context) {
    const auto path = (std::filesystem::path{folder} / file_name).string();
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return std::nullopt;
    Diagnostics diagnostics{path};
    std::optional<FolderFile> file;
    if (const auto text = read_text_file(path, "a folder's file", diagnostics))
        if (auto root = read_yaml(*text, "a folder's file", diagnostics)) {
            const Mapping mapping{*root, keys::folder, diagnostics};
            file = FolderFile{path, std::move(*root)};
        }
    if (diagnostics.empty()) return file;
    report(diagnostics, context);
    return std::nullopt;
}

void take_from_folder(YamlNode& scenario, const FolderFile& file) {
    YamlNode shared = file.root;
    shared.entries.erase(std::remove_if(shared.entries.begin(), shared.entries.end(), has_steps), shared.entries.end());
    if (scenario.kind == YamlNode::Kind::mapping) join(scenario, shared);
}

std::vector<Step> parse_folder_steps(const FolderFile& file, std::string_view key, const Context& context) {
    const YamlNode* steps = config::find(file.root, key);
    if (steps == nullptr) return {};
    Diagnostics diagnostics{file.path};
    Context inner{context.profiles, context.verbs, diagnostics, context};
    auto parsed = parse_filled(*steps, context.parameters != nullptr ? *context.parameters : ParameterValues{}, inner);
    report(diagnostics, context);
    return standing_in(file.path, std::move(parsed));
}

}  // namespace otbench::runner::parts
