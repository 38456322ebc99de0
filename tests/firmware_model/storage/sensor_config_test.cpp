#include "firmware_model/storage/sensor_config.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

std::string address(int i) {
    return "28-00000000000" + std::to_string(i);
}

class SensorConfigTest : public testing::Test {
protected:
    void fill() {
        for (int i = 0; i < 8; ++i) ASSERT_TRUE(sensors.set(address(i), "s" + std::to_string(i), fixes));
    }
    [[nodiscard]] std::string name(int i) const {
        const auto entry = sensors.find(address(i));
        return entry ? sensors.name(*entry) : "none";
    }

    StoredConfig config = StoredConfig::defaults();
    SensorConfig sensors{config};
    QuirkFixes fixes;
};

TEST_F(SensorConfigTest, finds_an_address) {
    EXPECT_TRUE(SensorConfig::is_address("28-0115818f2dff"));
    EXPECT_TRUE(SensorConfig::is_address("28-0115818f2df`"));
    EXPECT_FALSE(SensorConfig::is_address("28-0115818F2DFF"));
    EXPECT_FALSE(SensorConfig::is_address("28-0115818f2dff0"));
    EXPECT_FALSE(SensorConfig::is_address("10-0115818f2dff"));
    EXPECT_FALSE(SensorConfig::is_address("28-0115818f2dfg"));
}

TEST_F(SensorConfigTest, has_room_for_eight_and_renames) {
    fill();
    EXPECT_TRUE(sensors.is_full());
    EXPECT_FALSE(sensors.set(address(9), "x", fixes));
    EXPECT_TRUE(sensors.set(address(7), "renamed", fixes));
    EXPECT_EQ(name(7), "renamed");
}

TEST_F(SensorConfigTest, loses_the_last_one_when_another_is_deleted) {
    fill();
    sensors.remove(2, fixes);
    EXPECT_EQ(name(2), "none");
    EXPECT_EQ(name(6), "s6");
    EXPECT_EQ(name(7), "none");
    ASSERT_TRUE(sensors.set(address(9), "new", fixes));
    EXPECT_EQ(name(9), "new");
    EXPECT_EQ(name(3), "none");
}

TEST_F(SensorConfigTest, moves_the_others_up_when_that_is_corrected) {
    fixes.fix(Quirk::sensor_gap);
    fill();
    sensors.remove(2, fixes);
    EXPECT_EQ(name(7), "s7");
    ASSERT_TRUE(sensors.set(address(9), "new", fixes));
    EXPECT_EQ(name(3), "s3");
    EXPECT_EQ(name(9), "new");
}

TEST_F(SensorConfigTest, keeps_the_last_entries_when_all_are_deleted) {
    fill();
    sensors.remove_all(fixes);
    EXPECT_EQ(name(0), "none");
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(sensors.set(address(i), "again", fixes)) << i;
    EXPECT_FALSE(sensors.set(address(9), "x", fixes));

    fixes.fix(Quirk::sensors_half_deleted);
    sensors.remove_all(fixes);
    fill();
}

}  // namespace
}  // namespace otbench::firmware
