#include "circuit/segment/tracking_receiver.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace otbench::circuit {
namespace {

using namespace std::chrono_literals;

constexpr double threshold_v = 6.95;

/// A bus whose voltage the tests set through TX; its mark level is 35.4 V, its space level 22.3 V.
class Bus {
public:
    explicit Bus(double farad) {
        CableParameters cable;
        cable.extra_farad = farad;
        plant_ = std::make_unique<Plant>(ConverterParameters{}, cable, std::vector<Tap>{{}});
    }
    BusTransient mark() { return transient(plant_->steady(drive(3.3)), 0s); }
    BusTransient space() { return transient(plant_->steady(drive(0.0)), 0s); }
    BusTransient fall(Nanoseconds at) {
        return transient(plant_->change(plant_->steady(drive(3.3)), Nanoseconds{0}, drive(0.0)), at);
    }

private:
    static Drive drive(double tx_v) { return {tx_v, true, {1.5e-3}}; }
    BusTransient transient(const Plant::TransientPtr& found, Nanoseconds at) {
        return {*found, plant_->terminals(), at};
    }
    std::unique_ptr<Plant> plant_;
};

/// When the receiver changes: looks as far ahead as it takes.
Nanoseconds change_of(TrackingReceiver& receiver, const BusTransient& transient) {
    while (!receiver.due().certain) receiver.on_due(transient);
    return receiver.due().at;
}

TEST(TrackingReceiver, charges_forty_times_faster_than_it_discharges) {
    TrackingReceiver receiver{threshold_v, 30.0};
    Bus bus{10e-9};
    EXPECT_NEAR(receiver.stored_v(10ms, bus.mark()), 30.0 + 1.364, 1e-3);
    EXPECT_NEAR(receiver.stored_v(400ms, bus.space()), 30.0 - 1.364, 1e-3);
    EXPECT_EQ(receiver.stored_v(1s, bus.mark()), bus.mark().voltage(1s)) << "no further than the bus";
}

TEST(TrackingReceiver, follows_a_falling_bus_at_the_threshold_below_what_it_stores) {
    TrackingReceiver receiver{threshold_v, 35.0};
    Bus bus{10e-9};
    const auto fall = bus.fall(1ms);
    receiver.follow(1ms, bus.mark().voltage(1ms), fall);
    const Nanoseconds crossing = change_of(receiver, fall);
    EXPECT_NEAR(fall.voltage(crossing), receiver.stored_v(crossing, fall) - threshold_v, 2e-3);
    receiver.on_due(fall);
    EXPECT_FALSE(receiver.level());
    EXPECT_GT(change_of(receiver, fall), 1s) << "the stored level runs down";
}

TEST(TrackingReceiver, returns_to_mark_when_its_store_has_run_down_to_the_space) {
    TrackingReceiver receiver{threshold_v, 35.0};
    Bus bus{10e-9};
    const auto space = bus.space();
    receiver.follow(1s, bus.mark().voltage(1s), space);
    ASSERT_EQ(change_of(receiver, space), 1s);
    receiver.on_due(space);
    const double run_down_s = seconds_between(1s, change_of(receiver, space));
    EXPECT_NEAR(run_down_s, (bus.mark().voltage(1s) - space.voltage(1s) - threshold_v) / 3.409, 1e-3);
    receiver.on_due(space);
    EXPECT_TRUE(receiver.level());
    EXPECT_EQ(change_of(receiver, space), never) << "from here on the store follows the bus";
}

TEST(TrackingReceiver, a_slow_edge_is_met_by_a_threshold_that_sinks_meanwhile) {
    TrackingReceiver receiver{threshold_v, 35.0};
    Bus bus{10e-6};
    const auto fall = bus.fall(0s);
    receiver.follow(0s, bus.mark().voltage(0s), fall);
    const Nanoseconds crossing = change_of(receiver, fall);
    EXPECT_NEAR(fall.voltage(crossing), receiver.stored_v(crossing, fall) - threshold_v, 1e-3);
    EXPECT_LT(receiver.stored_v(crossing, fall), 34.9);
}

}  // namespace
}  // namespace otbench::circuit
