#include "circuit/solver/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
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

/// 1 uF that 10 V charge through 1001 ohm.
struct ChargedCapacitor {
    explicit ChargedCapacitor(const ErrorLimits& limits = {})
        : transient{network, network.operating_point({{0.0}, {1.0}, {}}), stimulus(), limits} {}

    static Schematic schematic() {
        Schematic parts = fed();
        parts.resistors.push_back({"r", parts.node("in"), parts.node("c"), 1e3});
        parts.capacitors.push_back({"c", parts.node("c"), Schematic::ground, 1e-6});
        return parts;
    }
    static Stimulus stimulus() { return {{Ramp{0.0, 10.0, 0.0, 1e-9}}, {1.0}, {}}; }

    Schematic parts = schematic();
    Network network{parts, nominal_k};
    Trajectory transient;
    Probe probe{parts.find("c"), Schematic::ground};
};

TEST(Network, charges_a_capacitor_by_an_exponential) {
    ChargedCapacitor charged;
    auto& transient = charged.transient;
    const Probe probe = charged.probe;
    EXPECT_NEAR(transient.voltage(probe, 0.6931e-3 * 1.001), 5.0, 0.01) << "ln 2 time constants";
    EXPECT_NEAR(transient.voltage(probe, 2e-3), 10 * (1 - 0.1356), 0.01);
    EXPECT_GT(transient.settled_s(), 5e-3);
    EXPECT_NEAR(transient.voltage(probe, 1.0), 10, 1e-3);
}

TEST(Trajectory, takes_steps_that_err_by_about_what_they_may) {
    ErrorLimits limits;
    limits.absolute_v = 1e-3;
    limits.relative = 0;
    ChargedCapacitor charged{limits};
    charged.transient.complete();
    double farthest_v = 0;
    const auto& times = charged.transient.times();
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double exact_v = 10 * (1 - std::exp(-times[i] / 1.001e-3));
        farthest_v = std::max(farthest_v, std::abs(charged.transient.voltage_at(charged.probe, i) - exact_v));
    }
    EXPECT_GT(farthest_v, 5e-3) << "steps are shorter than they need be";
    EXPECT_LT(farthest_v, 10e-3);
}

/// A transistor whose base a current of some microamperes feeds.
struct AmplifyingTransistor {
    AmplifyingTransistor() {
        parts.sources = {{parts.node("in")}, {parts.node("supply")}};
        parts.resistors.push_back({"rb", parts.node("in"), parts.node("base"), 100e3});
        parts.resistors.push_back({"rc", parts.node("supply"), parts.node("collector"), 1e3});
        parts.transistors.push_back({"q", parts.node("collector"), parts.node("base"), Schematic::ground, model()});
    }
    static BipolarModel model() {
        BipolarModel model;
        model.cje = model.cjc = 10e-12;
        return model;
    }
    static Inputs inputs(double in_v) { return {{in_v, 10.0}, {1.0, 1.0}, {}}; }

    /// The state a microsecond after that one, when the base is fed from that voltage then.
    NetworkState later(NetworkState state, double in_v, Network::Operated& operated) {
        network().charge(state, inputs(in_v));
        constexpr double lead = 1e6;
        std::vector<double> past = network().charges();
        for (double& charge : past) charge *= -lead;
        EXPECT_TRUE(network().solve(state, inputs(in_v), {lead, past.data(), nullptr}, {1e-9, left_v, 20}, operated));
        return state;
    }
    Network& network() {
        if (!network_) network_.emplace(parts, nominal_k);
        return *network_;
    }

    static constexpr double left_v = 1e-6;
    Schematic parts;

private:
    std::optional<Network> network_;
};

double farthest_moved(const NetworkState& from, const NetworkState& to) {
    double most = 0;
    for (std::size_t n = 0; n < to.v.size(); ++n) most = std::max(most, std::abs(to.v[n] - from.v[n]));
    return most;
}

/// The same, which has been evaluated once.
struct OperatedTransistor : AmplifyingTransistor {
    Network::Operated operated, anew;
    NetworkState before = later(network().operating_point(inputs(2.0)), 2.0, operated);
    double evaluated_be = operated.at(0).be;
};

TEST(Network, goes_on_along_straight_lines_where_a_transistor_hardly_moves) {
    OperatedTransistor amplifier;
    auto& operated = amplifier.operated;
    const NetworkState& before = amplifier.before;
    const NetworkState between = amplifier.later(before, 2.0001, operated);
    const NetworkState after = amplifier.later(between, 2.0002, operated);
    EXPECT_EQ(operated[0].be, amplifier.evaluated_be) << "not evaluated again";
    const NetworkState exact = amplifier.later(between, 2.0002, amplifier.anew);
    for (std::size_t n = 0; n < exact.v.size(); ++n) EXPECT_NEAR(after.v[n], exact.v[n], 0.3e-6);
    EXPECT_GT(farthest_moved(before, after), 100e-6);
}

TEST(Network, evaluates_a_transistor_that_moves) {
    OperatedTransistor amplifier;
    auto& operated = amplifier.operated;
    const NetworkState& before = amplifier.before;
    const NetworkState after = amplifier.later(before, 3.0, operated);
    EXPECT_NE(operated[0].be, amplifier.evaluated_be);
    const NetworkState exact = amplifier.later(before, 3.0, amplifier.anew);
    for (std::size_t n = 0; n < exact.v.size(); ++n) EXPECT_NEAR(after.v[n], exact.v[n], 10e-6);
}

TEST(KeptStates, has_each_state_as_it_was_appended) {
    KeptStates states{{{0, 1, 2}, {3}}};
    for (int i = 1; i < 100; ++i) states.append({{0, 1.0 * i, 2.0 * i}, {3.0 * i}});
    ASSERT_EQ(states.size(), 100u);
    EXPECT_EQ(states.v(70)[2], 140);
    EXPECT_EQ(states.coil_a(70)[0], 210);
    EXPECT_EQ(states.at(99).v, (std::vector<double>{0, 99, 198}));
    EXPECT_EQ(states.at(99).coil_a, (std::vector<double>{297}));
}

}  // namespace
}  // namespace otbench::circuit::test
