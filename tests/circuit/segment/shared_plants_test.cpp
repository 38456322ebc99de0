#include "circuit/segment/shared_plants.hpp"

#include <gtest/gtest.h>

namespace otbench::circuit::test {
namespace {

CableParameters of_length(double metres) {
    CableParameters cable;
    cable.length_m = metres;
    return cable;
}

TEST(SharedPlants, are_one_for_segments_of_the_same_parts) {
    const auto first = shared_plant({}, of_length(20), {{20, 30e-12}});
    EXPECT_EQ(shared_plant({}, of_length(20), {{20, 30e-12}}), first);
}

TEST(SharedPlants, differ_where_a_part_differs) {
    const auto first = shared_plant({}, of_length(20), {{20, 30e-12}});
    ConverterParameters weak;
    weak.supply_v = 35;
    ConverterParameters changed;
    changed.resistors["r5"] = 83;
    CableParameters lossy = of_length(20);
    lossy.loss_tangent = 0.07;
    EXPECT_NE(shared_plant(weak, of_length(20), {{20, 30e-12}}), first);
    EXPECT_NE(shared_plant(changed, of_length(20), {{20, 30e-12}}), first);
    EXPECT_NE(shared_plant({}, of_length(21), {{20, 30e-12}}), first);
    EXPECT_NE(shared_plant({}, lossy, {{20, 30e-12}}), first);
    EXPECT_NE(shared_plant({}, of_length(20), {{19, 30e-12}}), first);
    EXPECT_NE(shared_plant({}, of_length(20), {{20, 60e-12}}), first);
    EXPECT_NE(shared_plant({}, of_length(20), {{20, 15e-12}, {20, 15e-12}}), first);
}

TEST(SharedPlants, last_as_long_as_a_segment_has_them) {
    auto first = shared_plant({}, of_length(20), {{20, 30e-12}});
    const std::weak_ptr<Plant> seen = first;
    first.reset();
    EXPECT_TRUE(seen.expired());
    EXPECT_NE(shared_plant({}, of_length(20), {{20, 30e-12}}), nullptr);
}

}  // namespace
}  // namespace otbench::circuit::test
