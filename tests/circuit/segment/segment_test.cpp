#include "circuit/segment/segment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "tests/circuit/segment/segment_bench.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using What = Crossing::What;

constexpr Nanoseconds learnt = 1s;  // by then every slave tracks the mark level
constexpr double bit_s = 1.0 / 2400;

CableParameters lumped(double farad) {
    CableParameters cable;
    cable.extra_farad = farad;
    return cable;
}

std::vector<SlaveParameters> slaves(std::size_t count) {
    return std::vector<SlaveParameters>(count);
}

SegmentBench bench_in_mark(std::size_t slave_count, const ConverterParameters& converter = {},
                           const CableParameters& cable = lumped(10e-9)) {
    SegmentBench bench{converter, cable, slaves(slave_count)};
    bench.tx(0s, TxInput::high);
    bench.run(learnt);
    return bench;
}

double us(Nanoseconds time) {
    return static_cast<double>(time.count()) * 1e-3;
}

TEST(Segment, stays_in_space_until_tx_rises_and_then_idles_in_mark) {
    SegmentBench bench{{}, lumped(10e-9), slaves(1)};
    bench.run(100ms);
    EXPECT_NEAR(bench.segment.bus_voltage(100ms), 22.3, 0.1);
    EXPECT_THAT(bench.crossings(What::bus_edge), IsEmpty());

    bench.tx(100ms, TxInput::high);
    bench.run(learnt);
    EXPECT_NEAR(bench.segment.bus_voltage(learnt), 35.4, 0.1);
    EXPECT_NEAR(bench.segment.bus_current(learnt), 1.5e-3, 1e-6);
    EXPECT_TRUE(bench.segment.rx(learnt));
    EXPECT_FALSE(bench.segment.next()) << "nothing happens on an idle bus";
}

TEST(Segment, reports_at_the_start_which_slaves_have_power) {
    SegmentBench bench{{}, lumped(10e-9), slaves(2)};
    bench.run(0s);
    for (std::size_t slave : {0u, 1u}) {
        const auto power = bench.crossings(What::slave_power, 0s, slave);
        ASSERT_EQ(power.size(), 1u);
        EXPECT_TRUE(power[0].level);
        EXPECT_EQ(power[0].at, 0s);
    }
}

TEST(Segment, a_request_reaches_the_slave_with_every_space_shorter_by_the_same_time) {
    auto bench = bench_in_mark(1);
    const std::vector<std::uint8_t> request{
        0x10,        // start of a short frame
        0x5B, 0x01,  // REQ_UD2 to address 1
        0x5C, 0x16,  // checksum, stop
    };
    const auto edges = uart_changes(request, learnt, bit_s);
    for (const auto& edge : edges) bench.tx(edge.at, edge.level ? TxInput::high : TxInput::low);
    bench.run(2 * learnt);

    const auto seen = changes_of(bench, What::slave_receiver, learnt);
    ASSERT_EQ(seen.size(), edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const double late_us = us(seen[i].at - edges[i].at);
        EXPECT_EQ(seen[i].level, edges[i].level);
        EXPECT_NEAR(late_us, edges[i].level ? 0.09 : 43.0, edges[i].level ? 0.05 : 1.0);
    }
    EXPECT_EQ(read_uart(seen, bit_s).octets, request);
}

TEST(Segment, a_slave_receives_nothing_until_it_tracks_the_mark_level) {
    SegmentBench bench{{}, lumped(10e-9), slaves(1)};
    const auto pulse = [&](Nanoseconds at) {
        bench.tx(at, TxInput::low);
        bench.tx(at + 1ms, TxInput::high);
        bench.run(at + 2ms);
        return bench.crossings(What::slave_receiver, at).size();
    };
    bench.tx(0s, TxInput::high);
    EXPECT_EQ(pulse(20ms), 0u) << "its capacitor still holds the level of the space the bus started in";
    EXPECT_EQ(pulse(120ms), 2u);
}

TEST(Segment, a_space_of_seconds_reads_as_mark_in_the_end) {
    auto bench = bench_in_mark(1);
    bench.tx(learnt, TxInput::low);
    bench.run(10s);
    const auto receiver = bench.crossings(What::slave_receiver, learnt);
    ASSERT_EQ(receiver.size(), 2u);
    EXPECT_FALSE(receiver[0].level);
    EXPECT_TRUE(receiver[1].level);
    // 13.1 V of swing less 6.95 V of threshold, at 30 uA / 40 / 220 nF
    EXPECT_NEAR(us(receiver[1].at - learnt) * 1e-6, (13.07 - 6.95) / 3.41, 0.02);
}

TEST(Segment, rx_follows_the_current_of_a_slave) {
    auto bench = bench_in_mark(1);
    bench.space(0, learnt, true, Tag{7});
    bench.space(0, learnt + 400us, false, Tag{8});
    bench.run(learnt + 1ms);
    const auto rx = bench.crossings(What::rx, learnt);
    ASSERT_EQ(rx.size(), 2u);
    EXPECT_FALSE(rx[0].level);
    EXPECT_NEAR(us(rx[0].at - learnt), 0.5 + 0.03, 0.2);  // half the ramp and the delay
    EXPECT_EQ(rx[0].tag, Tag{7});
    EXPECT_TRUE(rx[1].level);
    EXPECT_NEAR(us(rx[1].at - learnt), 400 + 0.5 + 0.5, 0.2);
    EXPECT_EQ(rx[1].tag, Tag{8});
    EXPECT_FALSE(rx[0].echo || rx[1].echo);
}

TEST(Segment, rx_is_low_while_any_slave_sends_a_space) {
    auto bench = bench_in_mark(2);
    bench.space(0, learnt, true);
    bench.space(1, learnt + 100us, true);
    bench.space(0, learnt + 200us, false);
    bench.space(1, learnt + 300us, false);
    bench.run(learnt + 1ms);
    const auto rx = changes_of(bench, What::rx, learnt);
    ASSERT_EQ(rx.size(), 2u);
    EXPECT_GT(rx[1].at, learnt + 300us);
}

TEST(Segment, every_mark_edge_echoes_as_a_short_low_pulse) {
    auto bench = bench_in_mark(1);
    bench.tx(learnt, TxInput::low, Tag{1});
    bench.tx(learnt + 417us, TxInput::high, Tag{2});
    bench.run(learnt + 1ms);
    const auto rx = bench.crossings(What::rx, learnt);
    ASSERT_EQ(rx.size(), 2u);
    EXPECT_TRUE(rx[0].echo && rx[1].echo);
    EXPECT_EQ(rx[0].tag, Tag{2});
    EXPECT_NEAR(us(rx[0].at - learnt), 417.05, 0.1);
    EXPECT_NEAR(us(rx[1].at - rx[0].at), 2.1, 0.9);
}

TEST(Segment, crossings_carry_the_tag_of_their_tx_edge) {
    auto bench = bench_in_mark(1);
    bench.tx(learnt, TxInput::low, Tag{41});
    bench.tx(learnt + 417us, TxInput::high, Tag{42});
    bench.run(learnt + 1ms);
    for (const auto what : {What::bus_edge, What::slave_receiver}) {
        const auto crossings = bench.crossings(what, learnt);
        ASSERT_EQ(crossings.size(), 2u);
        EXPECT_EQ(crossings[0].tag, Tag{41});
        EXPECT_EQ(crossings[1].tag, Tag{42});
    }
}

TEST(Segment, four_unit_loads_leave_rx_high_and_five_hold_it_low) {
    for (std::size_t count = 0; count <= 6; ++count) {
        auto bench = bench_in_mark(count);
        EXPECT_EQ(bench.segment.rx(learnt), count <= 4) << count;
        EXPECT_EQ(bench.segment.idle_current_share() < 1, count <= 4) << count;
    }
}

TEST(Segment, heat_takes_a_unit_load_and_cold_gives_one) {
    ConverterParameters hot, cold;
    hot.temperature_c = 70;
    hot.resistors["r5"] = 82 * 1.05;
    cold.temperature_c = -20;
    EXPECT_FALSE(bench_in_mark(4, hot).segment.rx(learnt));
    EXPECT_TRUE(bench_in_mark(5, cold).segment.rx(learnt));
}

TEST(Segment, with_five_loads_rx_rises_only_while_the_bus_falls) {
    auto bench = bench_in_mark(5);
    bench.tx(learnt, TxInput::low);
    bench.tx(learnt + 417us, TxInput::high);
    bench.run(learnt + 1ms);
    const auto rx = changes_of(bench, What::rx, learnt);
    ASSERT_EQ(rx.size(), 2u);
    EXPECT_TRUE(rx[0].level);
    EXPECT_LT(us(rx[1].at - learnt), 30);
    EXPECT_FALSE(bench.segment.rx(learnt + 1ms));
}

TEST(Segment, a_bridged_sense_resistor_makes_rx_deaf_and_an_open_one_holds_it_low) {
    ConverterParameters bridged, open;
    bridged.resistors["r5"] = 0;
    open.resistors["r5"] = open_circuit;
    auto deaf = bench_in_mark(1, bridged);
    deaf.space(0, learnt, true);
    deaf.run(learnt + 1ms);
    EXPECT_TRUE(deaf.segment.rx(learnt + 1ms));
    EXPECT_LT(deaf.segment.idle_current_share(), 2e-3);

    const auto stuck = bench_in_mark(0, open);
    EXPECT_FALSE(stuck.segment.rx(learnt));
    EXPECT_TRUE(std::isinf(stuck.segment.idle_current_share()));
}

TEST(Segment, a_cut_cable_takes_power_and_current_of_all_slaves) {
    auto cable = lumped(1e-9);
    cable.cut = true;
    auto bench = bench_in_mark(2, {}, cable);
    bench.space(1, learnt, true);
    bench.tx(learnt + 1ms, TxInput::low);
    bench.run(2 * learnt);
    EXPECT_THAT(bench.crossings(What::slave_power, 0s, 0), IsEmpty());
    EXPECT_THAT(bench.crossings(What::slave_receiver, 0s, 1), IsEmpty());
    EXPECT_NEAR(bench.segment.slave_voltage(1, 2 * learnt), 0, 0.1);
    EXPECT_EQ(bench.segment.bus_current(2 * learnt), 0);
    EXPECT_NEAR(bench.segment.bus_voltage(2 * learnt), 22.47, 0.1);
    // Only R8 discharges what is left: eleven times slower than one slave would.
    const auto bus = bench.crossings(What::bus_edge, learnt);
    ASSERT_EQ(bus.size(), 1u);
    EXPECT_NEAR(us(bus[0].at - learnt - 1ms), 42.8, 2);
}

TEST(Segment, a_floating_tx_input_is_a_space) {
    auto bench = bench_in_mark(1);
    bench.tx(learnt, TxInput::floating);
    bench.tx(learnt + 1ms, TxInput::low);
    bench.run(learnt + 2ms);
    EXPECT_EQ(changes_of(bench, What::slave_receiver, learnt).size(), 1u);
    EXPECT_NEAR(bench.segment.bus_voltage(learnt + 2ms), 22.3, 0.1);
}

TEST(Segment, a_current_that_changes_during_a_space_edge_bends_it) {
    const auto space_delay_us = [](Nanoseconds on_after) {
        auto bench = bench_in_mark(2, {}, lumped(100e-9));
        bench.tx(learnt, TxInput::low, Tag{5});
        if (on_after < 1ms) bench.space(1, learnt + on_after, true, Tag{6});
        bench.run(learnt + 2ms);
        const auto crossing = bench.crossings(What::slave_receiver, learnt).at(0);
        EXPECT_EQ(crossing.tag, Tag{5});
        return us(crossing.at - learnt);
    };
    const double slow = space_delay_us(1ms), fast = space_delay_us(0s), bent = space_delay_us(60us);
    EXPECT_NEAR(slow, 100e-3 * 6.95 / 3.15 * 1e3, 10);  // C d / (I_L + I_8), in us
    EXPECT_NEAR(fast, 100e-3 * 6.95 / 18.15 * 1e3, 5);
    // Until the change the slow law applies, then the fast one.
    EXPECT_NEAR(bent, 60 + (slow - 60) * fast / slow, 2);
}

TEST(Segment, a_space_too_short_for_the_edge_is_not_seen) {
    auto bench = bench_in_mark(1, {}, lumped(100e-9));
    bench.tx(learnt, TxInput::low);
    bench.tx(learnt + 100us, TxInput::high);
    bench.run(learnt + 1ms);
    EXPECT_THAT(changes_of(bench, What::slave_receiver, learnt), IsEmpty());
    EXPECT_THAT(changes_of(bench, What::bus_edge, learnt), IsEmpty());
    EXPECT_NEAR(bench.segment.bus_voltage(learnt + 1ms), 35.4, 0.1);
}

TEST(Segment, a_mark_edge_reaches_the_far_end_one_line_delay_later) {
    CableParameters cable;
    cable.length_m = 350;
    auto bench = bench_in_mark(1, {}, cable);
    bench.tx(learnt, TxInput::low);
    bench.tx(learnt + 1ms, TxInput::high);
    bench.run(learnt + 2ms);
    const auto terminals = bench.crossings(What::bus_edge, learnt + 1ms);
    const auto far = bench.crossings(What::slave_receiver, learnt + 1ms);
    ASSERT_EQ(terminals.size(), 1u);
    ASSERT_EQ(far.size(), 1u);
    EXPECT_NEAR(us(far[0].at - terminals[0].at), 350 * 9.165e-3, 0.1);
    EXPECT_NEAR(bench.segment.bus_voltage(learnt + 2ms) - bench.segment.slave_voltage(0, learnt + 2ms),
                350 * 0.073 * 1.5e-3, 1e-6);
}

TEST(Segment, slaves_differ_in_threshold) {
    std::vector<SlaveParameters> three(3);
    three[0].receive_threshold_v = 8.2;
    three[1].receive_threshold_v = 5.7;
    SegmentBench bench{{}, lumped(100e-9), three};
    bench.tx(0s, TxInput::high);
    bench.tx(learnt, TxInput::low);
    bench.run(2 * learnt);
    const auto at = [&](std::size_t slave) { return bench.crossings(What::slave_receiver, learnt, slave).at(0).at; };
    EXPECT_LT(at(1), at(2));
    EXPECT_LT(at(2), at(0));
}

TEST(Segment, slaves_lose_power_in_space_when_the_supply_is_too_low) {
    ConverterParameters low;
    low.supply_v = 19;
    auto bench = bench_in_mark(1, low);
    bench.tx(learnt, TxInput::low);
    bench.tx(learnt + 5ms, TxInput::high);
    bench.run(2 * learnt);
    const auto power = bench.crossings(What::slave_power, learnt);
    ASSERT_EQ(power.size(), 2u);
    EXPECT_FALSE(power[0].level);
    EXPECT_TRUE(power[1].level);
}

TEST(Segment, the_same_inputs_give_the_same_crossings) {
    const auto run = [] {
        auto bench = bench_in_mark(3, {}, lumped(33e-9));
        for (const auto& edge : uart_changes({0x68, 0x55, 0x16}, learnt, bit_s)) {
            bench.tx(edge.at, edge.level ? TxInput::high : TxInput::low);
            bench.space(1, edge.at + 7us, !edge.level);
        }
        bench.run(2 * learnt);
        return bench.taken;
    };
    const auto first = run(), second = run();
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].at, second[i].at);
        EXPECT_EQ(first[i].what, second[i].what);
        EXPECT_LE(first[i > 0 ? i - 1 : 0].at, first[i].at);
    }
}

TEST(Segment, the_curve_of_an_edge_falls_from_level_to_level) {
    auto bench = bench_in_mark(1);
    bench.tx(learnt, TxInput::low);
    const auto curve = bench.segment.bus_curve(learnt, learnt + 200us);
    ASSERT_GE(curve.size(), 4u);
    EXPECT_NEAR(curve.front().volts, 35.4, 0.1);
    EXPECT_NEAR(curve.back().volts, 22.3, 0.1);
    for (std::size_t i = 1; i < curve.size(); ++i) {
        EXPECT_LT(curve[i - 1].at, curve[i].at);
        EXPECT_GE(curve[i - 1].volts, curve[i].volts - 0.3) << "but for the overshoot at its end";
        const Nanoseconds middle = (curve[i - 1].at + curve[i].at) / 2;
        EXPECT_NEAR(bench.segment.bus_voltage(middle), (curve[i - 1].volts + curve[i].volts) / 2, 0.2);
    }
}

TEST(Segment, the_curve_has_the_end_of_a_slaves_current_edge) {
    auto bench = bench_in_mark(1);
    bench.space(0, learnt, true);
    const auto curve = bench.segment.bus_curve(learnt, learnt + 200us);
    const auto end =
        std::find_if(curve.begin(), curve.end(), [](const BusPoint& point) { return point.at == learnt + 1us; });
    ASSERT_NE(end, curve.end());
    EXPECT_NEAR(curve.front().amperes, 1.5e-3, 1e-9);
    EXPECT_NEAR(end->amperes, 16.5e-3, 1e-9);
    EXPECT_NEAR(curve.back().amperes, 16.5e-3, 1e-9);
}

TEST(Segment, nothing_discharges_a_bus_without_slaves_and_bleed) {
    ConverterParameters open;
    open.resistors["r8"] = open_circuit;
    auto bench = bench_in_mark(0, open);
    bench.tx(learnt, TxInput::low);
    bench.run(60s);
    EXPECT_NEAR(bench.segment.bus_voltage(60s), 35.5, 0.5);
}

TEST(Segment, refuses_inputs_out_of_order_or_for_an_unknown_slave) {
    auto bench = bench_in_mark(1);
    bench.segment.set_tx(learnt, TxInput::low, {});
    EXPECT_THROW(bench.segment.set_tx(learnt - 1ns, TxInput::high, {}), std::invalid_argument);
    EXPECT_THROW(bench.segment.set_slave_space(1, learnt, true, {}), std::out_of_range);
    bench.run(10s);
    EXPECT_THROW(bench.segment.pop(), std::logic_error);
    SlaveParameters nonsense;
    nonsense.unit_loads = -1;
    EXPECT_THROW((Segment{{}, {}, {nonsense}}), std::invalid_argument);
}

}  // namespace
}  // namespace otbench::circuit::test
