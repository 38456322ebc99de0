#include "firmware_model/outputs/sos_blinker.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class LedTestTest : public testing::Test {
protected:
    [[nodiscard]] std::size_t flashes() const {
        std::size_t count = 0;
        for (const auto& event : events.events) count += event.number("level") == 1 ? 1 : 0;
        return count;
    }

    ManualProcessor processor;
    PinBank pins;
    RecordingSink events;
    Gpio gpio{pins, processor, events};
    SosBlinker led{processor, gpio};
};

TEST_F(LedTestTest, blinks_three_letters_once) {
    led.start(4, false, Cause::none);
    EXPECT_TRUE(led.is_running());
    processor.advance(60s);
    EXPECT_FALSE(led.is_running());
    EXPECT_EQ(flashes(), 9U);
    EXPECT_TRUE(gpio.drives(4, false));
}

TEST_F(LedTestTest, repeats_until_it_is_stopped) {
    led.start(4, true, Cause::none);
    processor.advance(60s);
    EXPECT_GT(flashes(), 9U);
    led.stop(Cause::none);
    const auto before = events.events.size();
    processor.advance(60s);
    EXPECT_EQ(events.events.size(), before);
}

}  // namespace
}  // namespace otbench::firmware
