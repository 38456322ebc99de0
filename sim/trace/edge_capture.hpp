#pragma once

#include <functional>

#include "bus/capture/line_capture.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::sim {

/// Reads what is sent on a simulated bus from the levels of both directions, for a capture.
class EdgeCapture {
public:
    /// `format` says how characters look at present; it is asked while both directions are idle. `capture` must outlive
    /// this.
    EdgeCapture(bus::LineCapture& capture, std::function<bus::UartFormat()> format);

    /// The master's voltage or the slaves' current went to mark or space; times in order.
    void edge(bus::Direction direction, Nanoseconds at, bool mark);
    /// Takes the characters that are complete at `now`.
    void advance(Nanoseconds now);
    /// Takes them, and hands over the frames that are complete while the bus is idle.
    void hand_over_complete(Nanoseconds now);

private:
    bus::LineCapture& capture_;
    std::function<bus::UartFormat()> format_of_;
    bus::UartFormat format_;
    bus::UartReceiver master_, slaves_;
};

}  // namespace otbench::sim
