#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using support::with_steps;

TEST(ParseDeviceSteps, say_in_their_titles_what_they_do) {
    const auto scenario =
        support::sound(with_steps("  - link: broker down\n"
                                  "  - power-cycle: boiler\n"
                                  "  - {pin: boiler.gpio14, level: high}\n"
                                  "  - {expect-pin: boiler.gpio16, level: low}\n"
                                  "  - {sensor: 28-0011223344aa, temperature: unplugged}\n"
                                  "  - query-script: {addresses: [1, 2]}\n"));
    std::vector<std::string> titles;
    for (const auto& step : scenario.steps) titles.push_back(step.title);
    EXPECT_EQ(titles, (std::vector<std::string>{"link broker down", "power-cycle boiler", "pin boiler.gpio14 high",
                                                "expect pin boiler.gpio16 low", "sensor 28-0011223344aa unplugged",
                                                "query-script"}));
}

TEST(ParseDeviceSteps, answer_what_cannot_be) {
    support::expect_answers({
        {"link", with_steps("  - link: broker dawn\n"),
         "6:11: unknown network event 'broker dawn'; did you mean 'broker down'?"},
        {"device", with_steps("  - power-cycle: kitchen\n"), "6:18: unknown device 'kitchen'; known: boiler"},
        {"pin", with_steps("  - {pin: boiler.gpio17, level: low}\n"),
         "6:11: unknown pin 'gpio17' (expected gpio0 to gpio16)"},
        {"level", with_steps("  - {pin: boiler.gpio14, level: up}\n"),
         "6:33: invalid level 'up' (expected low or high)"},
        {"no address", with_steps("  - query-script: {addresses: []}\n"),
         "6:31: the script needs at least one address"},
        {"address", with_steps("  - query-script: {addresses: [256]}\n"),
         "6:32: invalid address '256' (expected 0 to 255)"},
        {"serial", with_steps("  - query-script: {addresses: [1], serial: hat}\n"),
         "6:44: invalid serial port 'hat' (expected softuart or mezzanine)"},
    });
}

}  // namespace
}  // namespace otbench::runner
