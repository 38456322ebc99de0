#include "tests/runner/language/parse_support.hpp"

namespace otbench::runner {
namespace {

using support::with_steps;

template <class Action>
Action only_step(const std::string& text) {
    const auto scenario = support::sound(text);
    EXPECT_EQ(scenario.steps.size(), 1U);
    return scenario.steps.empty() ? Action{} : std::get<Action>(scenario.steps[0].action);
}

TEST(ParseDeviceSteps, take_what_happens_to_the_network) {
    EXPECT_EQ(only_step<LinkStep>(with_steps("  - link: broker down\n")).what, LinkStep::What::broker_down);
    EXPECT_EQ(only_step<LinkStep>(with_steps("  - link: reset\n")).what, LinkStep::What::reset);
}

TEST(ParseDeviceSteps, take_a_device_whose_power_goes) {
    EXPECT_EQ(only_step<PowerCycleStep>(with_steps("  - power-cycle: boiler\n")).device, "boiler");
}

TEST(ParseDeviceSteps, take_any_pin_with_a_level) {
    const auto driven = only_step<PinStep>(with_steps("  - {pin: boiler.gpio14, level: high}\n"));
    EXPECT_EQ(driven.pin.gpio, 14);
    EXPECT_TRUE(driven.level);
    EXPECT_FALSE(only_step<ExpectPinStep>(with_steps("  - {expect-pin: boiler.gpio16, level: low}\n")).level);
}

TEST(ParseDeviceSteps, take_the_query_script_with_its_own_defaults) {
    const auto script = only_step<QueryScriptStep>(with_steps("  - query-script: {addresses: [1, 2]}\n"));
    EXPECT_EQ(script.device, "boiler");
    EXPECT_EQ(script.addresses, (std::vector<int>{1, 2}));
    EXPECT_FALSE(script.mezzanine);
    EXPECT_EQ(script.tx, 15);
    EXPECT_EQ(script.rx, 13);
    EXPECT_EQ(script.speed, 2400);
}

TEST(ParseDeviceSteps, answer_what_cannot_be) {
    support::expect_answers({
        {"link", with_steps("  - link: broker dawn\n"),
         "6:11: 'broker dawn' does not happen to a network; did you mean 'broker down'?"},
        {"device", with_steps("  - power-cycle: kitchen\n"), "6:18: unknown device 'kitchen'; known: boiler"},
        {"pin", with_steps("  - {pin: boiler.gpio17, level: low}\n"),
         "6:11: there is no pin 'gpio17'; they are gpio0 to gpio16"},
        {"level", with_steps("  - {pin: boiler.gpio14, level: up}\n"), "6:33: 'up' is no level; it is low or high"},
        {"no address", with_steps("  - query-script: {addresses: []}\n"),
         "6:31: the script needs at least one address"},
        {"address", with_steps("  - query-script: {addresses: [256]}\n"), "6:32: '256' is no address; it is 0 to 255"},
        {"serial", with_steps("  - query-script: {addresses: [1], serial: hat}\n"),
         "6:44: 'hat' is no way to the bus; it is softuart or mezzanine"},
    });
}

}  // namespace
}  // namespace otbench::runner
