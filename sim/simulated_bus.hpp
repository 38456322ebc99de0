#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/systemc/due_process.hpp"
#include "bus/capture/capture_notes.hpp"
#include "circuit/segment/segment.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "meters/meter.hpp"
#include "sim/bus_segment.hpp"
#include "sim/bus_waves.hpp"
#include "sim/trace/edge_capture.hpp"
#include "sim/trace/event_log.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::sim {

/// A bus as one process, whatever hangs on it; it sleeps until the next crossing, the next edge of a meter, or a change
/// of the TX pin. It begins now.
class SimulatedBus : public BusSegment, private VcdWriter::Source {
public:
    SimulatedBus(std::string name, const circuit::ConverterParameters& converter, const circuit::CableParameters& cable,
                 const std::vector<circuit::SlaveParameters>& slaves, EventLog& log, VcdWriter& waves);
    ~SimulatedBus() override;

    AttachedMeter& attach_meter(std::unique_ptr<meters::Meter> meter) override;
    AttachedMeter& add_meter(std::unique_ptr<meters::Meter> meter, const circuit::SlaveParameters& transceiver,
                             Cause cause) override;
    void remove_meter(AttachedMeter& meter, Cause cause) override;
    std::function<void(bool space, Cause cause)> attach_slave(LineSlave& slave) override;
    void attach_tx(firmware::PinBank& pins, int pin) override;
    void attach_rx(firmware::PinBank& pins, int pin) override;

    void set_powered(bool powered, Cause cause) override;
    void set_tx_connected(bool connected, Cause cause) override;
    void reconfigure(const circuit::ConverterParameters& converter, const circuit::CableParameters& cable,
                     Cause cause) override;
    void disturb(const circuit::DisturbanceParameters& disturbance, Cause cause) override;

    void capture_in(bus::LineCapture& capture) override;
    void advance_capture() override;

    const LineRecord& line() override;
    void advance_waves() override;
    Nanoseconds last_activity() const override { return last_activity_; }
    std::vector<std::string> findings() override;

private:
    class MeterPort;
    /// What is behind the slave of the same index; nothing when it has been removed.
    struct Place {
        std::unique_ptr<MeterPort> meter;
        LineSlave* other = nullptr;
    };
    static constexpr Nanoseconds never = Nanoseconds::max();

    [[nodiscard]] bus::UartFormat capture_format() const;
    void run_due();
    void note_wake(std::size_t slave);
    void look_at(std::size_t slave);
    void schedule_wake();
    void tx_changed(firmware::PinDrive drive, Cause cause);
    void drive_tx(Cause cause);
    void send_break(Cause cause);
    void end_break();
    [[nodiscard]] const std::string& name_of(std::size_t slave);
    void slave_current(std::size_t slave, bool on, Cause cause);
    void receiver_changed(const circuit::Crossing& crossing, Cause cause);
    /// The part of the bus that reacts to a crossing.
    [[nodiscard]] std::string_view whose(const circuit::Crossing& crossing);
    void on_crossing(const circuit::Crossing& crossing);
    void rx_changed(const circuit::Crossing& crossing, Cause cause);
    void record_levels();
    void catch_up() override;
    void begin_transient();

    std::string name_;
    circuit::ConverterParameters converter_;
    circuit::CableParameters cable_;
    circuit::Segment segment_;
    EventLog& log_;
    VcdWriter& waves_;
    bus::CaptureNotes events_;  ///< on the way to the log
    std::optional<EdgeCapture> capture_;
    std::vector<Place> places_;
    std::vector<Nanoseconds> wakes_;  ///< when the meter at the place of the same index is due, or never
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
    VcdWriter::Signal tx_wave_, rx_wave_;
    BusWaves bus_waves_;
    DueProcess process_{DueProcess::First::at_once, [this] { run_due(); }};
};

}  // namespace otbench::sim
