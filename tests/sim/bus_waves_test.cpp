#include "sim/bus_waves.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>

#include "sim/trace/vcd_reader.hpp"
#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

class BusWavesTest : public testing::Test {
protected:
    void open() { writer.open(folder / "waves.vcd"); }
    /// "TIME VALUE" of every change of a signal in the file after the initial values.
    std::vector<std::string> written(const std::string& name) {
        waves.end_lines();
        writer.close(1s);
        std::ifstream file{folder / "waves.vcd"};
        std::vector<std::string> names, changes;
        const auto end = read_vcd(
            file, {[&](const WaveSignal& signal) { names.push_back(signal.name); },
                   [&](std::size_t signal, Nanoseconds at, double value) {
                       if (names[signal] == name && at > 0ns)
                           changes.push_back(std::to_string(at.count()) + " " + std::to_string(value).substr(0, 5));
                   }});
        EXPECT_TRUE(end);
        return changes;
    }
    /// A voltage that rings around 35 V from `at` on.
    static std::vector<circuit::BusPoint> ringing(Nanoseconds at, double swing_v) {
        std::vector<circuit::BusPoint> points;
        for (int i = 0; i <= 100; ++i)
            points.push_back({at + i * 10ns, 35 + swing_v * std::exp(-i / 30.0) * std::cos(i * 0.6), 0.0015});
        return points;
    }

    tests::TemporaryFolder folder;
    VcdWriter writer;
    BusWaves waves{writer, "bus"};
};

TEST_F(BusWavesTest, write_the_corners_of_the_curve) {
    open();
    waves.add({{0ns, 35, 0.0015}, {100ns, 35, 0.0015}});
    waves.begin_edge();
    waves.add({{100ns, 35, 0.0015}, {150ns, 34.5, 0.0015}, {200ns, 34, 0.0015}, {300ns, 34, 0.0015}});
    waves.add({{300ns, 34, 0.0015}, {400ns, 33, 0.015}});
    EXPECT_THAT(written("bus_voltage"), ElementsAre("100 35.00", "200 34.00", "300 34.00", "400 33.00"));
}

TEST_F(BusWavesTest, go_on_with_a_line_from_piece_to_piece) {
    open();
    waves.add({{0ns, 35, 0.0015}, {100ns, 35, 0.0015}, {200ns, 34, 0.0015}});
    waves.add({{200ns, 34, 0.0015}, {300ns, 33, 0.0015}});
    EXPECT_THAT(written("bus_voltage"), ElementsAre("100 35.00", "300 33.00"));
}

TEST_F(BusWavesTest, draw_what_has_settled_more_closely_than_the_edge_before) {
    open();
    waves.add({{0ns, 22, 0}, {100ns, 22, 0}, {200ns, 42, 0}, {300ns, 35, 0}, {400ns, 35.4, 0}, {1ms, 35.4, 0}});
    waves.begin_edge();
    waves.add({{1ms, 35.4, 0}, {1ms + 100ns, 35, 0}, {2ms, 35, 0}});
    EXPECT_THAT(written("bus_voltage"),
                ElementsAre("100 22.00", "200 42.00", "300 35.00", "1000000 35.40", "1000100 35.00", "2000000 35.00"));
}

TEST_F(BusWavesTest, draw_a_jump_as_such) {
    open();
    waves.add({{0ns, 35, 0}, {100ns, 35, 0}});
    waves.add({{100ns, 20, 0}, {200ns, 20, 0}});
    EXPECT_THAT(written("bus_voltage"), ElementsAre("100 35.00", "100 20.00", "200 20.00"));
}

TEST_F(BusWavesTest, draw_a_large_edge_more_coarsely_than_a_small_one) {
    open();
    waves.add(ringing(0ns, 10));
    const std::size_t of_large = written("bus_voltage").size();
    EXPECT_GT(of_large, 20U) << "all of ten turns";

    VcdWriter other;
    BusWaves same{other, "bus"};
    WaveAccuracy accuracy;
    accuracy.share_of_swing = 0.0;
    other.set_accuracy(accuracy);
    other.open(folder / "waves.vcd");
    same.add(ringing(0ns, 10));
    same.end_lines();
    other.close(1s);
    std::ifstream file{folder / "waves.vcd"};
    std::size_t of_accurate = 0;
    ASSERT_TRUE(read_vcd(file, {[](const WaveSignal&) {},
                                [&](std::size_t signal, Nanoseconds at, double) {
                                    if (signal == 0 && at > 0ns) ++of_accurate;
                                }}));
    EXPECT_GT(of_accurate, of_large * 3 / 2);
}

TEST_F(BusWavesTest, follow_the_curve_within_the_tolerance) {
    open();
    const auto curve = ringing(0ns, 10);
    waves.add(curve);
    waves.end_lines();
    writer.close(1s);
    std::ifstream file{folder / "waves.vcd"};
    std::vector<circuit::BusPoint> drawn;
    ASSERT_TRUE(read_vcd(file, {[](const WaveSignal&) {},
                                [&](std::size_t signal, Nanoseconds at, double value) {
                                    if (signal != 0) return;
                                    if (!drawn.empty() && drawn.back().at == at) drawn.pop_back();
                                    drawn.push_back({at, value, 0});
                                }}));
    const double allowed_v = 0.06 * 20 + 0.01;
    std::size_t next = 1;
    for (const auto& point : curve) {
        while (drawn[next].at < point.at) ++next;
        const auto& a = drawn[next - 1];
        const auto& b = drawn[next];
        const double share = double((point.at - a.at).count()) / double((b.at - a.at).count());
        EXPECT_NEAR(a.volts + share * (b.volts - a.volts), point.volts, allowed_v) << point.at.count();
    }
}

TEST_F(BusWavesTest, tell_a_listener_every_point) {
    std::size_t told = 0;
    writer.on_change([&](Nanoseconds, const std::string&, const std::string& name, double) {
        if (name == "bus_voltage") ++told;
    });
    told = 0;
    waves.add(ringing(0ns, 10));
    EXPECT_EQ(told, 101U);
}

}  // namespace
}  // namespace otbench::sim
