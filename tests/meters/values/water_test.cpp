#include "meters/values/water.hpp"

#include <gtest/gtest.h>

namespace otbench::meters {
namespace {

TEST(Water, has_the_density_and_heat_that_tables_give) {
    EXPECT_NEAR(1 / Water::at(20).volume, 998.9, 0.1);  // kg/m3 at 16 bar
    EXPECT_NEAR(1 / Water::at(70).volume, 978.4, 0.1);
    EXPECT_NEAR(Water::at(100).enthalpy, 420.2e3, 0.1e3);
    EXPECT_NEAR((Water::at(50.5).enthalpy - Water::at(49.5).enthalpy), 4177, 3);  // specific heat
}

// EN 1434-1, table of heat coefficients for 16 bar, flow sensor in the return; 1.1524 kWh/(m3 K) at 70 and 40 °C.
TEST(Water, has_the_heat_coefficients_of_the_heat_meter_standard) {
    EXPECT_NEAR(heat_coefficient(70, 40, 40) / 3.6e6, 1.1524, 0.0002);
    EXPECT_NEAR(heat_coefficient(70, 40, 70) / 3.6e6, 1.1356, 0.0002);
    EXPECT_GT(heat_coefficient(70, 40, 40), heat_coefficient(70, 40, 70));  // cold water is denser
}

TEST(Water, stays_finite_outside_the_measuring_range) {
    EXPECT_NEAR(heat_coefficient(50, 50, 50), heat_coefficient(50.1, 49.9, 50), 100);
    EXPECT_EQ(Water::at(-20).enthalpy, Water::at(0).enthalpy);
    EXPECT_EQ(Water::at(1000).enthalpy, Water::at(200).enthalpy);
}

}  // namespace
}  // namespace otbench::meters
