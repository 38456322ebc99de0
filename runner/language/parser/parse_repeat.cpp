// Loops: each round becomes steps of its own.
#include <fmt/core.h>

#include <iterator>
#include <utility>

#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

constexpr std::size_t most_steps = 100'000;

/// A round for each value of `for`.
std::vector<ParameterValues> rounds_for(const YamlNode& loop, const Context& context) {
    std::vector<ParameterValues> rounds;
    if (loop.kind != YamlNode::Kind::mapping || loop.entries.size() != 1 ||
        loop.entries.front().value.kind != YamlNode::Kind::list || loop.entries.front().value.items.empty()) {
        context.diagnostics.add(loop.at, "'for' must be one name with a list of values: {baud: [300, 2400]}");
        return rounds;
    }
    const auto& [name, values] = loop.entries.front();
    if (const auto checked = check_name(name.text); !checked) context.diagnostics.add(name.at, checked.error().message);
    for (const YamlNode& value : values.items)
        if (expect_kind(value, YamlNode::Kind::text, name.text, "text", context.diagnostics))
            rounds.push_back({{name.text, value.text}});
    return rounds;
}

/// The values of each round; none, and a diagnostic, when the loop has no end.
std::vector<ParameterValues> rounds_of(const Mapping& repeat, const Context& context) {
    const auto* loop = repeat.find("for");
    const bool has_count = repeat.find("count") != nullptr;
    std::vector<ParameterValues> rounds;
    if (repeat.find("until") != nullptr && !has_count) {
        repeat.complain("until", "'until' needs 'count' (expected the greatest number of rounds)");
    } else if (has_count && loop != nullptr) {
        repeat.complain("for", "'count' and 'for' exclude each other");
    } else if (!has_count && loop == nullptr) {
        repeat.complain("", "expected 'count' or 'for'");
    } else if (has_count) {
        std::int64_t count = 0;
        repeat.read("count", count, [](std::string_view text) { return parse_whole_number(text, 1, 10'000); });
        for (std::int64_t round = 1; round <= count; ++round) rounds.push_back({{"round", std::to_string(round)}});
    } else {
        rounds = rounds_for(*loop, context);
    }
    return rounds;
}

/// The step that ends the loop when its condition holds after a round.
Step loop_end(Position at, const Formula& until, std::size_t round) {
    Step step{at, titled("until", until.text()), nullptr};
    step.loop_end = LoopEnd{until, 0, round};
    return step;
}

/// Tells each end of a round how many steps the rounds behind it have.
void count_rest(std::vector<Step>& steps, const std::vector<std::size_t>& ends) {
    for (const std::size_t end : ends) steps[end].loop_end->skip = steps.size() - end - 1;
}

}  // namespace

std::vector<Step> parse_repeat(const YamlNode& item, const Context& context) {
    const Mapping step = open_mapping(item, keys::repeat_step, context);
    const auto* node = step.find("repeat");
    if (node == nullptr) return {};
    const Mapping repeat = open_mapping(*node, keys::repeat, context);
    const auto* body = repeat.find("steps");
    std::vector<Step> steps;
    std::vector<std::size_t> ends;
    std::optional<Formula> until;
    const auto rounds = rounds_of(repeat, context);
    for (const ParameterValues& round : rounds) {
        if (body == nullptr) break;
        auto more = parse_filled(*body, round, context);
        steps.insert(steps.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        if (repeat.find("until") != nullptr) {
            // After a round, so that it may use what the round saves.
            if (!until) until = repeat.converted("until", formula_in(context));
            if (until) {
                ends.push_back(steps.size());
                steps.push_back(loop_end(repeat.find("until")->at, *until, ends.size()));
            }
        }
        if (!context.diagnostics.empty()) break;  // the other rounds would say the same
        if (steps.size() > most_steps) {
            repeat.complain("", fmt::format("more than {} steps", most_steps));
            break;
        }
    }
    count_rest(steps, ends);
    return steps;
}

}  // namespace otbench::runner::parts
