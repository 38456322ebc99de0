#include "runner/steps/record/signal_record.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "base/event_kinds.hpp"
#include "sim/mqtt/internal_broker.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;

constexpr int many = 12'000;

/// Pins of a device, which change once a millisecond as far as a test lets them.
class SignalRecordOfPins : public testing::Test {
protected:
    SignalRecordOfPins() { record.record_signals(bench); }

    void change(std::int64_t pin, int times) {
        for (int i = 1; i <= times; ++i)
            bench.log().record_from("boiler", i * 1ms, event::gpio_edge, Cause::none,
                                    {{"pin", pin}, {"level", std::int64_t{i % 2}}});
    }
    [[nodiscard]] const SignalHistory& pin(const char* name) const { return record.signal("", name); }

    std::atomic<bool> interrupted{false};
    sim::TestBench bench{std::make_unique<sim::InternalBroker>(), 0.0, interrupted};
    SignalRecord record;
};

TEST_F(SignalRecordOfPins, forgets_all_before_a_time_but_the_value_that_lasts) {
    change(4, many);
    ASSERT_EQ(pin("boiler.gpio4").size(), many + 1);
    record.forget_signals(10s);
    const auto& kept = pin("boiler.gpio4");
    ASSERT_EQ(kept.size(), 2001U);  // from 10 s to 12 s
    EXPECT_EQ(kept.front().at, 10s);
    EXPECT_EQ(kept.front().value, 0.0);
    EXPECT_EQ(kept.back().at, 12s);
}

TEST_F(SignalRecordOfPins, keeps_the_last_value_of_a_signal_that_has_not_changed_since) {
    change(4, many);
    record.forget_signals(1h);
    ASSERT_EQ(pin("boiler.gpio4").size(), 1U);
    EXPECT_EQ(pin("boiler.gpio4").front().at, 12s);
}

}  // namespace
}  // namespace otbench::runner
