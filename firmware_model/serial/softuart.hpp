#pragma once

#include <array>
#include <boost/core/span.hpp>
#include <optional>
#include <vector>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/hardware/receive_ring.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/serial/softuart_timing.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The software UART: sends with interrupts locked, receives in a pin interrupt that keeps the processor busy for the
/// whole character (spec: firmware, section 6). Once enabled it never stops (quirk Q32).
class SoftUart {
public:
    SoftUart(Processor& processor, Gpio& gpio, EventSink& events, const FirmwareOptions& options)
        : processor_(processor), gpio_(gpio), events_(events), options_(options) {}

    /// Takes over pins and speed. A pin that the UART cannot use leaves that of the last time in place (quirk Q33).
    /// Blocks while the transmit line settles. Returns false when the receive pin has an interrupt handler already,
    /// which stays (quirks Q37, Q38).
    bool enable(int rx, int tx, std::uint32_t baud, Cause cause, const SoftuartFrame& frame = {});
    /// Stops receiving and releases the transmit line: what the firmware fails to do (quirk Q32).
    void disable(Cause cause);
    /// True for a pin that it can use.
    static bool is_usable(int pin);
    /// Sends `octets`, blocking for 16 bit times each.
    void send(boost::span<const std::uint8_t> octets, Cause cause);
    /// What was received and not yet read.
    [[nodiscard]] ReceiveRing& received() { return received_; }

    /// The pin that is sampled; 0 before there was one.
    [[nodiscard]] int rx_pin() const { return rx_.value_or(0); }

    /// The level of `pin` changed.
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause);

private:
    void send_octet(std::uint8_t octet, Cause cause);
    void receive_octet();
    void store(std::uint8_t octet, Cause start_edge);
    bool attach_receiver();
    void wait_until(Nanoseconds at);
    [[nodiscard]] BitClock start_bit_clock();

    Processor& processor_;
    Gpio& gpio_;
    EventSink& events_;
    const FirmwareOptions& options_;

    std::optional<int> rx_;
    std::optional<int> tx_;
    std::optional<int> attached_;  ///< the pin whose interrupt it attached last
    SoftuartFrame frame_;
    std::uint16_t bit_time_us_ = 0;
    ReceiveRing received_;

    std::vector<bus::UartEdge> edges_;  ///< of the receive pin while a character is received
    bool receiving_ = false;
    std::array<Cause, PinBank::count> fallen_{};  ///< the last falling edge of each pin
};

}  // namespace otbench::firmware
