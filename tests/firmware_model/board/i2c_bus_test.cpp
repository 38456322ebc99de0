#include "firmware_model/board/i2c_bus.hpp"

#include <gtest/gtest.h>

#include <array>

#include "firmware_model/board/eeprom.hpp"
#include "firmware_model/board/port_expander.hpp"
#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class I2cBusTest : public testing::Test {
protected:
    void write_expander(std::uint8_t reg, std::uint8_t value) {
        bus.write(0x20, {reg}, Cause::none);
        bus.write(0x20, {value}, Cause{7});
    }

    ManualProcessor processor;
    RecordingSink events;
    FirmwareOptions options;
    std::vector<int> port_a;
    Eeprom eeprom{{0x10, 0x11, 0x12}, 1};
    PortExpander expander{options, events, [this] { return processor.now(); },
                          [this](std::uint8_t high, Cause /*cause*/) { port_a.push_back(high); }};
    I2cChips chips{{0x57, &eeprom}, {0x20, &expander}};
    ChipBus bus{processor, chips};
};

TEST_F(I2cBusTest, takes_nine_bit_times_an_octet_and_two_more) {
    bus.write(0x20, {0x0A}, Cause::none);
    EXPECT_EQ(processor.now(), 200us);
    bus.write(0x20, {0x0A, 0x00}, Cause::none);
    EXPECT_EQ(processor.now(), 490us);
}

TEST_F(I2cBusTest, reports_a_missing_acknowledgement) {
    std::array<ReceivedOctet, 2> read{{{1, Cause::none}, {2, Cause::none}}};
    EXPECT_FALSE(bus.write(0x21, {0}, Cause::none));
    EXPECT_FALSE(bus.read(0x21, read));
    EXPECT_EQ(read[1].octet, 0);
}

TEST_F(I2cBusTest, reads_an_eeprom_from_the_address_that_was_set) {
    std::array<ReceivedOctet, 3> read{};
    bus.write(0x57, {1}, Cause::none);
    EXPECT_TRUE(bus.read(0x57, read));
    EXPECT_EQ(read[0].octet, 0x11);
    EXPECT_EQ(read[1].octet, 0x12);
    EXPECT_EQ(read[2].octet, 0xFF);  // beyond its end
}

TEST_F(I2cBusTest, changes_an_expanders_outputs_only) {
    write_expander(PortExpander::gpio_a, 0x01);
    EXPECT_TRUE(port_a.empty());  // still an input
    write_expander(PortExpander::iodir_a, 0x00);
    write_expander(PortExpander::gpio_a, 0x00);
    EXPECT_EQ(port_a, (std::vector<int>{0x01, 0x00}));
    const auto writes = events.of_kind("i2c_write");
    ASSERT_EQ(writes.size(), 3U);
    EXPECT_EQ(writes[0].number("addr"), 0x20);
    EXPECT_EQ(writes[0].text("hex"), "1201");
    EXPECT_EQ(writes[0].cause, Cause{7});
}

TEST_F(I2cBusTest, loses_an_expanders_values_without_platform_assumption_4) {
    options.expander_writes_land = false;
    write_expander(PortExpander::iodir_a, 0x00);
    write_expander(PortExpander::gpio_a, 0x01);
    EXPECT_TRUE(port_a.empty());
    EXPECT_TRUE(events.events.empty());
}

}  // namespace
}  // namespace otbench::firmware
