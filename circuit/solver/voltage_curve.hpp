#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "base/line_fan.hpp"
#include "circuit/solver/schematic.hpp"

namespace otbench::circuit {

/// A voltage between two nodes.
struct Probe {
    Schematic::Node plus = Schematic::ground;
    Schematic::Node minus = Schematic::ground;

    friend bool operator==(const Probe& a, const Probe& b) { return a.plus == b.plus && a.minus == b.minus; }
};

/// When a voltage passes a level that sinks with time, as a question.
struct CrossingQuery {
    double level_v;        ///< of the level at the trajectory's start
    double sinks_v_per_s;  ///< 0 or more
    bool down;             ///< the voltage comes to lie below the level
    double from_s;

    friend bool operator==(const CrossingQuery& a, const CrossingQuery& b) {
        return a.level_v == b.level_v && a.from_s == b.from_s && a.down == b.down && a.sinks_v_per_s == b.sinks_v_per_s;
    }
};

/// And as far as it is answered.
struct Outlook {
    bool comes = false;  ///< at `at_s`; otherwise not before then
    double at_s = std::numeric_limits<double>::infinity();
};

/// One voltage along a trajectory, at the trajectory's times, in a form in which it can be searched fast.
class VoltageCurve {
public:
    explicit VoltageCurve(const Probe& probe) : probe_{probe} {}

    [[nodiscard]] const Probe& probe() const { return probe_; }
    [[nodiscard]] std::size_t size() const { return volts_.size(); }
    [[nodiscard]] double operator[](std::size_t index) const { return volts_[index]; }
    void append(double time_s, double volts);

    /// From then on the extremes are known: no more values come.
    void finish();
    [[nodiscard]] bool is_finished() const { return lowest_.size() == volts_.size(); }
    /// Of all values from an index on; once finished.
    [[nodiscard]] double lowest_from(std::size_t index) const { return lowest_[index]; }
    [[nodiscard]] double highest_from(std::size_t index) const { return highest_[index]; }

    /// Answers given before.
    [[nodiscard]] std::optional<Outlook> recalled(const CrossingQuery& query) const;
    void remember(const CrossingQuery& query, const Outlook& answer);

    struct Corner {
        double time_s, volts;
        std::size_t index;  ///< of the value
    };
    /// Points such that straight lines through them draw the curve, as far as it is known.
    [[nodiscard]] const std::vector<Corner>& corners() const { return corners_; }

private:
    struct Answered {
        CrossingQuery query;
        Outlook answer;
    };

    Probe probe_;
    std::vector<double> volts_, lowest_, highest_;
    std::vector<Answered> answered_;
    std::size_t oldest_answer_ = 0;
    std::vector<Corner> corners_;
    Corner last_{};
    LineFan fan_;  ///< from the last corner
};

}  // namespace otbench::circuit
