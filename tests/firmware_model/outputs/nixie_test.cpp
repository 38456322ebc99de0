#include "firmware_model/outputs/nixie.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class NixieTest : public testing::Test {
protected:
    /// The levels that the data pin had at the rising edges of the clock, as a number: lit bits are 1.
    [[nodiscard]] std::uint32_t shifted_bits() const {
        std::uint32_t bits = 0;
        bool data = true;
        for (const auto& edge : events.events) {
            const bool level = edge.number("level") != 0;
            if (edge.number("pin") == Nixie::data_pin) data = level;
            if (edge.kind == "gpio_edge" && edge.number("pin") == Nixie::clock_pin && level) {
                bits = bits << 1U | (data ? 0U : 1U);
            }
        }
        return bits;
    }

    ManualProcessor processor;
    PinBank pins;
    RecordingSink events;
    Gpio gpio{pins, processor, events};
    Nixie nixie{processor, gpio};
};

TEST_F(NixieTest, shifts_a_pattern_out_in_72_us_and_then_latches_it) {
    EXPECT_TRUE(nixie.show("12", Cause::none));
    EXPECT_EQ(processor.now(), 73us);
    EXPECT_EQ(shifted_bits(), 0b000001000000000000010000U);
    const auto& latch = events.events.back();
    EXPECT_EQ(latch.number("pin"), Nixie::latch_pin);
    EXPECT_EQ(latch.at, 73us);
}

TEST_F(NixieTest, takes_10_ms_for_each_pattern_of_a_cycle) {
    nixie.cycle(Cause::none);
    EXPECT_EQ(processor.now(), 13 * 10073us);
}

TEST_F(NixieTest, refuses_dots_on_tubes_without_one_but_raises_their_pins) {
    for (const auto* text : {"1", ".5", "12", "1.2", ".12", "_7", ".1.2", "..12"}) {
        EXPECT_TRUE(nixie.show(text, Cause::none)) << text;
    }
    for (const auto* text : {"1a", "123", "12.", "..1", "1.2.", "1234"}) {
        const Nanoseconds before = processor.now();
        EXPECT_FALSE(nixie.show(text, Cause::none)) << text;
        EXPECT_EQ(processor.now(), before);
    }
    EXPECT_TRUE(gpio.drives(Nixie::latch_pin, true));
}

TEST_F(NixieTest, shows_all_patterns_once_an_hour_while_it_is_on) {
    nixie.power(true, Cause::none);
    processor.advance(3600s);
    EXPECT_TRUE(nixie.is_depoisoning());
    processor.advance(13 * 5s + 1s);
    EXPECT_FALSE(nixie.is_depoisoning());
}

TEST_F(NixieTest, keeps_the_hour_when_it_is_switched_off_and_on_again) {
    nixie.power(true, Cause::none);
    processor.advance(1800s);
    nixie.power(false, Cause::none);
    nixie.power(true, Cause::none);
    processor.advance(1800s + 1s);
    EXPECT_TRUE(nixie.is_depoisoning());
}

TEST_F(NixieTest, lights_the_supply_in_every_picture_while_it_is_on) {
    nixie.power(true, Cause::none);
    EXPECT_EQ(shifted_bits(), 0b000100000000000000000000U);
    nixie.show("12", Cause::none);
    EXPECT_EQ(shifted_bits() & 0xFFFFFFU, 0b000101000000000000010000U);
    nixie.power(false, Cause::none);
    EXPECT_EQ(shifted_bits() & 0xFFFFFFU, 0U);
}

TEST_F(NixieTest, leaves_a_lone_character_to_the_right_tube_and_a_dot_to_the_digit_after_it) {
    const std::pair<const char*, std::uint32_t> pictures[] = {
        {"3", 0b000000000000100000000000U},
        {"98", 0b000000000010000000000010U},
        {"._._", 0b000010000000000001000000U},
        {".1", 0b000011000000000000000000U},
    };
    for (const auto& [text, bits] : pictures) {
        nixie.show(text, Cause::none);
        EXPECT_EQ(shifted_bits() & 0xFFFFFFU, bits) << text;
    }
}

TEST_F(NixieTest, writes_nothing_for_power_and_clear_while_it_shows_all_patterns) {
    nixie.power(true, Cause::none);
    processor.advance(3600s);
    const auto events_before = events.events.size();
    nixie.clear(Cause::none);
    nixie.power(false, Cause::none);
    EXPECT_EQ(events.events.size(), events_before);
}

}  // namespace
}  // namespace otbench::firmware
