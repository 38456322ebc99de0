// Slaves that are connected and disconnected while a segment runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/circuit/segment/segment_bench.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using What = Crossing::What;

SlaveParameters slave_at(double distance_m, double unit_loads = 1.0) {
    SlaveParameters slave;
    slave.distance_m = distance_m;
    slave.unit_loads = unit_loads;
    return slave;
}

class ChangingBus : public testing::Test {
protected:
    ChangingBus() {
        cable.length_m = 100.0;
        bench = std::make_unique<SegmentBench>(converter, cable, std::vector{slave_at(100.0), slave_at(50.0)});
        bench->tx(0s, TxInput::high);
        bench->run(1s);
    }
    /// Whether slave and master hear each other at `at`.
    [[nodiscard]] bool talks(std::size_t slave, Nanoseconds at) {
        bench->run(at);
        bench->tx(at, TxInput::low);
        bench->tx(at + 417us, TxInput::high);
        bench->run(at + 5ms);
        bench->space(slave, at + 5ms, true);
        bench->run(at + 5ms + 200us);
        const bool heard = !bench->segment.rx(at + 5ms + 200us);
        bench->space(slave, at + 5ms + 417us, false);
        bench->run(at + 10ms);
        return heard && bench->segment.rx(at + 10ms) && bench->crossings(What::slave_receiver, at, slave).size() == 2;
    }

    ConverterParameters converter;
    CableParameters cable;
    std::unique_ptr<SegmentBench> bench;
};

TEST_F(ChangingBus, a_slave_that_is_connected_gets_power_and_takes_part) {
    EXPECT_EQ(bench->segment.add_slave(1s, slave_at(20.0), Tag{7}), 2u);
    bench->run(2s);
    const auto power = bench->crossings(What::slave_power, 1s, 2);
    ASSERT_EQ(power.size(), 1u);
    EXPECT_TRUE(power[0].level);
    EXPECT_EQ(power[0].at, 1s);
    EXPECT_EQ(power[0].tag, Tag{7});
    EXPECT_TRUE(talks(2, 2s));
    EXPECT_TRUE(talks(0, 3s));
    EXPECT_TRUE(talks(1, 4s));
}

TEST_F(ChangingBus, the_others_notice_nothing_but_its_current) {
    const double before_a = bench->segment.bus_current(1s);
    bench->segment.add_slave(1s, slave_at(20.0, 2.0), {});
    bench->run(2s);
    EXPECT_NEAR(bench->segment.bus_current(2s) - before_a, 3e-3, 1e-5);
    for (const std::size_t slave : {0u, 1u}) {
        EXPECT_THAT(bench->crossings(What::slave_power, 1s, slave), IsEmpty());
        EXPECT_THAT(bench->crossings(What::slave_receiver, 1s, slave), IsEmpty());
    }
    EXPECT_THAT(bench->crossings(What::rx, 1s), IsEmpty());
}

TEST_F(ChangingBus, a_slave_that_is_disconnected_is_heard_of_no_more) {
    bench->segment.remove_slave(0, 1s, {});
    EXPECT_TRUE(talks(1, 2s));
    EXPECT_THAT(bench->crossings(What::slave_receiver, 1s, 0), IsEmpty());
    EXPECT_EQ(bench->segment.add_slave(3s, slave_at(100.0), {}), 2u);
    EXPECT_TRUE(talks(2, 4s));
    EXPECT_TRUE(talks(1, 5s));
}

TEST_F(ChangingBus, takes_its_current_along) {
    bench->segment.remove_slave(0, 1s, {});
    bench->run(2s);
    EXPECT_NEAR(bench->segment.bus_current(2s), 1.5e-3, 1e-5);
    bench->segment.remove_slave(1, 2s, {});
    bench->run(3s);
    EXPECT_NEAR(bench->segment.bus_current(3s), 0.0, 1e-6);
    EXPECT_GT(bench->segment.bus_voltage(3s), 30.0);
}

TEST_F(ChangingBus, one_of_two_that_share_a_receiver_leaves_the_other) {
    bench->segment.add_slave(1s, slave_at(100.0), {});
    bench->run(2s);
    bench->segment.remove_slave(0, 2s, {});
    EXPECT_TRUE(talks(2, 3s));
}

TEST_F(ChangingBus, refuses_a_slave_that_cannot_be_and_stays_as_it_is) {
    EXPECT_THROW(bench->segment.add_slave(1s, slave_at(20.0, -1.0), {}), std::invalid_argument);
    EXPECT_EQ(bench->segment.add_slave(1s, slave_at(20.0), {}), 2u);
}

TEST(LateBus, begins_at_its_start_as_others_at_0) {
    SegmentBench first{{}, {}, {slave_at(20.0)}};
    Segment late{{}, {}, {slave_at(20.0)}, 10s};
    first.run(1s);
    std::vector<Crossing> crossings;
    while (late.next() && *late.next() <= 11s)
        if (const auto crossing = late.pop()) crossings.push_back(*crossing);
    ASSERT_EQ(crossings.size(), first.taken.size());
    for (std::size_t i = 0; i < crossings.size(); ++i) {
        EXPECT_EQ(crossings[i].what, first.taken[i].what);
        EXPECT_EQ(crossings[i].at, first.taken[i].at + 10s);
    }
    EXPECT_DOUBLE_EQ(late.bus_voltage(11s), first.segment.bus_voltage(1s));
}

}  // namespace
}  // namespace otbench::circuit::test
