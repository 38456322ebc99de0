#pragma once

#include <functional>
#include <string>

#include "base/octets.hpp"
#include "firmware_model/hardware/alarm_clock.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/hardware/uart_shifter.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::sim {

/// The UART of a master that the bench itself has, at the TX and RX of a bus's converter.
///
/// Reports `master_tx` and `master_rx` (field `hex`) for every octet.
class BenchMaster {
public:
    /// `name` is its name in the trace; `woken` is called when an octet has come.
    BenchMaster(std::string name, BusSegment& bus, EventLog& log, std::function<void()> woken);
    BenchMaster(const BenchMaster&) = delete;
    BenchMaster& operator=(const BenchMaster&) = delete;

    /// Sends after what waits already.
    void send(OctetView octets, Cause cause);
    /// Whether something waits or is on its way.
    [[nodiscard]] bool is_sending() const { return shifter_.waiting() > 0 || shifter_.is_sending(); }
    /// What has come since the last call, echoes of its own octets included.
    [[nodiscard]] OctetBuffer take_received();
    [[nodiscard]] bool has_received() const { return !received_.empty(); }

    [[nodiscard]] bus::UartFormat format() const { return *shifter_.format(); }
    void set_format(const bus::UartFormat& format) { shifter_.set_format(format); }

private:
    void read(const bus::UartCharacter& character);

    std::string name_;
    EventLog& log_;
    std::function<void()> woken_;
    firmware::PinBank pins_;
    firmware::AlarmClock clock_;
    firmware::UartShifter shifter_;
    OctetBuffer received_;
};

}  // namespace otbench::sim
