#include "runner/language/electrical_change.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

namespace otbench::runner {
namespace {

const circuit::ElectricalParameter& parameter(std::string_view key) {
    for (const auto& each : circuit::electrical_parameters())
        if (each.key == key) return each;
    throw std::runtime_error{"unknown parameter " + std::string{key}};
}

TEST(ElectricalChange, changes_what_it_names_and_keeps_what_earlier_ones_changed) {
    circuit::Electrics electrics;
    ElectricalChange first;
    first.values = {{&parameter("supply"), 24.0}, {&parameter("noise"), 0.05}};
    first.resistors = {{"r5", circuit::open_circuit}, {"r8", 440e3}};
    first.transistors = {{"q2", true}};
    first.apply_to(electrics);
    ElectricalChange second;
    second.values = {{&parameter("leak"), 10e3}, {&parameter("tx-floats"), 1.0}};
    second.resistors = {{"r5", std::nullopt}};
    second.apply_to(electrics);
    EXPECT_EQ(electrics.converter.supply_v, 24.0);
    EXPECT_EQ(electrics.disturbance.noise_v, 0.05);
    EXPECT_EQ(electrics.cable.leak_ohm, 10e3);
    EXPECT_TRUE(electrics.input.floats);
    EXPECT_EQ(electrics.converter.resistors, (std::map<std::string, double>{{"r8", 440e3}}));
    EXPECT_EQ(electrics.converter.shorted_transistors, std::set<std::string>{"q2"});
    ElectricalChange third;
    third.transistors = {{"q2", false}};
    third.apply_to(electrics);
    EXPECT_TRUE(electrics.converter.shorted_transistors.empty());
}

}  // namespace
}  // namespace otbench::runner
