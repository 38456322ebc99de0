#include "circuit/solver/network.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "circuit/solver/trajectory.hpp"

namespace otbench::circuit::test {
namespace {

/// A source behind a conductance of 1 S at node "in".
Schematic fed() {
    Schematic parts;
    parts.sources = {{parts.node("in")}};
    return parts;
}

double volts(const Schematic& parts, const NetworkState& state, const char* node) {
    return state.v[static_cast<std::size_t>(parts.find(node))];
}

TEST(Network, settles_at_the_voltage_of_a_divider) {
    Schematic parts = fed();
    parts.resistors.push_back({"a", parts.node("in"), parts.node("middle"), 2e3});
    parts.resistors.push_back({"b", parts.node("middle"), Schematic::ground, 1e3});
    Network network{parts, nominal_k};
    const auto rest = network.operating_point({{30.0}, {1.0}, {}});
    EXPECT_NEAR(volts(parts, rest, "middle"), 10.0, 0.01);
}

TEST(Network, has_a_diode_drop_and_a_meter_that_falls_off_at_low_voltage) {
    Schematic parts = fed();
    parts.resistors.push_back({"a", parts.node("in"), parts.node("anode"), 1e3});
    parts.diodes.push_back({"d", parts.node("anode"), Schematic::ground, DiodeModel{}});
    Network network{parts, nominal_k};
    EXPECT_NEAR(volts(parts, network.operating_point({{5.0}, {1.0}, {}}), "anode"), 0.69, 0.02);
    EXPECT_DOUBLE_EQ(Network::sink_current(1.5e-3, 30), 1.5e-3);
    EXPECT_DOUBLE_EQ(Network::sink_current(1.5e-3, 12), 1.5e-3);
    EXPECT_NEAR(Network::sink_current(1.5e-3, 7), 0.75e-3, 1e-9);
    EXPECT_DOUBLE_EQ(Network::sink_current(1.5e-3, 1), 0);
}

TEST(Network, charges_a_capacitor_by_an_exponential) {
    Schematic parts = fed();
    parts.resistors.push_back({"r", parts.node("in"), parts.node("c"), 1e3});
    parts.capacitors.push_back({"c", parts.node("c"), Schematic::ground, 1e-6});
    Network network{parts, nominal_k};
    Stimulus stimulus;
    stimulus.source_v = {Ramp{0.0, 10.0, 0.0, 1e-9}};
    stimulus.source_siemens = {1.0};
    Trajectory transient{network, network.operating_point({{0.0}, {1.0}, {}}), stimulus};
    const Probe probe{parts.find("c"), Schematic::ground};
    EXPECT_NEAR(transient.voltage(probe, 0.6931e-3 * 1.001), 5.0, 0.01) << "ln 2 time constants";
    EXPECT_NEAR(transient.voltage(probe, 2e-3), 10 * (1 - 0.1356), 0.01);
    EXPECT_GT(transient.settled_s(), 5e-3);
    EXPECT_NEAR(transient.voltage(probe, 1.0), 10, 1e-3);
}

}  // namespace
}  // namespace otbench::circuit::test
