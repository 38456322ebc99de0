#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bus/record/unit.hpp"

namespace otbench::bus {
namespace {

TEST(UnitTable, each_unit_is_written_in_its_own_way) {
    for (int i = 1; i <= static_cast<int>(Unit::currency); ++i) {
        const auto unit = static_cast<Unit>(i);
        const auto read = parse_measure(fmt::format("1 {}", symbol(unit)));
        ASSERT_TRUE(read) << symbol(unit);
        EXPECT_EQ(read->scale.dimension, scale_of(unit).dimension) << symbol(unit);
        EXPECT_EQ(read->scale.factor, scale_of(unit).factor) << symbol(unit);
    }
    const auto boiling = parse_measure("212 F").value();
    EXPECT_NEAR(boiling.in_base_unit(), 100, 1e-9);
    EXPECT_EQ(symbol(Unit::cubic_metre_per_minute), "m3/min");
    EXPECT_EQ(symbol(Unit::fahrenheit_difference), "F difference");
}

}  // namespace
}  // namespace otbench::bus
