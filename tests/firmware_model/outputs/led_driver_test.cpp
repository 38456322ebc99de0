#include "firmware_model/outputs/led_driver.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

class LedDriverTest : public testing::Test {
protected:
    void wire(int sda, int scl) {
        driver.sda = sda;
        driver.scl = scl;
    }

    ManualProcessor processor;
    RecordingSink events;
    AttachedParts parts{{}, {{4, 5}}};
    LedDriver driver{processor, events, parts};
};

TEST_F(LedDriverTest, finds_its_chip_only_on_the_right_pins_and_address) {
    wire(5, 4);
    EXPECT_FALSE(driver.initialise(Cause::none));
    wire(4, 5);
    driver.address = 0x41;
    EXPECT_FALSE(driver.initialise(Cause::none));
    EXPECT_FALSE(driver.is_initialised());
    driver.address = 0x40;
    EXPECT_TRUE(driver.initialise(Cause::none));
}

TEST_F(LedDriverTest, wakes_the_chip_and_writes_every_output) {
    wire(4, 5);
    driver.initialise(Cause::none);
    const auto writes = events.of_kind("i2c_write");
    ASSERT_EQ(writes.size(), 17U);
    EXPECT_EQ(writes[0].text("hex"), "0021");        // MODE1
    EXPECT_EQ(writes[1].text("hex"), "0600000010");  // output 0 fully off
}

TEST_F(LedDriverTest, switches_outputs_and_loses_only_the_first_on_a_restart) {
    wire(4, 5);
    driver.initialise(Cause::none);
    EXPECT_TRUE(driver.set(0, true, Cause::none));
    EXPECT_TRUE(driver.set(15, true, Cause::none));
    EXPECT_TRUE(parts.led_drivers[0].outputs[0]);
    EXPECT_TRUE(parts.led_drivers[0].outputs[15]);
    driver.initialise(Cause::none);
    EXPECT_FALSE(parts.led_drivers[0].outputs[0]);
    EXPECT_TRUE(parts.led_drivers[0].outputs[15]);
    parts.led_drivers.clear();
    EXPECT_FALSE(driver.set(15, false, Cause::none));
}

}  // namespace
}  // namespace otbench::firmware
