#include "firmware_model/outputs/neo_pixels.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class NeoPixelsTest : public testing::Test {
protected:
    NeoPixelsTest() { gpio.output(NeoPixels::pin, false, Cause::none); }

    /// What a pixel reads: 1 for a pulse of 800 ns, 0 for one of 400 ns, anything else as '?'.
    [[nodiscard]] std::string received() const {
        std::string bits;
        Nanoseconds rise{};
        for (const auto& edge : events.of_kind("gpio_edge")) {
            if (edge.number("level") == 1) {
                rise = edge.at;
            } else {
                bits += edge.at - rise == 800ns ? '1' : edge.at - rise == 400ns ? '0' : '?';
            }
        }
        return bits;
    }

    ManualProcessor processor;
    PinBank pins;
    RecordingSink events;
    Gpio gpio{pins, processor, events};
    NeoPixels pixels{processor, gpio};
};

TEST_F(NeoPixelsTest, sends_green_red_and_blue_with_the_highest_bit_first) {
    pixels.show(1, 0x01F002, Cause::none);
    EXPECT_EQ(received(), "111100000000000100000010");
}

TEST_F(NeoPixelsTest, takes_30_us_and_48_edges_a_pixel) {
    pixels.show(5, 0xFF, Cause::none);
    EXPECT_EQ(processor.now(), 150us);
    EXPECT_EQ(events.of_kind("gpio_edge").size(), 240U);
}

TEST_F(NeoPixelsTest, shows_the_first_moving_picture_after_one_period_and_stops_for_another) {
    pixels.animate(1, 0, 10ms, Cause::none);
    EXPECT_TRUE(events.of_kind("gpio_edge").empty());
    processor.advance(25ms);
    EXPECT_EQ(events.of_kind("gpio_edge").size(), 2 * 48U);
    pixels.show(1, 0, Cause::none);
    processor.advance(1s);
    EXPECT_EQ(events.of_kind("gpio_edge").size(), 3 * 48U);
}

}  // namespace
}  // namespace otbench::firmware
