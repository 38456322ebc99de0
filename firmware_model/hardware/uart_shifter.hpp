#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "bus/uart/uart_transmitter.hpp"
#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/hardware/receive_ring.hpp"

namespace otbench::firmware {

/// The shift registers of a hardware UART, with the queue before the transmitting one: octets to timed levels and back.
/// Both lines idle high.
class UartShifter {
public:
    using Level = std::function<void(Nanoseconds at, bool level, Cause cause)>;
    using Received = std::function<void(const bus::UartCharacter& character)>;

    /// `tx` receives each change of the transmit line, `received` each character in the middle of its stop bit.
    UartShifter(Alarms& alarms, Level tx, Received received)
        : alarms_(alarms), tx_(std::move(tx)), received_(std::move(received)) {}

    /// Speed and shape of what is sent and received from now on; a character on its way out keeps its own. Nothing: no
    /// clock, so that nothing is sent and nothing received.
    void set_format(std::optional<bus::UartFormat> format);
    [[nodiscard]] const std::optional<bus::UartFormat>& format() const { return format_; }

    /// Sends `octet` after what waits already.
    void send(std::uint8_t octet, Cause cause);
    /// Octets that have not begun to leave.
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    [[nodiscard]] bool is_sending() const { return sending_ != AlarmId::none; }
    /// Forgets what waits and what is on its way, in both directions.
    void reset();

    /// The receive line changed.
    void rx_changed(Nanoseconds at, bool level, Cause cause);

private:
    void send_next();
    void drive_next_edge();
    void advance_receiver();

    Alarms& alarms_;
    Level tx_;
    Received received_;
    std::optional<bus::UartFormat> format_;

    std::deque<ReceivedOctet> queue_;
    bus::UartTransmitter transmitter_;
    Cause source_ = Cause::none;  ///< of the character on its way
    AlarmId sending_ = AlarmId::none;

    bus::UartReceiver receiver_{bus::UartFormat{}};
    AlarmId receiving_ = AlarmId::none;
};

}  // namespace otbench::firmware
