#include "firmware_model/serial/softuart.hpp"

#include <fmt/core.h>

#include "base/event_kinds.hpp"
#include "firmware_model/storage/serial_pins.hpp"

namespace otbench::firmware {
namespace {

using std::chrono::microseconds;

// Spec: firmware, sections 6.2 to 6.4.
constexpr microseconds settle_time{65535};
constexpr int idle_bits = 5;  // after the stop bit
constexpr int data_bits = 8;

}  // namespace

bool SoftUart::is_usable(int pin) {
    return pin >= 0 && pin < PinBank::count && serial_pins.at(static_cast<std::size_t>(pin)).takes_softuart;
}

bool SoftUart::enable(int rx, int tx, std::uint32_t baud, Cause cause, const SoftuartFrame& frame) {
    bit_time_us_ = softuart_bit_time_us(baud);
    if (options_.fixes[Quirk::frame_settings_ignored]) frame_ = frame;
    if (is_usable(tx)) tx_ = tx;
    if (tx_) {
        gpio_.output(*tx_, true, cause);
        processor_.busy_wait(settle_time);
    }
    if (is_usable(rx)) rx_ = rx;
    if (!rx_) return true;
    gpio_.input(*rx_, true, cause);
    return attach_receiver();
}

bool SoftUart::attach_receiver() {
    if (options_.fixes[Quirk::error_after_enable] && attached_ == rx_) return true;
    if (options_.fixes[Quirk::old_rx_pin_listens] && attached_ && attached_ != rx_)
        processor_.detach_interrupt(*attached_);
    if (!processor_.attach_interrupt(*rx_, [this] { receive_octet(); })) return false;
    attached_ = rx_;
    return true;
}

void SoftUart::disable(Cause cause) {
    if (attached_) processor_.detach_interrupt(*attached_);
    attached_.reset();
    if (tx_) gpio_.input(*tx_, true, cause);
}

BitClock SoftUart::start_bit_clock() {
    processor_.busy_wait(options_.clock_read);
    return {processor_.now(), processor_.system_time(), bit_time_us_, options_.clock_read,
            options_.fixes[Quirk::clock_wrap]};
}

void SoftUart::wait_until(Nanoseconds at) {
    processor_.busy_wait(at - processor_.now());
}

void SoftUart::send(boost::span<const std::uint8_t> octets, Cause cause) {
    for (const auto octet : octets) send_octet(octet, cause);
}

void SoftUart::send_octet(std::uint8_t octet, Cause cause) {
    const BitClock bits = start_bit_clock();
    processor_.lock_interrupts();
    const int pin = tx_.value_or(0);  // never set: the zero-initialised number (quirk Q33)
    const Cause sent = events_.record(processor_.now(), event::softuart_tx, cause,
                                      {{"pin", pin}, {"hex", fmt::format("{:02x}", octet)}});
    const auto levels = softuart_levels(octet, frame_);
    const int stop_bit = frame_.bits() - 1;
    for (int k = 0; k <= stop_bit; ++k) {
        const bool level = levels[static_cast<std::size_t>(k)];
        if (gpio_.drives(pin, level)) continue;
        wait_until(bits.end_of_wait(k));
        gpio_.output(pin, level, sent);
    }
    wait_until(bits.end_of_wait(stop_bit));
    // The idle bits are only for the receiver, but interrupts stay locked for them too (quirk Q48).
    const int locked_bits = options_.fixes[Quirk::transmission_locks] ? frame_.stop_bits : frame_.stop_bits + idle_bits;
    processor_.busy_wait(locked_bits * microseconds{bit_time_us_});
    processor_.unlock_interrupts();
    processor_.busy_wait((frame_.stop_bits + idle_bits - locked_bits) * microseconds{bit_time_us_});
}

void SoftUart::receive_octet() {
    if (gpio_.read(*rx_)) return;
    const Cause start_edge = fallen_[static_cast<std::size_t>(*rx_)];
    edges_.clear();
    receiving_ = true;
    processor_.busy_wait(microseconds{bit_time_us_ / 2});
    const BitClock bits = start_bit_clock();
    const bool checks = options_.fixes[Quirk::frame_settings_ignored];
    wait_until(bits.end_of_wait(checks ? frame_.bits() - 1 : data_bits));
    receiving_ = false;
    if (!checks) {
        store(sample_octet(bits, edges_), start_edge);
        processor_.busy_wait(microseconds{bit_time_us_});
    } else if (const auto octet = sample_frame(bits, edges_, frame_)) {
        store(*octet, start_edge);
    }
}

void SoftUart::store(std::uint8_t octet, Cause start_edge) {
    const Cause event = events_.record(processor_.now(), event::softuart_rx, start_edge,
                                       {{"pin", *rx_}, {"hex", fmt::format("{:02x}", octet)}});
    received_.push({octet, event});
}

void SoftUart::pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
    if (!level) fallen_[static_cast<std::size_t>(pin)] = cause;
    if (receiving_ && pin == *rx_) edges_.push_back({at, level});
}

}  // namespace otbench::firmware
