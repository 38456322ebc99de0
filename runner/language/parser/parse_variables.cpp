// What steps save for later ones, and where it may be used.
#include <fmt/core.h>

#include <algorithm>

#include "base/config/suggest.hpp"
#include "bus/reading/value_selector.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner::parts {

namespace {

constexpr std::string_view opening = "${";
constexpr std::string_view chip_id = "chip_id";

/// What is wrong with the use of a variable; nothing when a step saved it.
std::optional<InputError> complaint_about(std::string_view name, std::string_view shown, const Context& context,
                                          std::vector<std::string_view> known) {
    if (context.scope != nullptr) {
        if (context.scope->knows(&VariableScope::saved, name)) return std::nullopt;
        if (context.scope->knows(&VariableScope::announced, name))
            return InputError{fmt::format("variable '{}' is used before a step saves it", name)};
        const auto saved = context.scope->all(&VariableScope::saved);
        known.insert(known.end(), saved.begin(), saved.end());
    }
    return InputError{fmt::format("unknown {}{}", shown, did_you_mean(name, known))};
}

Save parse_save(const YamlEntry& entry, SaveSource source, const Context& context) {
    Save save;
    save.at = entry.key.at;
    const auto complain = [&](const YamlNode& node, const InputError& error) {
        context.diagnostics.add(node.at, error.message);
    };
    const auto name = check_variable_name(entry.key.text);
    if (name)
        save.variable = *name;
    else
        complain(entry.key, name.error());
    if (!expect_kind(entry.value, YamlNode::Kind::text, entry.key.text, types::save_source.wording,
                     context.diagnostics))
        return save;
    save.what = entry.value.text;
    Checked<std::string> checked = save.what;
    if (source == SaveSource::reading) {
        save.from = Save::From::reading;
        if (const auto selector = bus::parse_value_selector(save.what); !selector) checked = selector.error();
    } else if (!save.what.empty() && save.what.front() == '/') {
        save.from = Save::From::json;
        checked = check_pointer(save.what);
    } else {
        checked = check_regex(save.what, context);
    }
    if (!checked) complain(entry.value, checked.error());
    return save;
}

}  // namespace

bool VariableScope::knows(Names VariableScope::*kind, std::string_view name) const {
    for (const VariableScope* scope = this; scope != nullptr; scope = scope->outer.get())
        if ((scope->*kind).count(name) != 0) return true;
    return false;
}

std::vector<std::string_view> VariableScope::all(Names VariableScope::*kind) const {
    std::vector<std::string_view> names;
    for (const VariableScope* scope = this; scope != nullptr; scope = scope->outer.get())
        names.insert(names.end(), (scope->*kind).begin(), (scope->*kind).end());
    return names;
}

void VariableScope::take(VariableScope& inner) {
    for (Names VariableScope::*kind : {&VariableScope::saved, &VariableScope::announced, &VariableScope::labels})
        (this->*kind).merge(inner.*kind);
}

Checked<std::string> check_placeholders(std::string_view text, const Context& context) {
    for (auto at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at)) {
        at += opening.size();
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) return InputError{fmt::format("a '${{' without its '}}' in '{}'", text)};
        const auto name = text.substr(at, end - at);
        if (name == chip_id) continue;
        if (auto complaint = complaint_about(name, fmt::format("placeholder '${{{}}}'", name), context, {chip_id}))
            return *complaint;
    }
    return std::string{text};
}

Checked<std::string> check_pointer(std::string_view text) {
    if (!text.empty() && text.front() != '/')
        return InputError{fmt::format("invalid JSON pointer '{}' (expected a '/' in front)", text)};
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1'))
            return InputError{fmt::format("invalid JSON pointer '{}' (expected ~0 or ~1 behind '~')", text)};
    return std::string{text};
}

Checked<Formula> parse_formula(std::string_view text, const Context& context) {
    auto formula = Formula::parse(text);
    if (!formula) return formula;
    for (const std::string& name : formula->variables())
        if (auto complaint = complaint_about(name, fmt::format("variable '{}'", name), context, {})) return *complaint;
    return formula;
}

std::vector<Save> parse_saves(const Mapping& step, SaveSource source, const Context& context) {
    std::vector<Save> saves;
    if (step.find("save") == nullptr) return saves;
    for (const YamlEntry* entry : step.entries("save")) saves.push_back(parse_save(*entry, source, context));
    for (const Save& save : saves) declare_variable(save.variable, context);
    return saves;
}

Checked<std::string> check_earlier_label(std::string_view text, const Context& context) {
    if (context.scope != nullptr && context.scope->knows(&VariableScope::labels, text)) return std::string{text};
    std::vector<std::string_view> known;
    if (context.scope != nullptr) known = context.scope->all(&VariableScope::labels);
    return InputError{
        fmt::format("unknown label '{}' (expected that of an earlier step){}", text, did_you_mean(text, known))};
}

void declare_variable(const std::string& variable, const Context& context) {
    if (context.scope != nullptr) context.scope->saved.insert(variable);
}

void announce_variables(const YamlNode& node, VariableScope& scope) {
    for (const YamlNode& item : node.items) announce_variables(item, scope);
    for (const YamlEntry& entry : node.entries) {
        if (entry.key.text == "save" || entry.key.text == "let")
            for (const YamlEntry& variable : entry.value.entries) scope.announced.insert(variable.key.text);
        else
            announce_variables(entry.value, scope);
    }
}

}  // namespace otbench::runner::parts
