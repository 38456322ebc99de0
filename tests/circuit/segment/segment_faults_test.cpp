// What changes while a segment runs: supply, parts, cable, and what is induced on the line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/circuit/segment/segment_bench.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::Not;
using What = Crossing::What;

constexpr Nanoseconds learnt = 1s;

class FaultyBus : public testing::Test {
protected:
    FaultyBus() {
        cable.extra_farad = 10e-9;
        bench = std::make_unique<SegmentBench>(converter, cable, std::vector<SlaveParameters>(1));
        bench->tx(0s, TxInput::high);
        bench->run(learnt);
    }
    /// The parameters as they now are hold from `at` on; then time runs to `until`.
    void change(Nanoseconds at, Nanoseconds until) {
        bench->run(at);
        bench->segment.reconfigure(at, converter, cable, {});
        bench->run(until);
    }
    void disturb(const DisturbanceParameters& disturbance, Nanoseconds until) {
        bench->segment.disturb(learnt, disturbance, {});
        bench->run(until);
    }
    /// Changes of RX while the slave sends a space of a bit.
    [[nodiscard]] std::size_t rx_changes_in_a_bit(Nanoseconds at) {
        bench->space(0, at, true);
        bench->space(0, at + 417us, false);
        bench->run(at + 1ms);
        return bench->crossings(What::rx, at).size();
    }

    ConverterParameters converter;
    CableParameters cable;
    std::unique_ptr<SegmentBench> bench;
};

TEST_F(FaultyBus, a_supply_that_drops_takes_the_mark_level_along) {
    converter.supply_v = 24.0;
    change(learnt, 2s);
    EXPECT_NEAR(bench->segment.bus_voltage(2s), 23.5, 0.2);
    converter.supply_v = 36.0;
    change(2s, 3s);
    EXPECT_NEAR(bench->segment.bus_voltage(3s), 35.4, 0.1);
}

TEST_F(FaultyBus, slaves_lose_and_regain_power_with_the_supply) {
    converter.supply_v = 0.0;
    change(learnt, 2s);
    EXPECT_LT(bench->segment.bus_voltage(2s), 12.0);
    const auto gone = bench->crossings(What::slave_power, learnt);
    ASSERT_EQ(gone.size(), 1u);
    EXPECT_FALSE(gone[0].level);
    converter.supply_v = 36.0;
    change(2s, 3s);
    EXPECT_TRUE(bench->crossings(What::slave_power, 2s).back().level);
}

TEST_F(FaultyBus, a_short_holds_rx_low_until_it_is_gone) {
    cable.leak_ohm = 0.1;
    change(learnt, 2s);
    EXPECT_FALSE(bench->segment.rx(2s));
    EXPECT_LT(bench->segment.bus_voltage(2s), 10.0);
    cable.leak_ohm = open_circuit;
    change(2s, 3s);
    EXPECT_TRUE(bench->segment.rx(3s));
    EXPECT_EQ(rx_changes_in_a_bit(4s), 2u);
}

TEST_F(FaultyBus, a_wet_cable_eats_two_unit_loads) {
    const double before = bench->segment.idle_current_share();
    cable.leak_ohm = 10e3;
    change(learnt, 2s);
    EXPECT_TRUE(bench->segment.rx(2s)) << "one slave still leaves room";
    EXPECT_GT(bench->segment.idle_current_share(), 0.0);
    EXPECT_NEAR(before, 1.5 / 7.2, 0.01);
}

TEST_F(FaultyBus, a_cut_line_silences_the_slave) {
    cable.cut = true;
    change(learnt, 2s);
    EXPECT_EQ(rx_changes_in_a_bit(3s), 0u);
    EXPECT_FALSE(bench->crossings(What::slave_power, learnt).back().level);
}

TEST_F(FaultyBus, a_shorted_transmit_transistor_keeps_the_bus_in_mark) {
    converter.shorted_transistors = {"q2"};
    change(learnt, 2s);
    bench->tx(3s, TxInput::low);
    bench->run(4s);
    EXPECT_NEAR(bench->segment.bus_voltage(4s), 35.4, 0.2);
}

TEST_F(FaultyBus, a_resistor_that_breaks_makes_the_receiver_stick) {
    converter.resistors["r5"] = open_circuit;
    change(learnt, 2s);
    EXPECT_FALSE(bench->segment.rx(2s));
    converter.resistors.erase("r5");
    change(2s, 3s);
    EXPECT_TRUE(bench->segment.rx(3s));
    EXPECT_EQ(rx_changes_in_a_bit(4s), 2u) << "and the slave is heard again";
}

TEST_F(FaultyBus, voltages_go_on_from_where_they_are) {
    bench->run(learnt);
    cable.extra_farad = 100e-9;
    const double before = bench->segment.bus_voltage(learnt);
    bench->segment.reconfigure(learnt, converter, cable, {});
    EXPECT_NEAR(bench->segment.bus_voltage(learnt), before, 0.01);
}

TEST_F(FaultyBus, the_line_keeps_its_length_and_the_converter_its_kind) {
    cable.length_m = 10.0;
    EXPECT_THROW(bench->segment.reconfigure(learnt, converter, cable, {}), std::invalid_argument);
    cable.length_m = 0.0;
    converter.model = ConverterModel::standard_master;
    EXPECT_THROW(bench->segment.reconfigure(learnt, converter, cable, {}), std::invalid_argument);
    converter.model = ConverterModel::otb_iot;
    converter.shorted_transistors = {"q9"};
    EXPECT_THROW(bench->segment.reconfigure(learnt, converter, cable, {}), std::invalid_argument);
    EXPECT_EQ(rx_changes_in_a_bit(2s), 2u) << "and nothing has happened";
}

TEST_F(FaultyBus, weak_noise_changes_nothing) {
    DisturbanceParameters noise;
    noise.noise_v = 0.05;
    disturb(noise, 3s);
    EXPECT_THAT(bench->crossings(What::rx, learnt), IsEmpty());
    EXPECT_THAT(bench->crossings(What::slave_receiver, learnt), IsEmpty());
}

TEST_F(FaultyBus, strong_noise_reaches_the_slave_and_the_converter) {
    DisturbanceParameters noise;
    noise.noise_v = 2.5;
    disturb(noise, learnt + 100ms);
    EXPECT_THAT(bench->crossings(What::slave_receiver, learnt), Not(IsEmpty()));
    EXPECT_THAT(bench->crossings(What::rx, learnt), Not(IsEmpty())) << "its slopes drive current through 10 nF";
    bench->segment.disturb(learnt + 100ms, {}, {});
    bench->run(2s);
    EXPECT_TRUE(bench->segment.rx(2s));
    EXPECT_EQ(rx_changes_in_a_bit(2s), 2u) << "gone as it came";
}

TEST_F(FaultyBus, spikes_above_the_threshold_are_spaces_to_the_slave) {
    DisturbanceParameters spikes;
    spikes.spike_v = 10.0;
    spikes.spikes_per_s = 20;
    disturb(spikes, learnt + 5s);
    const auto heard = bench->crossings(What::slave_receiver, learnt).size();
    EXPECT_GT(heard, 40u) << "half of some hundred go down; each begins and ends";
    EXPECT_LT(heard, 200u);
}

}  // namespace
}  // namespace otbench::circuit::test
