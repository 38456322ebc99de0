#include "circuit/segment/standard_master.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/circuit/segment/segment_bench.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using What = Crossing::What;

constexpr Nanoseconds learnt = 1s;

ConverterParameters standard() {
    ConverterParameters converter;
    converter.model = ConverterModel::standard_master;
    converter.supply_v = standard_master::mark_v;
    return converter;
}

/// Meters at the end of a line of 350 m.
SegmentBench bench_with(std::size_t slaves, double length_m = 350) {
    CableParameters cable;
    cable.length_m = length_m;
    SegmentBench bench{standard(), cable, std::vector<SlaveParameters>(slaves)};
    bench.tx(0s, TxInput::high);
    bench.run(learnt);
    return bench;
}

TEST(StandardMaster, drives_mark_and_space_hard) {
    auto bench = bench_with(1);
    EXPECT_NEAR(bench.segment.bus_voltage(learnt), 42.0, 0.1);
    bench.tx(learnt, TxInput::low);
    bench.run(learnt + 100us);
    EXPECT_NEAR(bench.segment.bus_voltage(learnt + 100us), 30.0, 0.1) << "within half a bit at 9600 baud";
}

TEST(StandardMaster, detects_a_space_of_eleven_milliamperes_beside_250_meters) {
    SlaveParameters weak;
    weak.space_current_a = 0.011;
    SegmentBench bench{standard(), {}, std::vector<SlaveParameters>(250, weak)};
    bench.tx(0s, TxInput::high);
    bench.run(learnt);
    EXPECT_TRUE(bench.segment.rx(learnt));
    EXPECT_NEAR(bench.segment.bus_current(learnt), 0.375, 1e-3);
    bench.space(7, learnt, true);
    bench.run(learnt + 300us);
    EXPECT_FALSE(bench.segment.rx(learnt + 300us));
    bench.space(7, learnt + 417us, false);
    bench.run(2s);
    EXPECT_TRUE(bench.segment.rx(2s));
    EXPECT_NEAR(bench.segment.idle_current_share(), 1.0, 1e-9);
}

TEST(StandardMaster, takes_six_milliamperes_for_a_mark_and_nine_for_a_space) {
    for (const auto& [amperes, mark] : {std::pair{0.006, true}, std::pair{0.009, false}}) {
        SlaveParameters slave;
        slave.space_current_a = amperes;
        SegmentBench bench{standard(), {}, {slave}};
        bench.tx(0s, TxInput::high);
        bench.space(0, learnt, true);
        bench.run(learnt + 1ms);
        EXPECT_EQ(bench.segment.rx(learnt + 1ms), mark) << amperes;
    }
}

TEST(StandardMaster, ignores_its_own_edges) {
    auto bench = bench_with(1);
    for (int i = 0; i < 10; ++i) bench.tx(learnt + i * 417us, i % 2 == 0 ? TxInput::low : TxInput::high);
    bench.run(2s);
    EXPECT_THAT(bench.crossings(What::rx, learnt), IsEmpty());
}

TEST(StandardMaster, detects_a_collision_of_two_slaves) {
    auto bench = bench_with(2);
    bench.space(0, learnt, true);
    bench.run(learnt + 200us);
    EXPECT_THAT(bench.crossings(What::collision), IsEmpty());
    bench.space(1, learnt + 200us, true);
    bench.run(learnt + 400us);
    ASSERT_EQ(bench.crossings(What::collision).size(), 1u);
    EXPECT_TRUE(bench.crossings(What::collision)[0].level);
}

TEST(StandardMaster, takes_a_slave_that_never_lets_go_for_idle_current_in_the_end) {
    auto bench = bench_with(2);
    bench.space(0, learnt, true);
    bench.run(5s);
    EXPECT_TRUE(bench.segment.rx(5s));
    bench.space(1, 5s, true);
    bench.run(5s + 300us);
    EXPECT_FALSE(bench.segment.rx(5s + 300us)) << "and hears others beside it";
}

TEST(StandardMaster, has_no_parts_to_change) {
    auto converter = standard();
    converter.resistors["r5"] = 100.0;
    EXPECT_THROW((Segment{converter, {}, {}}), std::invalid_argument);
}

}  // namespace
}  // namespace otbench::circuit::test
