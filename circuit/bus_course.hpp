#pragma once

#include <vector>

#include "circuit/edges.hpp"
#include "circuit/tick.hpp"

namespace otbench::circuit {

/// One point of a voltage curve.
struct VoltagePoint {
    Tick at;
    double volts;
};

/// The course of the bus voltage at one place from some instant on, as long as no input changes it: a constant, or an
/// edge that ends in a constant. Value type.
class BusCourse {
public:
    /// Stays at `volts`.
    static BusCourse steady(Tick at, double volts);
    /// Falls from `from_v` to `to_v` after a TX edge at `at`; `mark_v` is where the law of the edge has its origin.
    static BusCourse falling(Tick at, const SpaceEdge& law, double mark_v, double from_v, double to_v);
    /// Rises from `from_v` to `to_v` after a TX edge at `at`; a full edge would have come from `space_v`.
    static BusCourse rising(Tick at, const MarkEdge& law, double space_v, double from_v, double to_v);

    /// The same fall under another law and to another end, from `at` on; only for a fall.
    [[nodiscard]] BusCourse continued(Tick at, const SpaceEdge& law, double to_v) const;

    /// The same rise to another level; only for a rise.
    [[nodiscard]] BusCourse retargeted(double to_v) const;

    [[nodiscard]] double voltage(Tick at) const;
    /// When the voltage comes down (up) to `volts`; `never` when it does not, or was there from the start.
    [[nodiscard]] Tick falls_to(double volts) const;
    [[nodiscard]] Tick rises_to(double volts) const;

    [[nodiscard]] bool is_falling(Tick at) const { return kind_ == Kind::falling && at < settled_; }
    [[nodiscard]] bool is_rising(Tick at) const { return kind_ == Kind::rising && at < settled_; }
    [[nodiscard]] Tick settled() const { return settled_; }
    [[nodiscard]] double end_v() const { return to_v_; }
    /// Origin of the law of a fall.
    [[nodiscard]] double mark_v() const { return reference_v_; }

    /// Corner points of the curve strictly between `from` and `to`, for drawing.
    void append_corners(Tick from, Tick to, std::vector<VoltagePoint>& points) const;

private:
    enum class Kind { steady, falling, rising };
    [[nodiscard]] Tick time_of(double volts) const;
    void join_law();

    Kind kind_ = Kind::steady;
    Tick start_{};           ///< of the law's time, less `offset_s_`
    double offset_s_ = 0.0;  ///< law time at `start_`
    double wait_s_ = 0.0;    ///< of a fall: from `start_` until the voltage moves
    SpaceEdge space_edge_;
    MarkEdge mark_edge_;
    double reference_v_ = 0.0;  ///< mark level of a fall, space level of a rise
    double from_v_ = 0.0;
    double to_v_ = 0.0;
    Tick settled_{};
};

}  // namespace otbench::circuit
