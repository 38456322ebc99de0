#pragma once

#include <functional>
#include <memory>
#include <ostream>

#include "firmware_model/conformance/trace_case.hpp"

namespace sc_core {
class sc_event;
}

namespace otbench::firmware {

class BoardHardware;
class PinBank;

/// The device that a case is played to.
class TraceSubject {
public:
    virtual ~TraceSubject() = default;

    virtual void power_on() = 0;
    virtual PinBank& pins() = 0;
    virtual BoardHardware& hardware() = 0;
    /// A whole character arrives at UART 0.
    virtual void receive(std::uint8_t octet) = 0;
    /// While `on`, the player acts as soon as the device is idle, which may be at any time.
    virtual void watch_idle(bool on) = 0;
    /// All that is due has been done.
    [[nodiscard]] virtual bool is_idle() const = 0;
    /// Notified when that becomes true.
    [[nodiscard]] virtual const sc_core::sc_event& settled() const = 0;
};

/// Makes the subject of a case, which uses `network` and reports to `events`.
using MakeTraceSubject =
    std::function<std::unique_ptr<TraceSubject>(const TraceCase& trace_case, NetworkPort& network, EventSink& events)>;

/// Plays `trace_case` on a new device and writes the device's actions to `out`, one JSON object a line, as the
/// reference recordings do. Once in a process, because SystemC elaborates only once. Throws std::runtime_error, with
/// the step, when the device never lets time go on, and what a subject throws.
void play_trace(const TraceCase& trace_case, const MakeTraceSubject& make, std::ostream& out);

/// The same for the model.
void play_trace(const TraceCase& trace_case, std::ostream& out);

}  // namespace otbench::firmware
