#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string_view>

#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/hardware/receive_ring.hpp"
#include "firmware_model/hardware/uart_shifter.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The chip's hardware UART 0: TX on GPIO1, RX on GPIO3, a receive FIFO of 128 octets, and an interrupt when the FIFO
/// has reached a threshold or the line has been silent for a while (platform assumption P5).
///
/// What is sent waits in a queue without an end: the time that the real chip's print spends waiting for room in its
/// FIFO is left out, as it is in the reference recordings.
class Uart0 {
public:
    static constexpr int tx_pin = 1;
    static constexpr int rx_pin = 3;
    static constexpr std::size_t fifo_octets = 128;
    static constexpr std::uint32_t clock_hz = 80'000'000;

    // Format register.
    static constexpr std::uint32_t console_divider = 694;  ///< 115200 baud
    static constexpr std::uint8_t format_8n1 = 0x0C;       ///< as the firmware leaves it, with stop code 0
    static constexpr std::uint8_t format_8e1 = 0x1E;

    /// `interrupt` is called whenever the receive interrupt is due.
    Uart0(Alarms& alarms, PinBank& pins, EventSink& events, const FirmwareOptions& options,
          std::function<void()> interrupt);

    /// As after a reset of the chip: the console's speed and format, nothing received, no interrupt.
    void reset();
    /// Takes its pins and sets speed (the clock divided by `divider`) and format register.
    void configure(std::uint32_t divider, std::uint8_t format, Cause cause);
    void enable_receive_interrupt(bool enabled) { interrupt_enabled_ = enabled; }
    void clear_received();
    /// The oldest octet in the FIFO, removed.
    std::optional<ReceivedOctet> read();
    void send(std::string_view octets, Cause cause);
    /// The line has a transmitter elsewhere: from now on nothing that is sent appears on the TX pin.
    void leave_transmission() { transmits_ = false; }

    /// What arrives from outside: a change of the RX pin, or a whole octet at once.
    void rx_changed(Nanoseconds at, bool level, Cause cause) { shifter_.rx_changed(at, level, cause); }
    void receive(std::uint8_t octet, Cause cause);

private:
    void apply(std::uint32_t divider, std::uint8_t format);

    Alarms& alarms_;
    PinBank& pins_;
    EventSink& events_;
    const FirmwareOptions& options_;
    std::function<void()> interrupt_;
    UartShifter shifter_;
    std::deque<ReceivedOctet> fifo_;
    Nanoseconds character_time_{};
    bool interrupt_enabled_ = false;
    bool transmits_ = true;
    AlarmId silence_ = AlarmId::none;
};

}  // namespace otbench::firmware
