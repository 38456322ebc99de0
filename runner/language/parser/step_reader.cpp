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

parts::Facts parts::facts_of(const Scenario& scenario) {
    Facts facts;
    facts.version = scenario.version;
    facts.parameters = scenario.parameters;
    facts.folder = std::filesystem::path{scenario.path}.parent_path().string();
    facts.pace = scenario.pace;
    facts.devices = scenario.devices;
    facts.has_devices = !scenario.devices.empty();
    facts.has_bridges = scenario.has_bridges();
    facts.buses = scenario.buses;
    return facts;
}

StepsResult StepReader::read(std::string_view text, int line) {
    Diagnostics diagnostics{scenario_.path};
    StepsResult result;
    if (auto root = read_yaml(text, "a step", diagnostics)) {
        if (line > 0) place(*root, line);
        if (root->kind != YamlNode::Kind::list)
            root = YamlNode{YamlNode::Kind::list, root->at, {}, {std::move(*root)}, {}};
        parts::Context context{profiles_, verbs_, diagnostics, parts::facts_of(scenario_)};
        context.scope = scope_;
        result.steps = parts::parse_filled(std::move(*root), scenario_.parameters, context);
    }
    result.diagnostics = diagnostics.take_all();
    if (!result.diagnostics.empty()) result.steps.clear();
    return result;
}

}  // namespace otbench::runner
