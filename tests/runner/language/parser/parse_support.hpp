#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/language/parser/parse.hpp"
#include "runner/steps/registry.hpp"

namespace otbench::runner::support {

inline ProfileCatalog catalog() {
    ProfileCatalog catalog;
    catalog.profiles = {"itron-cf-echo-2", "nothing-but-an-address"};
    catalog.values = [](const std::string& profile) -> std::optional<ProfileCatalog::Names> {
        if (profile != "itron-cf-echo-2") return ProfileCatalog::Names{};
        return ProfileCatalog::Names{"energy", "volume", "power", "flow-temperature", "return-temperature"};
    };
    return catalog;
}

/// The parser's complaints about `text`, one line a mistake.
inline std::vector<std::string> complaints(std::string_view text) {
    const auto result = parse_scenario_text("x.yaml", text, catalog(), step_kinds());
    std::vector<std::string> lines;
    for (const auto& diagnostic : result.diagnostics) lines.push_back(to_string(diagnostic));
    EXPECT_EQ(result.scenario.has_value(), lines.empty());
    return lines;
}

/// The scenario in `text`; an empty one, and a failure with the reasons, when there is none.
inline Scenario sound(std::string_view text) {
    auto result = parse_scenario_text("x.yaml", text, catalog(), step_kinds());
    for (const auto& diagnostic : result.diagnostics) ADD_FAILURE() << to_string(diagnostic);
    return result.scenario.value_or(Scenario{});
}

inline constexpr std::string_view head =
    "name: A test\n"                                    // line 1
    "version: 1\n"                                      // 2
    "devices:\n"                                        // 3
    "  boiler: {model: otb-iot, mac: 5ccf7f0b583b}\n";  // 4
inline constexpr std::string_view bus =
    "bus:\n"                                                  // 5
    "  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n";  // 6

/// A scenario without a bus whose steps begin in line 6.
inline std::string with_steps(std::string_view steps) {
    return std::string{head} + "steps:\n" + std::string{steps};
}

/// A scenario with a bus whose steps begin in line 8.
inline std::string with_bus_and_steps(std::string_view steps) {
    return std::string{head} + std::string{bus} + "steps:\n" + std::string{steps};
}

/// A scenario whose bus is described from line 6 on.
inline std::string with_bus(std::string_view description) {
    return std::string{head} + "bus:\n" + std::string{description} + "steps: [note: done]\n";
}

/// A bad file and the one line it is answered with, "x.yaml:" left out.
struct BadInput {
    const char* name;
    std::string text;
    std::string line;
};

inline void expect_answers(const std::vector<BadInput>& inputs) {
    for (const auto& input : inputs) {
        SCOPED_TRACE(input.name);
        EXPECT_EQ(complaints(input.text), std::vector<std::string>{"x.yaml:" + input.line});
    }
}

}  // namespace otbench::runner::support
