// Steps with numbers that earlier steps save.
#include "runner/language/parser/late_step.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

namespace otbench::runner::parts {

namespace {

/// Values of every kind of number: what a variable may be if the text around it and its key are to be right.
constexpr std::string_view samples[] = {"1",   "1ms",        "1 V",          "1 mA",       "1 Ohm", "1 Hz",
                                        "1 C", "1 m",        "1 pF",         "1 %",        "1s",    "10",
                                        "300", "1 V .. 2 V", "1 mA .. 2 mA", "1ms .. 2ms", "1 .. 2"};

/// What stands at a place of the file; the place is what a mistake is found by.
struct PlaceOrder {
    bool operator()(const Position& a, const Position& b) const {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    }
};
using TextsByPlace = std::map<Position, std::string, PlaceOrder>;

struct Reading {
    Step step;
    std::vector<Diagnostic> mistakes;
    std::shared_ptr<VariableScope> scope;  ///< what the step saves

    [[nodiscard]] bool is_wrong_at(const Position& at) const {
        const PlaceOrder before;
        return std::any_of(mistakes.begin(), mistakes.end(), [&](const Diagnostic& mistake) {
            return !before(mistake.at, at) && !before(at, mistake.at);
        });
    }
};

Reading read_as(const YamlNode& node, const StepKind& verb, const Context& context) {
    Diagnostics mistakes{{}};
    Context own{context.profiles, context.verbs, mistakes, context};
    own.scope = std::make_shared<VariableScope>();
    own.scope->outer = context.scope;
    Step step = verb.parse(open_mapping(node, verb.description, own), own);
    return {std::move(step), mistakes.take_all(), std::move(own.scope)};
}

/// The values in `node` with a `${…}`.
void collect_placeholders(const YamlNode& node, TextsByPlace& texts) {
    if (!placeholders_in(node.text).empty()) texts[node.at] = node.text;
    for (const YamlNode& item : node.items) collect_placeholders(item, texts);
    for (const YamlEntry& entry : node.entries) collect_placeholders(entry.value, texts);
}

/// Puts `texts` in place of the values with a `${…}` where they belong; a step of the control interface has all its
/// values on one line, so that others may stand at the same place.
void replace_values(YamlNode& node, const TextsByPlace& texts) {
    if (const auto text = texts.find(node.at); text != texts.end() && !placeholders_in(node.text).empty())
        node.text = text->second;
    for (YamlNode& item : node.items) replace_values(item, texts);
    for (YamlEntry& entry : node.entries) replace_values(entry.value, texts);
}

Reading read_with(YamlNode node, const TextsByPlace& texts, const StepKind& verb, const Context& context) {
    replace_values(node, texts);
    return read_as(node, verb, context);
}

/// `text` with `value` for each of its variables.
std::string with_sample(const std::string& text, std::string_view value) {
    ParameterValues values;
    for (const std::string& name : placeholders_in(text)) values[name] = value;
    YamlNode node{YamlNode::Kind::text, {}, text, {}, {}};
    fill_parameters(node, values);
    return node.text;
}

/// A reading in which each of the `late` texts, as far as one fits there, is replaced by a sample.
Reading read_with_samples(const YamlNode& node, const TextsByPlace& late, const StepKind& verb,
                          const Context& context) {
    TextsByPlace texts;
    std::set<Position, PlaceOrder> fitting;
    Reading reading;
    for (const std::string_view sample : samples) {
        for (const auto& [at, text] : late)
            if (fitting.count(at) == 0) texts[at] = with_sample(text, sample);
        reading = read_with(node, texts, verb, context);
        for (const auto& [at, text] : late)
            if (!reading.is_wrong_at(at)) fitting.insert(at);
        if (fitting.size() == late.size()) break;
    }
    return reading;
}

/// What a step needs to be read again when its variables are known.
struct LaterReading {
    YamlNode node;
    TextsByPlace late;
    const StepKind& verb;
    StepKinds verbs;
    std::shared_ptr<const ProfileCatalog> profiles;
    Facts facts;  ///< without those of the scenario, which has moved since

    Checked<Step> operator()(const Scenario& scenario, const Variables& variables) const {
        Diagnostics none{{}};
        Context context{profiles, verbs, none, facts};
        context.devices = scenario.devices;
        context.buses = scenario.buses;
        YamlNode filled = node;
        TextsByPlace texts = late;
        for (auto& [at, text] : texts) {
            YamlNode value{YamlNode::Kind::text, at, text, {}, {}};
            fill_parameters(value, variables);
            text = value.text;
        }
        Reading reading = read_with(std::move(filled), texts, verb, context);
        if (reading.mistakes.empty()) return std::move(reading.step);
        const Diagnostic& first = reading.mistakes.front();
        return InputError{fmt::format("{}: {}", to_string(first.at, scenario.path), first.message)};
    }
};

/// The step knows all variables of the file by then: whether it may use them is checked before.
LaterReading later_reading(const YamlNode& node, TextsByPlace late, const StepKind& verb, const Context& context) {
    Facts facts = context;
    facts.files = nullptr;
    facts.parameters = {};
    facts.including = {};
    facts.devices = {};
    facts.buses = {};
    return {node, std::move(late), verb, context.verbs, context.profiles, std::move(facts)};
}

enum class Outlook { late, wrong, unknown };

/// What a text with a mistake is: `late` if earlier steps save all that is in it, so that it may become right, `wrong`
/// if it cannot, and `unknown`, with a diagnostic, if it has a name that no earlier step saves.
Outlook outlook_of(const Position& at, const std::string& text, const Context& context) {
    if (const auto checked = check_placeholders(text, context); !checked) {
        context.diagnostics.add(at, checked.error().message);
        return Outlook::unknown;
    }
    const auto names = placeholders_in(text);
    const bool has_chip_id = std::find(names.begin(), names.end(), "chip_id") != names.end();
    return has_chip_id ? Outlook::wrong : Outlook::late;
}

}  // namespace

Step read_step(const YamlNode& step, const StepKind& verb, const Context& context) {
    TextsByPlace placeholders;
    collect_placeholders(step, placeholders);
    if (placeholders.empty()) return verb.parse(open_mapping(step, verb.description, context), context);
    Reading as_written = read_as(step, verb, context);
    TextsByPlace late, unknown;
    for (const auto& [at, text] : placeholders)
        if (as_written.is_wrong_at(at)) {
            const Outlook outlook = outlook_of(at, text, context);
            if (outlook == Outlook::late) late[at] = text;
            if (outlook == Outlook::unknown) unknown[at] = text;
        }
    const Reading sampled = late.empty() ? Reading{} : read_with_samples(step, late, verb, context);
    for (Diagnostic& mistake : as_written.mistakes)
        if (unknown.count(mistake.at) == 0 && (late.empty() || sampled.is_wrong_at(mistake.at)))
            context.diagnostics.add(mistake.at, std::move(mistake.message));
    if (context.scope != nullptr) context.scope->take(*as_written.scope);
    if (late.empty()) return std::move(as_written.step);
    as_written.step.action = sampled.step.action;
    as_written.step.late = later_reading(step, std::move(late), verb, context);
    return std::move(as_written.step);
}

}  // namespace otbench::runner::parts
