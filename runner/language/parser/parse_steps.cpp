#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/config/suggest.hpp"
#include "base/numbers.hpp"
#include "runner/language/parser/late_step.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

std::string titled(std::string_view verb, std::string_view object) {
    constexpr std::size_t longest = 72;
    auto title = object.empty() ? std::string{verb} : fmt::format("{} {}", verb, object);
    const auto is_control = [](char c) { return c >= 0 && c < ' '; };
    std::replace_if(title.begin(), title.end(), is_control, ' ');
    if (title.size() <= longest) return title;
    auto end = longest;
    while (end > 0 && (title[end] & 0xC0) == 0x80) --end;  // not inside a character
    return title.substr(0, end) + "…";
}

Mapping open_mapping(const YamlNode& node, const MappingDescription& description, const Context& context) {
    Mapping mapping{node, description, context.diagnostics};
    mapping.require_version(context.version);
    return mapping;
}

std::string device_of(const Mapping& step, const Context& context) {
    std::string device;
    const auto& devices = context.devices;
    step.read("device", device, [&](std::string_view text) { return check_device(text, devices); });
    if (!context.has_devices) step.complain("device", "this step needs a device (expected 'devices' in the scenario)");
    if (step.find("device") != nullptr || devices.empty()) return device;
    if (devices.size() > 1) {
        step.complain("device", fmt::format("{} devices to choose from (expected 'device')", devices.size()));
    }
    return devices.front().name;
}

namespace {

const StepKind* find_verb(std::string_view name, StepKinds verbs) {
    const auto* const found =
        std::find_if(verbs.begin(), verbs.end(), [&](const StepKind* verb) { return verb->verb() == name; });
    return found == verbs.end() ? nullptr : *found;
}

/// The verb of a step; nullptr, and a diagnostic, when it has none or several.
const StepKind* verb_of(const YamlNode& node, const Context& context) {
    const StepKind* verb = nullptr;
    for (const auto& entry : node.entries) {
        const auto* next = find_verb(entry.key.text, context.verbs);
        if (next == nullptr || next == verb) continue;
        if (verb != nullptr) {
            context.diagnostics.add(entry.key.at, fmt::format("'{}' and '{}' are two steps; begin the second with '- '",
                                                              verb->verb(), next->verb()));
            return nullptr;
        }
        verb = next;
    }
    if (verb == nullptr) {
        std::vector<std::string_view> names;
        for (const StepKind* known : context.verbs) names.push_back(known->verb());
        const std::string_view first = node.entries.empty() ? std::string_view{} : node.entries.front().key.text;
        const auto at = node.entries.empty() ? node.at : node.entries.front().key.at;
        context.diagnostics.add(at, fmt::format("unknown step '{}'{}", first, did_you_mean(first, names)));
    }
    return verb;
}

}  // namespace

namespace {

/// "include: FILE", "with: {name: value}".
std::vector<Step> parse_include(const YamlNode& item, const Context& context) {
    auto file = open_include(open_mapping(item, keys::include, context), "a list of steps", context);
    if (!file) return {};
    const Context inner{context.profiles, context.verbs, context.diagnostics, std::move(file->facts)};
    return parse_filled(std::move(file->root), inner.parameters, inner);
}

struct Structure {
    const MappingDescription& description;  ///< its first key is what begins it
    std::vector<Step> (*parse)(const YamlNode& item, const Context& context);
};

/// Entries of a list of steps that stand for other steps.
const Structure structures[] = {
    {keys::include, parse_include},
    {keys::repeat_step, parse_repeat},
};

/// `step` in two: what any step may have, and what belongs to its verb.
std::pair<YamlNode, YamlNode> split_common_keys(const YamlNode& step) {
    YamlNode common{step.kind, step.at, {}, {}, {}}, own = common;
    for (const YamlEntry& entry : step.entries)
        (keys::any_step.find(entry.key.text) != nullptr ? common : own).entries.push_back(entry);
    return {std::move(common), std::move(own)};
}

/// A step; without an action, and with a diagnostic, when its verb is unknown.
Step parse_step(const YamlNode& item, const Context& context) {
    const auto [common, own] = split_common_keys(item);
    const auto* verb = verb_of(own, context);
    if (verb == nullptr) return {item.at, {}, nullptr};
    Step step = read_step(own, *verb, context);
    if (common.entries.empty()) return step;
    const Mapping mapping = open_mapping(common, keys::any_step, context);
    mapping.read("label", step.label, check_name);
    if (context.scope != nullptr) context.scope->labels.insert(step.label);
    mapping.read("soft", step.soft, parse_truth);
    return step;
}

/// The steps that `item` stands for, unless it is a step itself.
std::optional<std::vector<Step>> parse_structure(const YamlNode& item, const Context& context) {
    for (const Structure& structure : structures) {
        const auto key = structure.description.keys.front().name;
        const auto entry = std::find_if(item.entries.begin(), item.entries.end(),
                                        [&](const YamlEntry& each) { return each.key.text == key; });
        if (entry == item.entries.end()) continue;
        return structure.parse(item, context);
    }
    return std::nullopt;
}

}  // namespace

std::vector<Step> parse_filled(YamlNode steps, const ParameterValues& values, const Context& context) {
    fill_parameters(steps, values);
    return parse_steps(steps, context);
}

std::vector<Step> parse_steps(const YamlNode& node, const Context& context) {
    std::vector<Step> steps;
    if (!expect_kind(node, YamlNode::Kind::list, "steps", "a list of steps", context.diagnostics)) return steps;
    for (const auto& item : node.items) {
        if (item.kind != YamlNode::Kind::mapping) {
            context.diagnostics.add(
                item.at, fmt::format("a step is a mapping such as publish: trigger/ping, not {}", name_of(item.kind)));
            continue;
        }
        if (auto more = parse_structure(item, context)) {
            steps.insert(steps.end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
            continue;
        }
        steps.push_back(parse_step(item, context));
    }
    if (node.items.empty()) context.diagnostics.add(node.at, "a scenario needs at least one step");
    return steps;
}

}  // namespace otbench::runner::parts
