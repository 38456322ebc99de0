#include <fmt/core.h>

#include <cmath>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using support::with_bus;

constexpr std::string_view wiring = "  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n";  // line 6

/// A converter with one more key; what follows "rx: boiler.gpio13, " stands in column 53.
std::string with_converter(std::string_view key) {
    return with_bus("  converter: {tx: boiler.gpio15, rx: boiler.gpio13, " + std::string{key} + "}\n");
}
/// A cable, in line 7 from column 11.
std::string with_cable(std::string_view keys) {
    return with_bus(std::string{wiring} + "  cable: {" + std::string{keys} + "}\n");
}
/// Meters, from line 8 on.
std::string with_meters(std::string_view meters) {
    return with_bus(std::string{wiring} + "  meters:\n" + std::string{meters});
}
/// A meter with one more key, in line 8 from column 54.
std::string with_meter(std::string_view key) {
    return with_meters("    heat: {profile: itron-cf-echo-2, address: 1, " + std::string{key} + "}\n");
}
std::string with_wires(std::string_view tx, std::string_view rx) {
    return with_bus("  converter: {tx: " + std::string{tx} + ", rx: " + std::string{rx} + "}\n");
}

TEST(ParseBus, describes_the_usual_converter_by_default) {
    const auto bus = support::sound(with_bus(wiring)).buses.at(0);
    EXPECT_EQ(bus.electrics.converter.model, circuit::ConverterModel::otb_iot);
    EXPECT_EQ(bus.electrics.converter.supply_v, 36.0);
    EXPECT_EQ(bus.converter.tx.device, "boiler");
    EXPECT_EQ(bus.converter.tx.gpio, 15);
    EXPECT_EQ(bus.converter.rx.gpio, 13);
    EXPECT_EQ(bus.converter.rx.at.line, 6);
    EXPECT_TRUE(bus.electrics.converter.resistors.empty());
    EXPECT_EQ(bus.electrics.cable.length_m, 0.0);
    EXPECT_TRUE(bus.meters.empty());
}

TEST(ParseBus, without_a_converter_has_a_standard_master_that_nothing_is_wired_to) {
    const auto bus = support::sound(with_bus("  cable: {length: 20 m}\n")).buses.at(0);
    EXPECT_EQ(bus.electrics.converter.model, circuit::ConverterModel::standard_master);
    EXPECT_EQ(bus.electrics.converter.supply_v, 42.0);
    EXPECT_LT(bus.converter.tx.gpio, 0);
    EXPECT_EQ(bus.electrics.cable.length_m, 20.0);
}

TEST(ParseBus, takes_a_standard_master_with_its_own_supply) {
    const auto bus =
        support::sound(with_bus("  converter: {model: standard-master, tx: boiler.gpio15, rx: boiler.gpio13}\n"))
            .buses.at(0);
    EXPECT_EQ(bus.electrics.converter.model, circuit::ConverterModel::standard_master);
    EXPECT_EQ(bus.electrics.converter.supply_v, 42.0);
}

TEST(ParseBus, takes_resistors_off_by_a_factor_and_shorted_transistors) {
    const auto bus = support::sound(with_converter("resistors: {R5: x1.05}, transistors: {Q2: short}")).buses.at(0);
    EXPECT_NEAR(bus.electrics.converter.resistors.at("r5"), 82 * 1.05, 1e-9);
    EXPECT_EQ(bus.electrics.converter.shorted_transistors, std::set<std::string>{"q2"});
}

TEST(ParseBus, takes_every_part_of_a_bus) {
    const auto bus = support::sound(with_bus("  converter:\n"
                                             "    model: otb-iot-level-converter\n"
                                             "    supply: 24 V\n"
                                             "    supply-resistance: 10 Ohm\n"
                                             "    temperature: -20 C\n"
                                             "    tx: boiler.gpio4\n"
                                             "    rx: boiler.gpio5\n"
                                             "    resistors: {R5: open, R2: short, R8: 100 kOhm}\n"
                                             "  cable: {length: 1.2 km, resistance: 36 Ohm/km, capacitance: 60 pF/m, "
                                             "extra-capacitance: 10 nF, cut: true}\n"
                                             "  meters:\n"
                                             "    heat:\n"
                                             "      profile: itron-cf-echo-2\n"
                                             "      address: 250\n"
                                             "      id: 00000001\n"
                                             "      unit-loads: 2.5\n"
                                             "      space-current: 11 mA\n"
                                             "      response-delay: 50ms\n"
                                             "      values: {energy: 9730 kWh, volume: 1638.0 m3}\n"))
                         .buses.at(0);
    EXPECT_EQ(bus.electrics.converter.supply_v, 24.0);
    EXPECT_EQ(bus.electrics.converter.supply_resistance_ohm, 10.0);
    EXPECT_EQ(bus.electrics.converter.temperature_c, -20.0);
    EXPECT_EQ(bus.electrics.converter.resistors.size(), 3U);
    EXPECT_TRUE(std::isinf(bus.electrics.converter.resistors.at("r5")));
    EXPECT_EQ(bus.electrics.converter.resistors.at("r2"), 0.0);
    EXPECT_EQ(bus.electrics.converter.resistors.at("r8"), 100e3);
    EXPECT_EQ(bus.electrics.cable.length_m, 1200.0);
    EXPECT_DOUBLE_EQ(bus.electrics.cable.ohm_per_m, 0.036);
    EXPECT_DOUBLE_EQ(bus.electrics.cable.farad_per_m, 60e-12);
    EXPECT_DOUBLE_EQ(bus.electrics.cable.extra_farad, 10e-9);
    EXPECT_TRUE(bus.electrics.cable.cut);
    ASSERT_EQ(bus.meters.size(), 1U);
    const auto& meter = bus.meters[0];
    EXPECT_EQ(meter.name, "heat");
    EXPECT_EQ(meter.address, 250);
    EXPECT_EQ(meter.id, "00000001");
    EXPECT_EQ(meter.unit_loads, 2.5);
    EXPECT_EQ(meter.space_current_a, 0.011);
    EXPECT_EQ(meter.response_delay, 50ms);
    EXPECT_EQ(meter.values.at("volume"), "1638.0 m3");
    EXPECT_EQ(meter.value_positions.at("energy").line, 23);
}

TEST(ParseBus, takes_exactly_the_pins_that_can_carry_serial_data) {
    for (const int gpio : {0, 2, 4, 5, 12, 14, 15}) {
        EXPECT_TRUE(support::complaints(with_wires("boiler.gpio" + std::to_string(gpio), "boiler.gpio13")).empty());
    }
    for (const int gpio : {1, 3, 6, 7, 8, 9, 10, 11, 16, 17}) {
        EXPECT_FALSE(support::complaints(with_wires("boiler.gpio" + std::to_string(gpio), "boiler.gpio13")).empty());
    }
}

TEST(ParseBus, answers_bad_wiring) {
    const std::string usable = "; usable: gpio 0, 2, 4, 5, 12, 13, 14, 15";
    support::expect_answers({
        {"no rx", with_bus("  converter: {tx: boiler.gpio15}\n"),
         "6:14: the converter needs 'rx': a pin such as boiler.gpio15, or a 'port'"},
        {"flash pin", with_wires("boiler.gpio15", "boiler.gpio7"),
         "6:38: gpio7 cannot be wired to the converter: it belongs to the flash memory" + usable},
        {"console pin", with_wires("boiler.gpio1", "boiler.gpio13"),
         "6:19: gpio1 cannot be wired to the converter: it sends the console" + usable},
        {"pin 16", with_wires("boiler.gpio16", "boiler.gpio13"),
         "6:19: gpio16 cannot be wired to the converter: the software UART cannot use it" + usable},
        {"pin 17", with_wires("boiler.gpio17", "boiler.gpio13"),
         "6:19: unknown pin 'gpio17' (expected gpio0 to gpio16)"},
        {"same pin", with_wires("boiler.gpio13", "boiler.gpio13"),
         "6:38: tx and rx are both boiler.gpio13 (expected different pins)"},
        {"device", with_wires("boilr.gpio15", "boiler.gpio13"), "6:19: unknown device 'boilr'; did you mean 'boiler'?"},
        {"no device", with_wires("gpio15", "boiler.gpio13"),
         "6:19: invalid pin 'gpio15' (expected a device and its pin such as boiler.gpio15)"},
        {"board's name of a pin", with_wires("boiler.d8", "boiler.gpio13"),
         "6:19: invalid pin 'boiler.d8' (expected a device and its pin such as boiler.gpio15)"},
    });
}

TEST(ParseBus, answers_bad_electrical_values) {
    support::expect_answers({
        {"model", with_converter("model: tss721"),
         "6:60: unknown converter model 'tss721'; known: otb-iot-level-converter, standard-master"},
        {"supply", with_converter("supply: 230 V"), "6:61: invalid voltage '230 V' (expected 0 V to 42 V)"},
        {"supply without unit", with_converter("supply: 36"),
         "6:61: a voltage needs a unit: '36' could be 36 V or 36 mV"},
        {"temperature", with_converter("temperature: 300 K"),
         "6:66: invalid unit 'K' of a temperature (expected for example 300 C)"},
        {"resistor", with_converter("resistors: {R5: gone}"),
         "6:69: invalid resistance 'gone' (expected for example 1 Ohm, 1 mOhm, 1 kOhm or 1 MOhm)"},
        {"resistor of 0", with_converter("resistors: {R5: 0 Ohm}"),
         "6:69: invalid resistance '0 Ohm' (expected 1 mOhm to 100 MOhm, open or short)"},
        {"no such resistor", with_converter("resistors: {r5: open}"),
         "6:65: unknown key 'r5' in the converter's resistors; did you mean 'R5'?"},
        {"factor", with_converter("resistors: {R5: x0}"),
         "6:69: invalid factor 'x0' (expected a factor above 0 such as x1.05)"},
        {"transistor", with_converter("transistors: {Q1: open}"),
         "6:71: invalid transistor state 'open' (expected short or nominal)"},
        {"parts of a standard master",
         with_bus(
             "  converter: {model: standard-master, tx: boiler.gpio15, rx: boiler.gpio13, resistors: {R5: open}}\n"),
         "6:88: a standard-master has no parts to change"},
        {"noise", with_cable("noise: 50 mW"),
         "7:18: invalid unit 'mW' of a voltage (expected for example 50 V or 50 mV)"},
        {"cable length", with_cable("length: -1 m"), "7:19: invalid length '-1 m' (expected 0 m to 10 km)"},
        {"cut", with_cable("cut: maybe"), "7:16: invalid value 'maybe' (expected yes, no, true, false, on or off)"},
    });
}

TEST(ParseBus, answers_bad_meters) {
    support::expect_answers({
        {"profile", with_meters("    heat: {profile: itron-cf-eco-2, address: 1}\n"),
         "8:21: unknown profile 'itron-cf-eco-2'; did you mean 'itron-cf-echo-2'? (otbench profiles list)"},
        {"other profile", with_meters("    heat: {profile: toaster, address: 1}\n"),
         "8:21: unknown profile 'toaster' (otbench profiles list)"},
        {"address", with_meters("    heat: {profile: itron-cf-echo-2, address: 251}\n"),
         "8:47: invalid primary address '251' (expected 0 to 250)"},
        {"address twice",
         with_meters("    a: {profile: itron-cf-echo-2, address: 1}\n    b: {profile: itron-cf-echo-2, address: 1}\n"),
         "9:5: 'b' has the address 1 of 'a' (expected different primary addresses)"},
        {"name twice",
         with_meters("    a: {profile: itron-cf-echo-2, address: 1}\n    a: {profile: itron-cf-echo-2, address: 2}\n"),
         "9:5: 'a' is already given in line 8; only one of them can count"},
        {"id", with_meter("id: 1234"),
         "8:54: invalid identification number '1234' (expected eight digits such as 14273160)"},
        {"unit loads", with_meter("unit-loads: -1"), "8:62: invalid number '-1' (expected 0 to 100)"},
        {"space current", with_meter("space-current: 15"),
         "8:65: a current needs a unit: '15' could be 15 A, 15 mA or 15 uA"},
        {"response delay", with_meter("response-delay: 40"),
         "8:66: a duration needs a unit: '40' could be 40us, 40ms or 40s"},
        {"value name", with_meter("values: {enrgy: 1 kWh}"),
         "8:59: unknown value 'enrgy' of profile 'itron-cf-echo-2'; did you mean 'energy'?"},
        {"value", with_meter("values: {energy: [1, 2]}"),
         "8:67: 'energy' must be a value such as 9730 kWh, not a list"},
        {"values", with_meter("values: 1 kWh"),
         "8:58: 'values' must be a mapping of the profile's value names, not text"},
        {"no values", with_meters("    a: {profile: nothing-but-an-address, address: 1, values: {energy: 1 kWh}}\n"),
         "8:63: unknown value 'energy' of profile 'nothing-but-an-address'"},
    });
}

/// A bus with a serial link, and the steps.
std::string with_link(const std::string& link, const std::string& steps) {
    std::string text = with_meters("    heat: {profile: itron-cf-echo-2, address: 1}\n");
    text.insert(text.find("  meters:"), "  serial-link: " + link + "\n");
    return text.replace(text.find("steps:"), std::string::npos, "steps:\n" + steps);
}

TEST(ParseBus, takes_a_serial_link_and_changes_of_its_faults) {
    const auto result = parse_scenario_text(
        "x.yaml", with_link("{baud: 9600, faults: {link-drop: 28 at 33}}", "  - serial-link: {echo: yes}\n"),
        support::catalog(), step_kinds());
    ASSERT_TRUE(result.scenario) << to_string(result.diagnostics[0]);
    const auto& link = *result.scenario->buses.at(0).serial_link;
    EXPECT_EQ(link.baud, 9600);
    EXPECT_EQ(link.faults.at("link-drop"), "28 at 33");
    EXPECT_EQ(result.scenario->steps[0].title, "serial-link");
}

TEST(ParseBus, lets_the_catalog_judge_faults_of_a_link) {
    auto catalog = support::catalog();
    catalog.link_complaint = [](const std::string& name, const std::string&) { return std::optional{"no " + name}; };
    const auto result =
        parse_scenario_text("x.yaml", with_link("{faults: {link-crop: 1}}", "  - note: x\n"), catalog, step_kinds());
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_THAT(to_string(result.diagnostics[0]), testing::EndsWith("no link-crop"));
}

TEST(ParseBus, changes_no_faults_of_a_link_that_is_not_there) {
    auto text = with_meters("    heat: {profile: itron-cf-echo-2, address: 1}\n");
    text.replace(text.find("steps:"), std::string::npos, "steps:\n  - serial-link: {echo: yes}\n");
    const auto result = parse_scenario_text("x.yaml", text, support::catalog(), step_kinds());
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_THAT(to_string(result.diagnostics[0]), testing::HasSubstr("expected 'serial-link' in the bus"));
}

TEST(ParseBus, lets_the_catalog_judge_values) {
    auto catalog = support::catalog();
    catalog.complaint = [](const std::string& profile, const std::string& name, const std::string& text) {
        return text == "1 V" ? std::optional{profile + " has no volts in " + name} : std::nullopt;
    };
    const auto result =
        parse_scenario_text("x.yaml", with_meter("values: {energy: 1 V, volume: 1 m3}"), catalog, step_kinds());
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_EQ(to_string(result.diagnostics[0]), "x.yaml:8:67: itron-cf-echo-2 has no volts in energy");
}

TEST(ParseBus, reads_the_path_of_a_profile_from_the_folder_of_the_scenario) {
    auto catalog = support::catalog();
    catalog.is_path = [](std::string_view text) { return text.find('/') != std::string_view::npos; };
    const std::string folder = OTBENCH_SOURCE_DIR "/meters/";
    const auto parsed = [&](const char* profile) {
        const auto text = with_meters(fmt::format("    heat: {{profile: {}, address: 1}}\n", profile));
        return parse_scenario_text(folder + "x.yaml", text, catalog, step_kinds());
    };
    const auto found = parsed("./profiles/itron-cf-echo-2.yaml");
    ASSERT_TRUE(found.scenario) << to_string(found.diagnostics.front());
    EXPECT_EQ(found.scenario->buses.at(0).meters[0].profile, folder + "profiles/itron-cf-echo-2.yaml");
    const auto missing = parsed("./profiles/none.yaml");
    ASSERT_EQ(missing.diagnostics.size(), 1U);
    EXPECT_EQ(to_string(missing.diagnostics[0]),
              fmt::format("{0}x.yaml:8:21: profile '{0}profiles/none.yaml' does not exist (expected a file)", folder));
}

TEST(ParseBus, lets_the_catalog_judge_the_model_of_a_meter) {
    auto catalog = support::catalog();
    catalog.complaint = [](const std::string&, const std::string& name, const std::string& text) {
        return name == "model" && text != "heat" ? std::optional{"no model " + text} : std::nullopt;
    };
    const auto heat = parse_scenario_text("x.yaml", with_meter("model: heat"), catalog, step_kinds());
    ASSERT_TRUE(heat.scenario);
    EXPECT_EQ(heat.scenario->buses.at(0).meters[0].settings.at("model"), "heat");
    const auto unknown = parse_scenario_text("x.yaml", with_meter("model: cold"), catalog, step_kinds());
    ASSERT_EQ(unknown.diagnostics.size(), 1U);
    EXPECT_EQ(to_string(unknown.diagnostics[0]), "x.yaml:8:57: no model cold");
}

}  // namespace
}  // namespace otbench::runner
