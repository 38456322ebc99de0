// The steps that change converter and cable while a scenario runs.
#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using support::with_bus_and_steps;
using support::with_steps;

TEST(ParseElectricsSteps, leave_wiring_and_length_alone) {
    const auto reject = [](const std::string& steps) {
        return parse_scenario_text("x.yaml", with_bus_and_steps(steps), support::catalog(), step_kinds())
            .diagnostics.size();
    };
    EXPECT_EQ(reject("  - converter: {model: standard-master}\n"), 1U);
    EXPECT_EQ(reject("  - converter: {tx: boiler.gpio4}\n"), 1U);
    EXPECT_EQ(reject("  - cable: {length: 5 m}\n"), 1U);
}

TEST(ParseElectricsSteps, need_a_bus) {
    const auto result =
        parse_scenario_text("x.yaml", with_steps("  - cable: {cut: true}\n"), support::catalog(), step_kinds());
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_NE(result.diagnostics[0].message.find("this step needs a bus"), std::string::npos);
}

}  // namespace
}  // namespace otbench::runner
