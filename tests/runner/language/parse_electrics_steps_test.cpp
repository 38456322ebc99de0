// The steps that change converter and cable while a scenario runs.
#include "tests/runner/language/parse_support.hpp"

namespace otbench::runner {
namespace {

using support::with_bus_and_steps;
using support::with_steps;

std::vector<ElectricsStep> electrics_of(const std::string& steps) {
    std::vector<ElectricsStep> found;
    for (const auto& step : support::sound(with_bus_and_steps(steps)).steps)
        found.push_back(std::get<ElectricsStep>(step.action));
    return found;
}

TEST(ParseElectricsSteps, change_what_they_name_and_keep_what_earlier_steps_changed) {
    const auto steps = electrics_of(
        "  - converter: {supply: 24 V, resistors: {R5: open, R8: x2}}\n"
        "  - cable: {leak: 10 kOhm, noise: 50 mV}\n"
        "  - converter: {resistors: {R5: nominal}, transistors: {Q2: short}}\n"
        "  - cable: {leak: open}\n"
        "  - converter: {transistors: {Q2: nominal}, tx-floats: true, ripple: 200 mV}\n");
    ASSERT_EQ(steps.size(), 5U);
    EXPECT_EQ(steps[0].converter.supply_v, 24.0);
    EXPECT_EQ(steps[0].converter.resistors.size(), 2U);
    EXPECT_EQ(steps[1].converter.supply_v, 24.0) << "as the step before left it";
    EXPECT_EQ(steps[1].cable.leak_ohm, 10e3);
    EXPECT_EQ(steps[2].converter.resistors.count("r5"), 0U);
    EXPECT_EQ(steps[2].converter.resistors.count("r8"), 1U);
    EXPECT_EQ(steps[2].converter.shorted_transistors, std::set<std::string>{"q2"});
    EXPECT_EQ(steps[3].cable.leak_ohm, circuit::open_circuit);
    EXPECT_EQ(steps[3].cable.noise_v, 0.05);
    EXPECT_TRUE(steps[4].converter.shorted_transistors.empty());
    EXPECT_TRUE(steps[4].converter.tx_floats);
    EXPECT_EQ(steps[4].converter.ripple_v, 0.2);
}

TEST(ParseElectricsSteps, leave_wiring_and_length_alone) {
    const auto reject = [](const std::string& steps) {
        return parse_scenario_text("x.yaml", with_bus_and_steps(steps), support::catalog()).diagnostics.size();
    };
    EXPECT_EQ(reject("  - converter: {model: standard-master}\n"), 1U);
    EXPECT_EQ(reject("  - converter: {tx: boiler.gpio4}\n"), 1U);
    EXPECT_EQ(reject("  - cable: {length: 5 m}\n"), 1U);
}

TEST(ParseElectricsSteps, need_a_bus) {
    const auto result = parse_scenario_text("x.yaml", with_steps("  - cable: {cut: true}\n"), support::catalog());
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_NE(result.diagnostics[0].message.find("this scenario has no bus"), std::string::npos);
}

}  // namespace
}  // namespace otbench::runner
