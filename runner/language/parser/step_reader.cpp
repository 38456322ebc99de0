#include "runner/language/parser/step_reader.hpp"

#include <filesystem>
#include <utility>

namespace otbench::runner {
namespace {

/// Moves a node and all in it to one line of another file.
void place(YamlNode& node, int line) {
    node.at.line = line;
    for (YamlNode& item : node.items) place(item, line);
    for (YamlEntry& entry : node.entries) {
        place(entry.key, line);
        place(entry.value, line);
    }
}

}  // namespace

StepsResult StepReader::read(std::string_view text, int line) {
    Diagnostics diagnostics{scenario_.path};
    StepsResult result;
    if (auto root = read_yaml(text, "a step", diagnostics)) {
        if (line > 0) place(*root, line);
        if (root->kind != YamlNode::Kind::list)
            root = YamlNode{YamlNode::Kind::list, root->at, {}, {std::move(*root)}, {}};
        parts::Context context{profiles_, verbs_, diagnostics};
        context.version = scenario_.version;
        context.parameters = scenario_.parameters;
        context.scope = &scope_;
        context.folder = std::filesystem::path{scenario_.path}.parent_path().string();
        context.pace = scenario_.pace;
        context.devices = scenario_.devices;
        context.has_devices = !scenario_.devices.empty();
        context.has_bridges = scenario_.has_bridges();
        context.buses = scenario_.buses;
        result.steps = parts::parse_filled(std::move(*root), scenario_.parameters, context);
    }
    result.diagnostics = diagnostics.take_all();
    if (!result.diagnostics.empty()) result.steps.clear();
    return result;
}

}  // namespace otbench::runner
