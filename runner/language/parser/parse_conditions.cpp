// What decides whether a scenario is selected, whether it runs, and how it is expected to end.
#include <fmt/core.h>

#include <algorithm>

#include "base/config/suggest.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner::parts {

namespace {

/// "hardware" or "tool:NAME".
Checked<Requirement> parse_requirement(std::string_view text) {
    constexpr std::string_view tool = "tool:";
    if (text == "hardware") return Requirement{Requirement::Kind::hardware, {}};
    if (text.substr(0, tool.size()) != tool || text.size() == tool.size() || text.find('/') != std::string_view::npos)
        return InputError{
            fmt::format("invalid requirement '{}' (expected hardware or a program such as tool:ngspice)", text)};
    return Requirement{Requirement::Kind::tool, std::string{text.substr(tool.size())}};
}

/// "Q34", in either case.
bool looks_like_quirk(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() > 1 && (text[0] == 'Q' || text[0] == 'q') && std::all_of(text.begin() + 1, text.end(), is_digit);
}

Checked<firmware::Quirk> parse_quirk(std::string_view text) {
    if (looks_like_quirk(text))
        if (const auto number = parse_whole_number(text.substr(1), 1, firmware::QuirkFixes::highest))
            for (const firmware::QuirkEntry& entry : firmware::quirks())
                if (entry.number() == *number) return entry.quirk;
    return InputError{
        fmt::format("unknown defect '{}' (expected one that otbench firmware quirks lists, such as Q34)", text)};
}

void set_quirk(ExpectedFailure& failure, firmware::Quirk quirk) {
    failure.quirk = quirk;
    failure.reason = fmt::format("Q{}", static_cast<int>(quirk));
}

Checked<StepReference> parse_step_reference(std::string_view text) {
    if (const auto number = parse_whole_number(text, 1, 1'000'000))
        return StepReference{static_cast<std::size_t>(*number), {}};
    const auto label = check_name(text);
    if (!label) return label.error();
    return StepReference{0, *label};
}

}  // namespace

std::vector<std::string> parse_tags(const YamlNode& node, const Context& context) {
    std::vector<std::string> tags;
    if (!expect_kind(node, YamlNode::Kind::list, "tags", "a list of words", context.diagnostics)) return tags;
    for (const YamlNode& item : node.items) {
        const auto tag = check_name(item.text);
        if (tag)
            tags.push_back(*tag);
        else
            context.diagnostics.add(item.at, tag.error().message);
    }
    return tags;
}

std::vector<Requirement> parse_requirements(const YamlNode& node, const Context& context) {
    std::vector<Requirement> requirements;
    const auto add = [&](const YamlNode& item) {
        if (!expect_kind(item, YamlNode::Kind::text, "skip-unless", types::requirements.wording, context.diagnostics))
            return;
        auto requirement = parse_requirement(item.text);
        if (requirement)
            requirements.push_back(std::move(*requirement));
        else
            context.diagnostics.add(item.at, requirement.error().message);
    };
    if (node.kind == YamlNode::Kind::text)
        add(node);
    else if (expect_kind(node, YamlNode::Kind::list, "skip-unless", types::requirements.wording, context.diagnostics))
        std::for_each(node.items.begin(), node.items.end(), add);
    return requirements;
}

ExpectedFailure parse_expected_failure(const YamlNode& node, const Context& context) {
    ExpectedFailure failure;
    failure.at = node.at;
    if (node.kind == YamlNode::Kind::text && !looks_like_quirk(node.text)) {
        failure.reason = node.text;
        return failure;
    }
    if (node.kind == YamlNode::Kind::text) {
        const auto quirk = parse_quirk(node.text);
        if (quirk)
            set_quirk(failure, *quirk);
        else
            context.diagnostics.add(node.at, quirk.error().message);
        return failure;
    }
    const Mapping mapping = open_mapping(node, keys::expected_failure, context);
    if (node.kind == YamlNode::Kind::mapping && mapping.find("quirk") == nullptr && mapping.find("reason") == nullptr)
        mapping.complain("", "an expected failure needs 'quirk' or 'reason'");
    if (const auto quirk = mapping.converted("quirk", parse_quirk)) set_quirk(failure, *quirk);
    mapping.read("reason", failure.reason, any_text);
    failure.step = mapping.converted("step", parse_step_reference);
    return failure;
}

void check_step_reference(const YamlNode& node, const ExpectedFailure& failure, const std::vector<Step>& steps,
                          const Context& context) {
    if (!failure.step) return;
    const auto& [number, label] = *failure.step;
    const auto count = std::size_t(
        std::count_if(steps.begin(), steps.end(), [](const Step& step) { return step.phase == Phase::steps; }));
    const YamlNode* at = config::find(node, "step");
    if (number > count)
        context.diagnostics.add(at->at, fmt::format("invalid step {} (expected 1 to {})", number, count));
    if (number > 0) return;
    std::vector<std::string_view> labels;
    for (const Step& step : steps)
        if (!step.label.empty()) labels.push_back(step.label);
    if (std::find(labels.begin(), labels.end(), label) == labels.end())
        context.diagnostics.add(at->at, fmt::format("unknown step '{}'{}", label, did_you_mean(label, labels)));
}

}  // namespace otbench::runner::parts
