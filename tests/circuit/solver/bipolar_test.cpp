#include "circuit/solver/bipolar.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace otbench::circuit::test {
namespace {

TEST(Bipolar, without_extras_is_an_exponential_and_a_gain) {
    const Bipolar part{BipolarModel{}, nominal_k};
    const double v_be = 0.65;
    const auto point = part.at(v_be, -5.0);
    const double ideal_a = 1e-16 * std::exp(v_be / thermal_v(nominal_k));
    EXPECT_NEAR(point.collector_a, ideal_a, 1e-6 * ideal_a);
    EXPECT_NEAR(point.collector_a / point.base_a, 100, 1e-3);
}

TEST(Bipolar, has_slopes_that_are_those_of_its_currents_and_charges) {
    BipolarModel model;
    model.vaf = 50;
    model.ikf = 0.05;
    model.ise = 1e-14;
    model.cje = 30e-12;
    model.cjc = 10e-12;
    model.tf = 5e-10;
    model.xtf = 4;
    model.vtf = 4;
    model.itf = 0.5;
    model.tr = 30e-9;
    const Bipolar part{model, nominal_k};
    constexpr double step = 1e-6;
    for (const double v_be : {0.3, 0.6, 0.75}) {
        for (const double v_bc : {-10.0, 0.1, 0.55}) {
            const auto low = part.at(v_be - step, v_bc), here = part.at(v_be, v_bc), high = part.at(v_be + step, v_bc);
            const auto slope = [&](double a, double b) { return (b - a) / (2 * step); };
            const auto near = [](double want, double got) { EXPECT_NEAR(got, want, 1e-3 * std::abs(want) + 1e-15); };
            near(slope(low.collector_a, high.collector_a), here.collector_by_be);
            near(slope(low.base_a, high.base_a), here.base_by_be);
            near(slope(low.be_coulomb, high.be_coulomb), here.be_by_be);
            const auto left = part.at(v_be, v_bc - step), right = part.at(v_be, v_bc + step);
            near(slope(left.collector_a, right.collector_a), here.collector_by_bc);
            near(slope(left.bc.value, right.bc.value), here.bc.slope);
        }
    }
}

TEST(Bipolar, conducts_more_when_hot) {
    const Bipolar cold{BipolarModel{}, nominal_k}, hot{BipolarModel{}, nominal_k + 43};
    EXPECT_GT(hot.at(0.6, -5).collector_a, 10 * cold.at(0.6, -5).collector_a);
}

TEST(Bipolar, of_pnp_type_has_its_sign_reversed) {
    BipolarModel model;
    EXPECT_EQ((Bipolar{model, nominal_k}.sign()), 1.0);
    model.pnp = 1;
    EXPECT_EQ((Bipolar{model, nominal_k}.sign()), -1.0);
}

}  // namespace
}  // namespace otbench::circuit::test
