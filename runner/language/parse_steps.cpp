#include <fmt/core.h>

#include <algorithm>

#include "base/config/suggest.hpp"
#include "runner/language/parse_parts.hpp"

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

std::string device_of(const Mapping& step, const Context& context) {
    std::string device;
    const auto& devices = context.devices;
    step.read("device", device, [&](std::string_view text) { return check_device(text, devices); });
    if (!context.has_devices) step.complain("device", "this scenario has no device for such a step");
    if (step.find("device") != nullptr || devices.empty()) return device;
    if (devices.size() > 1) {
        step.complain("device", fmt::format("there are {} devices; say which one with 'device'", devices.size()));
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

std::vector<Step> parse_steps(const YamlNode& node, const Context& context) {
    std::vector<Step> steps;
    if (!expect_kind(node, YamlNode::Kind::list, "steps", "a list of steps", context.diagnostics)) return steps;
    for (const auto& item : node.items) {
        if (item.kind != YamlNode::Kind::mapping) {
            context.diagnostics.add(
                item.at, fmt::format("a step is a mapping such as publish: trigger/ping, not {}", name_of(item.kind)));
            continue;
        }
        const auto* verb = verb_of(item, context);
        if (verb == nullptr) continue;
        const Mapping mapping{item, verb->description, context.diagnostics};
        steps.push_back(verb->parse(mapping, context));
    }
    if (node.items.empty()) context.diagnostics.add(node.at, "a scenario needs at least one step");
    return steps;
}

}  // namespace otbench::runner::parts
