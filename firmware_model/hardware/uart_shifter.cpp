#include "firmware_model/hardware/uart_shifter.hpp"

#include <utility>

namespace otbench::firmware {

void UartShifter::set_format(std::optional<bus::UartFormat> format) {
    format_ = format;
    if (format_) receiver_.set_format(*format_);
    alarms_.cancel(std::exchange(receiving_, AlarmId::none));
    if (!is_sending()) send_next();
}

void UartShifter::reset() {
    queue_.clear();
    if (is_sending()) tx_(alarms_.now(), true, Cause::none);
    transmitter_.stop();
    alarms_.cancel(std::exchange(sending_, AlarmId::none));
    set_format(format_);
}

// ---- out ----

void UartShifter::send(std::uint8_t octet, Cause cause) {
    queue_.push_back({octet, cause});
    if (!is_sending()) send_next();
}

void UartShifter::send_next() {
    sending_ = AlarmId::none;
    if (queue_.empty() || !format_) return;
    const ReceivedOctet octet = queue_.front();
    queue_.pop_front();
    transmitter_.begin(*format_, octet.octet, alarms_.now());
    source_ = octet.source;
    drive_next_edge();
}

/// Makes the edge that is due now and sets the alarm for what follows; goes on to the next character at the end.
void UartShifter::drive_next_edge() {
    const auto edge = transmitter_.advance(alarms_.now());
    if (!edge) return send_next();
    tx_(alarms_.now(), edge->level, source_);
    if (const auto next = transmitter_.deadline()) sending_ = alarms_.at(*next, [this] { drive_next_edge(); });
}

// ---- in ----

void UartShifter::rx_changed(Nanoseconds at, bool level, Cause cause) {
    advance_receiver();
    receiver_.edge(at, level, cause);
    advance_receiver();
}

void UartShifter::advance_receiver() {
    const auto character = receiver_.advance(alarms_.now());
    if (character && format_) received_(*character);
    alarms_.cancel(std::exchange(receiving_, AlarmId::none));
    if (const auto deadline = receiver_.deadline()) receiving_ = alarms_.at(*deadline, [this] { advance_receiver(); });
}

}  // namespace otbench::firmware
