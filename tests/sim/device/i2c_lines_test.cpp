#include "sim/device/i2c_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware_model/board/eeprom.hpp"

namespace otbench::sim {
namespace {

using firmware::PinDrive;
using testing::ElementsAre;

class Recorder : public firmware::I2cChip {
public:
    void write(boost::span<const std::uint8_t> octets, Cause cause) override {
        transfers.emplace_back(octets.begin(), octets.end());
        causes.push_back(cause);
    }
    firmware::ReceivedOctet read() override { return {0xFF, Cause::none}; }

    std::vector<std::vector<std::uint8_t>> transfers;
    std::vector<Cause> causes;
};

/// A device that drives its pins 0 and 2 as firmware does: low, or not at all.
class I2cLinesTest : public testing::Test {
protected:
    I2cLinesTest() {
        for (const int pin : {sda, scl})
            pins.on_level(pin, [this, pin](Nanoseconds at, bool level, Cause cause) {
                lines.pin_changed(pin, at, level, cause);
            });
    }

    void set(int pin, bool high) {
        pins.drive(pin, now += std::chrono::microseconds{5}, high ? PinDrive::floating : PinDrive::output_low,
                   Cause{3});
    }
    bool clock(bool bit) {
        set(sda, bit);
        set(scl, true);
        const bool seen = pins.read(sda);
        set(scl, false);
        return seen;
    }
    void start() {
        set(sda, true);
        set(scl, true);
        set(sda, false);
        set(scl, false);
    }
    void stop() {
        set(sda, false);
        set(scl, true);
        set(sda, true);
    }
    /// True when it is acknowledged.
    bool send(int octet) {
        for (int bit = 7; bit >= 0; --bit) clock((octet >> bit & 1) != 0);
        return !clock(true);
    }
    int receive(bool acknowledge) {
        int octet = 0;
        for (int bit = 0; bit < 8; ++bit) octet = octet << 1 | (clock(true) ? 1 : 0);
        clock(!acknowledge);
        return octet;
    }

    static constexpr int sda = 0, scl = 2;
    Nanoseconds now{};
    firmware::PinBank pins;
    firmware::Eeprom eeprom{{0x10, 0x81, 0x7E, 0x33}, 1};
    Recorder recorder;
    firmware::I2cChips chips{{0x57, &eeprom}, {0x20, &recorder}};
    I2cLines lines{pins, chips, sda, scl};
};

TEST_F(I2cLinesTest, reads_a_chip_after_a_repeated_start) {
    start();
    EXPECT_TRUE(send(0xAE));
    EXPECT_TRUE(send(1));
    start();
    EXPECT_TRUE(send(0xAF));
    EXPECT_EQ(receive(true), 0x81);
    EXPECT_EQ(receive(true), 0x7E);
    EXPECT_EQ(receive(false), 0x33);
    stop();
    EXPECT_TRUE(pins.read(sda));
}

TEST_F(I2cLinesTest, hands_a_write_to_the_chip_when_it_ends) {
    start();
    EXPECT_TRUE(send(0x40));
    EXPECT_TRUE(send(0x12));
    EXPECT_TRUE(send(0x01));
    EXPECT_TRUE(recorder.transfers.empty());
    stop();
    start();
    EXPECT_TRUE(send(0x40));
    stop();
    EXPECT_THAT(recorder.transfers, ElementsAre(ElementsAre(0x12, 0x01), ElementsAre()));
    EXPECT_EQ(recorder.causes.front(), Cause{3});
}

TEST_F(I2cLinesTest, stays_silent_for_addresses_without_a_chip) {
    start();
    EXPECT_FALSE(send(0x42));
    EXPECT_FALSE(send(0x12));
    stop();
    EXPECT_TRUE(recorder.transfers.empty());
}

TEST_F(I2cLinesTest, lets_go_when_the_device_restarts) {
    start();
    for (int bit = 7; bit >= 0; --bit) clock((0x40 >> bit & 1) != 0);
    set(sda, true);
    EXPECT_FALSE(pins.read(sda));  // the acknowledgement
    lines.reset(now);
    EXPECT_TRUE(pins.read(sda));
    start();
    EXPECT_TRUE(send(0xAE));
}

}  // namespace
}  // namespace otbench::sim
