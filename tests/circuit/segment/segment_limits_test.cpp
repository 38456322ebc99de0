#include <gtest/gtest.h>

#include "circuit/segment/plant.hpp"
#include "circuit/segment/segment.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;

struct Edge {
    const char* name;
    Drive from, to;
};

const Edge edges[] = {
    {"bus rises", {0.0, true, {1.5e-3}}, {3.3, true, {1.5e-3}}},
    {"bus falls", {3.3, true, {1.5e-3}}, {0.0, true, {1.5e-3}}},
    {"current rises", {3.3, true, {1.5e-3}}, {3.3, true, {16.5e-3}}},
    {"current falls", {3.3, true, {16.5e-3}}, {3.3, true, {1.5e-3}}},
};

/// An edge on a line of that length, integrated within limits.
class IntegratedEdge {
public:
    IntegratedEdge(double metres, const Edge& edge, const ErrorLimits& limits)
        : IntegratedEdge(telephone_cable(metres), edge, limits) {}
    IntegratedEdge(const CableParameters& cable, const Edge& edge, const ErrorLimits& limits)
        : plant_{{}, cable, {{cable.length_m, 30e-12}}, limits},
          transient_{plant_.change(plant_.steady(edge.from), 1ms, edge.to)} {}

    /// When a voltage has gone that share of its way, in nanoseconds.
    double crossing_ns(const Probe& probe, double share) {
        auto& trajectory = transient_->trajectory;
        trajectory.complete();
        const double from_v = trajectory.voltage(probe, 0), to_v = trajectory.voltage(probe, trajectory.times().back());
        return trajectory.crossing(probe, {from_v + share * (to_v - from_v), 0, to_v < from_v, 0}, 1).at_s * 1e9;
    }
    Probe meter() const { return plant_.tap(0); }
    Probe rx() const { return plant_.rx(); }
    std::size_t steps() {
        transient_->trajectory.complete();
        return transient_->trajectory.times().size();
    }

private:
    static CableParameters telephone_cable(double metres) {
        CableParameters cable = lossy_telephone_cable();
        cable.length_m = metres;
        return cable;
    }
    Plant plant_;
    Plant::TransientPtr transient_;
};

void expect_crossings_within(double allowed_ns, double metres) {
    for (const Edge& edge : edges) {
        IntegratedEdge measured{metres, edge, ErrorLimits{}}, run{metres, edge, segment_limits};
        for (const double share : {0.2, 0.5, 0.8}) {
            EXPECT_NEAR(run.crossing_ns(run.meter(), share), measured.crossing_ns(measured.meter(), share), allowed_ns)
                << edge.name << ", at the meter, " << share;
            EXPECT_NEAR(run.crossing_ns(run.rx(), share), measured.crossing_ns(measured.rx(), share), allowed_ns)
                << edge.name << ", at the converter's RX, " << share;
        }
    }
}

TEST(SegmentLimits, move_crossings_on_a_short_line_by_20_ns_at_most) {
    expect_crossings_within(20, 20);
}

TEST(SegmentLimits, move_crossings_on_a_long_line_by_150_ns_at_most) {
    expect_crossings_within(150, 300);
}

TEST(SegmentLimits, save_half_of_the_steps) {
    for (const Edge& edge : edges) {
        IntegratedEdge measured{20, edge, ErrorLimits{}}, run{20, edge, segment_limits};
        EXPECT_LT(run.steps() * 2, measured.steps()) << edge.name;
    }
}

/// A line without losses, which rings for long.
IntegratedEdge edge_that_rings(double metres, const ErrorLimits& limits) {
    CableParameters cable;
    cable.length_m = metres;
    return {cable, edges[0], limits};
}

TEST(ErrorLimits, of_what_no_receiver_notices_save_half_of_the_steps) {
    ErrorLimits strict;
    strict.unnoticed_s = 0;
    auto eased = edge_that_rings(10, {}), exact = edge_that_rings(10, strict);
    EXPECT_LT(eased.steps() * 2, exact.steps());
    EXPECT_NEAR(eased.crossing_ns(eased.meter(), 0.5), exact.crossing_ns(exact.meter(), 0.5), 1.0);
}

TEST(ErrorLimits, of_the_terminals_save_a_third_of_the_steps) {
    ErrorLimits strict;
    strict.terminals_v = strict.line_v;
    auto eased = edge_that_rings(1000, {}), exact = edge_that_rings(1000, strict);
    EXPECT_LT(eased.steps() * 3, exact.steps() * 2);
    EXPECT_NEAR(eased.crossing_ns(eased.meter(), 0.5), exact.crossing_ns(exact.meter(), 0.5), 5.0);
}

}  // namespace
}  // namespace otbench::circuit::test
