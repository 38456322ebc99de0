#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <systemc>
#include <vector>

#include "base/systemc/wake_up.hpp"
#include "bus/capture/capture_notes.hpp"
#include "circuit/segment/segment.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "meters/meter.hpp"
#include "sim/trace/edge_capture.hpp"
#include "sim/trace/event_log.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::sim {

/// The electrical results of a bus that scenarios can check.
struct LineRecord {
    std::optional<double> mark_v;       ///< at the converter's terminals, as last settled
    std::optional<double> space_v;      ///< as last settled
    double idle_a = 0.0;                ///< the meters' current while none of them sends
    std::optional<double> space_a;      ///< the meters' current while one last sent a space
    std::uint64_t rx_low_count = 0;     ///< how often RX went low because of current, echo pulses not counted
    std::uint64_t collision_count = 0;  ///< how often a standard master answered a collision with a break
    bool rx = true;
    Nanoseconds rx_since{};  ///< when RX came to its present level
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
    [[nodiscard]] virtual meters::Meter& meter() = 0;
    /// Its transmitter is stuck: it draws its space current whatever the meter does.
    virtual void hold_space(bool held, Cause cause) = 0;

protected:
    AttachedMeter() = default;
    AttachedMeter(const AttachedMeter&) = default;
    AttachedMeter& operator=(const AttachedMeter&) = default;
    ~AttachedMeter() = default;
};

/// One M-Bus: a converter between a device's pins, a cable and the meters at its end. One SystemC module, whatever
/// hangs on it; it sleeps until the next crossing, the next edge of a meter, or a change of the TX pin.
class BusSegment : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(BusSegment);
    BusSegment(sc_core::sc_module_name name, const circuit::ConverterParameters& converter,
               const circuit::CableParameters& cable, std::vector<circuit::SlaveParameters> slaves, EventLog& log,
               VcdWriter& waves);
    ~BusSegment() override;

    /// The meter behind the next slave not yet taken, in the order of the parameters given.
    AttachedMeter& attach_meter(std::unique_ptr<meters::Meter> meter);
    /// Another slave behind the next one that the parameters give after all meters; it must outlive the bus. The
    /// function returned makes the transceiver begin (true) or cease to draw its space current, now.
    std::function<void(bool space, Cause cause)> attach_slave(LineSlave& slave);
    /// Joins the converter's TX input and RX output to pins of a device.
    void attach_tx(firmware::PinBank& pins, int pin);
    void attach_rx(firmware::PinBank& pins, int pin);

    /// Whether the converter is supplied; at first it is.
    void set_powered(bool powered, Cause cause);
    /// Whether the TX input is connected to the pin; at first it is. Unconnected it floats.
    void set_tx_connected(bool connected, Cause cause);
    /// Converter and cable become others of the same kind and length. Throws std::invalid_argument otherwise.
    void reconfigure(const circuit::ConverterParameters& converter, const circuit::CableParameters& cable, Cause cause);
    /// What is induced on top of the bus voltage from now on.
    void disturb(const circuit::DisturbanceParameters& disturbance, Cause cause);

    /// Gives every frame on the bus to `capture`, which must outlive it, from now on. The characters are taken to have
    /// the speed of the first meter.
    void capture_in(bus::LineCapture& capture);
    /// Takes what has been sent up to now.
    void advance_capture();

    [[nodiscard]] const LineRecord& line();
    /// Writes the waves of voltage and current up to now.
    void advance_waves();
    /// When the TX pin or a meter's current last changed.
    [[nodiscard]] Nanoseconds last_activity() const { return last_activity_; }
    /// What is wrong with this line's state, one sentence each; empty when nothing is.
    [[nodiscard]] std::vector<std::string> findings();

private:
    class MeterPort;

    [[nodiscard]] meters::Meter& meter(std::size_t index);
    void run_due();
    void schedule_wake();
    void tx_changed(firmware::PinDrive drive, Cause cause);
    void drive_tx(Cause cause);
    void send_break(Cause cause);
    void end_break();
    [[nodiscard]] const std::string& name_of(std::size_t slave);
    void slave_current(std::size_t slave, bool on, Cause cause);
    void receiver_changed(const circuit::Crossing& crossing, Cause cause);
    /// Who makes something of a crossing.
    [[nodiscard]] std::string_view whose(const circuit::Crossing& crossing);
    void on_crossing(const circuit::Crossing& crossing);
    void rx_changed(const circuit::Crossing& crossing, Cause cause);
    void record_levels();

    circuit::ConverterParameters converter_;
    circuit::CableParameters cable_;
    circuit::Segment segment_;
    EventLog& log_;
    VcdWriter& waves_;
    bus::CaptureNotes events_;  ///< on the way to the log
    std::optional<EdgeCapture> capture_;
    std::vector<std::unique_ptr<MeterPort>> meters_;
    std::vector<LineSlave*> others_;  ///< behind the slaves that follow those of the meters
    firmware::PinBank* rx_pins_ = nullptr;
    int rx_pin_ = -1;
    firmware::PinDrive tx_drive_ = firmware::PinDrive::output_low;
    bool powered_ = true;
    bool tx_connected_ = true;
    std::optional<Nanoseconds> break_end_;  ///< while a standard master sends a break
    bool tx_mark_ = false;
    std::size_t sending_ = 0;  ///< slaves that draw their space current now
    LineRecord line_;
    Nanoseconds last_activity_{};
    Nanoseconds written_{};
    WakeUp wake_up_;
    VcdWriter::Signal tx_wave_, rx_wave_, voltage_wave_, current_wave_;
};

}  // namespace otbench::sim
