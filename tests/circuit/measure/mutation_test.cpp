// The comparison with ngspice would notice each stage's constant off by 5 %: for every one there is a quantity in which
// the true model is at least three times as close to ngspice as the changed one.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

#include "circuit/measure/measure.hpp"
#include "circuit/measure/spice_rig.hpp"
#include "circuit/netlist/circuit_parts.hpp"
#include "sim/host/process/ngspice.hpp"

namespace otbench::circuit::test {
namespace {

/// A constant by its part and SPICE's name, and the measurement that shows it.
struct Mutation {
    const char* part;
    const char* field;  ///< empty: the part's value; of "cable" a condition
    const char* family;
    const char* quantity;
    double tx_v, unit_loads, bus_f, cable_m, temp_c;
};

Conditions conditions_of(const Mutation& mutation) {
    Conditions c;
    c.tx_v = mutation.tx_v;
    c.unit_loads = mutation.unit_loads;
    c.cbus_f = mutation.bus_f;
    c.cable_m = mutation.cable_m;
    c.temp_c = mutation.temp_c;
    return c;
}

double& constant_in(Circuit& circuit, const std::string& part, const std::string& field) {
    for (auto& each : circuit.parts.resistors)
        if (each.name == part) return each.ohm;
    for (auto& each : circuit.parts.capacitors)
        if (each.name == part) return each.farad;
    for (auto& each : circuit.parts.transistors) {
        if (each.name != part) continue;
        for (const auto& known : bipolar_fields)
            if (field == known.name) return each.model.*known.value;
    }
    throw std::invalid_argument{part + "." + field};
}

double value_of(const Quantities& all, const std::string& name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Quantity& q) { return q.name == name; });
    if (found == all.end()) throw std::invalid_argument{name};
    return std::get<double>(found->value);
}

class Mutations : public testing::TestWithParam<Mutation> {};

TEST_P(Mutations, of_five_percent_are_noticed) {
    const Mutation& mutation = GetParam();
    const Conditions conditions = conditions_of(mutation);
    Conditions changed_conditions = conditions;
    auto changed = std::make_shared<Circuit>(*nominal_circuit());
    const std::string part = mutation.part, field = mutation.field;
    constexpr double factor = 1.05;
    if (part == "cable")
        (field == "ohm" ? changed_conditions.cable_ohm_per_m : changed_conditions.cable_farad_per_m) *= factor;
    else
        constant_in(*changed, part, field) *= factor;
    const auto run = [](const std::string& deck) { return sim::run_ngspice(deck, spice_output_file).rows; };
    const double expected = value_of(measure(mutation.family, *spice_rig(conditions, nullptr, run)), mutation.quantity);
    const double got = value_of(measure(mutation.family, conditions, nullptr), mutation.quantity);
    const double mutated = value_of(measure(mutation.family, changed_conditions, changed), mutation.quantity);
    EXPECT_GT(std::abs(mutated - expected), 3 * std::abs(got - expected))
        << "ngspice " << expected << ", the model " << got << ", changed " << mutated;
    EXPECT_GT(std::abs(mutated - expected), 5e-4 * std::abs(expected)) << "more than rounding";
}

constexpr double lumped = 1e-8, large = 5e-7, small = 1e-9, least = 1e-10;
INSTANTIATE_TEST_SUITE_P(Constants, Mutations,
                         testing::Values(
                             // Levels: the dividers, the follower, the sense stage.
                             Mutation{"r2", "", "dc_levels", "i_tx_pin", 3.3, 1, 0, 0, 27},
                             Mutation{"r3", "", "dc_levels", "v_bus_terminals", 0, 10, 0, 0, 27},
                             Mutation{"r4", "", "dc_levels", "v_rx", 3.3, 1, 0, 0, 27},
                             Mutation{"r5", "", "rx_transfer", "i_th_half", 3.3, 1, 0, 0, 27},
                             Mutation{"r6", "", "dc_levels", "v_bus_terminals", 0, 10, 0, 0, 27},
                             Mutation{"r7", "", "dc_levels", "v_rx", 3.3, 1, 0, 0, 27},
                             Mutation{"r8", "", "tx_edges", "space_t50", 3.3, 0, lumped, 0, 27},
                             Mutation{"q1", "is", "dc_levels", "v_mbusn", 3.3, 4, 0, 0, 27},
                             Mutation{"q1", "nf", "dc_levels", "v_mbusn", 3.3, 4, 0, 0, 27},
                             Mutation{"q1", "bf", "dc_levels", "v_bus_terminals", 0, 50, 0, 0, 27},
                             Mutation{"q1", "ikf", "dc_levels", "v_bus_terminals", 0, 50, 0, 0, 27},
                             Mutation{"q1", "xtb", "rx_transfer", "v_rx_at_6.5mA", 3.3, 1, 0, 0, 70},
                             Mutation{"q2", "is", "tx_drive", "v_tx_at_bus_10%", 3.3, 1, 0, 0, 27},
                             Mutation{"q2", "bf", "dc_levels", "v_b", 3.3, 20, 0, 0, 27},
                             Mutation{"q3", "is", "rx_transfer", "i_th_half", 3.3, 1, 0, 0, 27},
                             Mutation{"q3", "nf", "rx_transfer", "i_th_half", 3.3, 1, 0, 0, 27},
                             Mutation{"q3", "bf", "rx_transfer", "v_rx_at_6.5mA", 3.3, 1, 0, 0, 70},
                             Mutation{"q3", "rb", "dc_levels", "v_s", 0, 50, 0, 0, 27},
                             // Edges: charges of the junctions and of the input, transit times.
                             Mutation{"crx", "", "slave_edges", "rx_rise_vih", 3.3, 2, small, 0, 27},
                             Mutation{"q1", "cjc", "tx_edges", "space_transition_10_90", 3.3, 1, least, 0, 27},
                             Mutation{"q1", "cje", "tx_edges", "space_transition_10_90", 3.3, 0, least, 0, 27},
                             Mutation{"q2", "cjc", "tx_edges", "space_transition_10_90", 3.3, 1, least, 0, 27},
                             Mutation{"q2", "tr", "tx_edges", "space_t10", 3.3, 1, least, 0, 27},
                             Mutation{"q3", "cjc", "slave_edges", "rx_fall_half", 3.3, 3, large, 0, 27},
                             Mutation{"q3", "tr", "slave_edges", "rx_low_stretch", 3.3, 1, small, 0, 27},
                             // The line.
                             Mutation{"cable", "ohm", "dc_levels", "v_bus_slave", 0, 50, 0, 350, 27},
                             Mutation{"cable", "farad", "line_edges", "space_drop_6.95V", 3.3, 2, 0, 350, 27}),
                         [](const auto& mutation) {
                             return fmt::format("{}{}{}", mutation.param.part,
                                                mutation.param.field[0] == '\0' ? "" : "_", mutation.param.field);
                         });

}  // namespace
}  // namespace otbench::circuit::test
