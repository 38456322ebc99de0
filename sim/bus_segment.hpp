#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::bus {
class LineCapture;
}
namespace otbench::circuit {
struct CableParameters;
struct ConverterParameters;
struct DisturbanceParameters;
struct SlaveParameters;
}  // namespace otbench::circuit
namespace otbench::firmware {
class PinBank;
}
namespace otbench::meters {
class Meter;
}

namespace otbench::sim {

class EventLog;
class VcdWriter;

/// The electrical results of a bus that scenarios can check.
struct LineRecord {
    std::optional<double> mark_v;       ///< at the converter's terminals, as last settled
    std::optional<double> space_v;      ///< as last settled
    double idle_a = 0.0;                ///< the meters' current while none of them sends
    std::optional<double> space_a;      ///< the meters' current while one last sent a space
    std::uint64_t rx_low_count = 0;     ///< how often RX went low because of current, echo pulses not counted
    std::uint64_t collision_count = 0;  ///< how often a standard master answered a collision with a break
    bool rx = true;
    Nanoseconds rx_since{};  ///< when RX changed to its present level
};

/// A slave on the line other than a virtual meter, behind a transceiver like theirs.
class LineSlave {
public:
    virtual ~LineSlave() = default;

    /// Its name in the trace.
    [[nodiscard]] virtual const std::string& label() const = 0;
    /// The transceiver's receiver went to mark or space.
    virtual void line(Nanoseconds at, bool mark, Cause cause) = 0;
};

/// A virtual meter at its place on a bus, which owns it.
class AttachedMeter {
public:
    /// Ask for it again once time has run: the bus looks at what has become of it at the time of this call.
    [[nodiscard]] virtual meters::Meter& meter() = 0;
    /// Its transmitter is stuck: it draws its space current whatever the meter does.
    virtual void hold_space(bool held, Cause cause) = 0;

protected:
    AttachedMeter() = default;
    AttachedMeter(const AttachedMeter&) = default;
    AttachedMeter& operator=(const AttachedMeter&) = default;
    ~AttachedMeter() = default;
};

/// One M-Bus: a converter between a device's pins, a cable and the meters at its end.
class BusSegment {
public:
    BusSegment() = default;
    BusSegment(const BusSegment&) = delete;
    BusSegment& operator=(const BusSegment&) = delete;
    virtual ~BusSegment() = default;

    /// The meter behind the next slave not yet taken, in the order of the parameters given.
    virtual AttachedMeter& attach_meter(std::unique_ptr<meters::Meter> meter) = 0;
    /// Connects a meter now, behind a transceiver of its own that had no power before. Throws std::invalid_argument for
    /// parameters that are negative or not a number.
    virtual AttachedMeter& add_meter(std::unique_ptr<meters::Meter> meter, const circuit::SlaveParameters& transceiver,
                                     Cause cause) = 0;
    /// Disconnects one of its meters now, also while that sends; `meter` is gone.
    virtual void remove_meter(AttachedMeter& meter, Cause cause) = 0;
    /// Another slave behind the next one that the parameters give after all meters; it must outlive the bus. The
    /// function returned makes the transceiver begin (true) or cease to draw its space current, now.
    virtual std::function<void(bool space, Cause cause)> attach_slave(LineSlave& slave) = 0;
    /// Joins the converter's TX input and RX output to pins of a device.
    virtual void attach_tx(firmware::PinBank& pins, int pin) = 0;
    virtual void attach_rx(firmware::PinBank& pins, int pin) = 0;

    /// Whether the converter is supplied; at first it is.
    virtual void set_powered(bool powered, Cause cause) = 0;
    /// Whether the TX input is connected to the pin; at first it is. Unconnected it floats.
    virtual void set_tx_connected(bool connected, Cause cause) = 0;
    /// Converter and cable become others of the same kind and length. Throws std::invalid_argument otherwise.
    virtual void reconfigure(const circuit::ConverterParameters& converter, const circuit::CableParameters& cable,
                             Cause cause) = 0;
    /// What is induced on top of the bus voltage from now on.
    virtual void disturb(const circuit::DisturbanceParameters& disturbance, Cause cause) = 0;

    /// Gives every frame on the bus to `capture`, which must outlive it, from now on. The characters are taken to have
    /// the speed of the first meter.
    virtual void capture_in(bus::LineCapture& capture) = 0;
    /// Takes what has been sent up to now.
    virtual void advance_capture() = 0;

    [[nodiscard]] virtual const LineRecord& line() = 0;
    /// Writes the waves of voltage and current up to now.
    virtual void advance_waves() = 0;
    /// When the TX pin or a meter's current last changed.
    [[nodiscard]] virtual Nanoseconds last_activity() const = 0;
    /// What is wrong with this line's state, one sentence each; empty when nothing is.
    [[nodiscard]] virtual std::vector<std::string> findings() = 0;
};

/// A bus whose name in the trace is `name`. `log` and `waves` must outlive it.
[[nodiscard]] std::unique_ptr<BusSegment> make_bus_segment(const std::string& name,
                                                           const circuit::ConverterParameters& converter,
                                                           const circuit::CableParameters& cable,
                                                           const std::vector<circuit::SlaveParameters>& slaves,
                                                           EventLog& log, VcdWriter& waves);

}  // namespace otbench::sim
