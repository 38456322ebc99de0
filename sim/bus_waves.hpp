#pragma once

#include <string>
#include <vector>

#include "base/line_fan.hpp"
#include "circuit/segment/segment.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::sim {

/// Voltage and current of a bus as waves. Listeners get every point of the curves; a file gets the ends of each piece
/// in which they move and those points between that draw them to within the file's accuracy.
class BusWaves {
public:
    /// Declares the signals, which are at zero until the first piece; `waves` must outlive this.
    BusWaves(VcdWriter& waves, const std::string& scope, Nanoseconds now = {});

    [[nodiscard]] bool is_wanted() const { return waves_.is_wanted(); }
    /// An input of the bus changes: the swing of another edge begins.
    void begin_edge();
    /// The next piece of both curves. It begins where the one before ended.
    void add(const std::vector<circuit::BusPoint>& piece);
    /// Writes the points that are still to come of what has been added.
    void end_lines();

private:
    /// One of the curves, in the unit of its signal.
    class Curve {
    public:
        Curve(VcdWriter& waves, VcdWriter::Signal signal, Nanoseconds now);

        void tell(Nanoseconds at, double value) { waves_.tell(at, signal_, value); }
        /// The next point. The one before is written if no line passes by it to this one.
        void go_on(Nanoseconds at, double value, double tolerance);
        /// Lines pass by the last point this closely.
        void keep_last(double tolerance);
        void write_last();

    private:
        void open_fan() { fan_.open(static_cast<double>(last_at_.count()), last_); }

        VcdWriter& waves_;
        VcdWriter::Signal signal_;
        LineFan fan_;  ///< from the point that was written last
        Nanoseconds last_at_{}, written_at_{-1};
        double last_ = 0.0;
    };

    void measure_swing(const std::vector<circuit::BusPoint>& piece);

    VcdWriter& waves_;
    Curve voltage_, current_;
    bool has_swing_ = false;
    double lowest_v_ = 0.0, highest_v_ = 0.0;  ///< in the present edge
};

}  // namespace otbench::sim
