// A cable's losses, held to physics rather than to the constants of their fit.
#include "circuit/segment/cable_constants.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <stdexcept>

#include "circuit/segment/plant.hpp"

namespace otbench::circuit {
namespace {

constexpr double two_pi = 6.283185307179586;
constexpr double wire_radius_m = 0.4e-3;

std::complex<double> series_impedance(const CableConstants& cable, double hz) {
    const std::complex<double> s{0.0, two_pi * hz};
    std::complex<double> sum = cable.ohm + s * cable.henry;
    for (const auto& branch : cable.skin) sum += s * branch.henry * branch.ohm / (branch.ohm + s * branch.henry);
    return sum;
}

std::complex<double> shunt_admittance(const CableConstants& cable, double hz) {
    const std::complex<double> s{0.0, two_pi * hz};
    std::complex<double> sum = s * cable.farad;
    for (const auto& branch : cable.dielectric) sum += 1.0 / (branch.ohm + 1.0 / (s * branch.farad));
    return sum;
}

/// Resistance of a copper wire against that for direct current, where its skin is much thinner than itself.
double resistance_ratio(double hz) {
    constexpr double resistivity = 1.72e-8, permeability = two_pi * 2e-7;
    const double depth_m = std::sqrt(resistivity / (two_pi / 2 * hz * permeability));
    return wire_radius_m / (2 * depth_m) + 0.25;
}

TEST(CableConstants, follow_the_skin_effect_of_copper_wires_of_the_cables_diameter) {
    const auto cable = cable_constants(lossy_telephone_cable());
    for (const double hz : {500e3, 1e6, 2.5e6, 5e6, 10e6}) {
        const double expected = 0.073 * resistance_ratio(hz);
        EXPECT_NEAR(series_impedance(cable, hz).real(), expected, 0.1 * expected) << hz << " Hz";
    }
}

TEST(CableConstants, keep_the_loss_tangent_over_two_decades) {
    const auto cable = cable_constants(lossy_telephone_cable());
    for (const double hz : {100e3, 200e3, 500e3, 1e6, 2e6, 5e6, 10e6}) {
        const double loss = shunt_admittance(cable, hz).real() / (two_pi * hz * 120e-12);
        EXPECT_NEAR(loss, 0.07, 0.2 * 0.07) << hz << " Hz";
    }
}

TEST(CableConstants, are_those_of_the_parameters_at_low_frequencies) {
    const auto cable = cable_constants(lossy_telephone_cable());
    constexpr double hz = 300.0;
    EXPECT_NEAR(series_impedance(cable, hz).real(), 0.073, 0.073e-3);
    EXPECT_NEAR(series_impedance(cable, hz).imag(), two_pi * hz * 0.7e-6, two_pi * hz * 0.7e-9);
    EXPECT_NEAR(shunt_admittance(cable, hz).imag(), two_pi * hz * 120e-12, two_pi * hz * 0.12e-12);
}

TEST(CableConstants, have_no_branches_without_losses) {
    const auto cable = cable_constants(CableParameters{});
    EXPECT_TRUE(cable.skin.empty());
    EXPECT_TRUE(cable.dielectric.empty());
    EXPECT_DOUBLE_EQ(cable.ohm, 0.073);
    EXPECT_DOUBLE_EQ(cable.henry, 0.7e-6);
    EXPECT_DOUBLE_EQ(cable.farad, 120e-12);
}

/// How far the voltage at the end of 20 m still swings, 5 to 10 us after TX began to rise.
double ringing_v(CableParameters cable) {
    cable.length_m = 20.0;
    Plant plant{ConverterParameters{}, cable, {{20.0, 30e-12}}};
    const auto edge = plant.change(plant.steady({0.0, true, {1.5e-3}}), Nanoseconds{1'000'000}, {3.3, true, {1.5e-3}});
    double least = 100, most = 0;
    for (int i = 0; i <= 500; ++i) {
        const double volts = edge->trajectory.voltage(plant.tap(0), 5e-6 + i * 10e-9);
        least = std::min(least, volts);
        most = std::max(most, volts);
    }
    return most - least;
}

TEST(CableConstants, make_the_ringing_of_a_short_line_fade) {
    CableParameters skin_only;
    skin_only.skin_effect = true;
    const double lossless_v = ringing_v({}), skin_v = ringing_v(skin_only),
                 lossy_v = ringing_v(lossy_telephone_cable());
    EXPECT_GT(lossless_v, 10.0);
    EXPECT_LT(skin_v, 0.9 * lossless_v);
    EXPECT_LT(lossy_v, 0.7 * skin_v);
}

TEST(CableConstants, leave_the_voltages_of_a_cut_line_to_be_found) {
    CableParameters cable = lossy_telephone_cable();
    cable.length_m = 20.0;
    cable.cut = true;
    Plant plant{ConverterParameters{}, cable, {{20.0, 30e-12}}};
    const auto edge = plant.change(plant.steady({0.0, true, {0.0}}), Nanoseconds{0}, {3.3, true, {0.0}});
    EXPECT_NEAR(edge->trajectory.voltage(plant.tap(0), 1e-6), 0.0, 1.0);
}

TEST(CableConstants, refuse_a_loss_tangent_that_leaves_no_capacitance) {
    CableParameters cable;
    cable.loss_tangent = 0.3;
    EXPECT_THROW(ringing_v(cable), std::invalid_argument);
}

}  // namespace
}  // namespace otbench::circuit
