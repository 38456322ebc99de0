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
    if (is_sending() && !edges_.empty()) tx_(alarms_.now(), true, Cause::none);
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
    edges_.clear();
    end_ = bus::append_uart_edges(*format_, octet.octet, alarms_.now(), edges_);
    step(0, octet.source);
}

/// Makes edge number `edge` of the character on its way, which is due now, and sets the alarm for what follows.
void UartShifter::step(std::size_t edge, Cause cause) {
    tx_(alarms_.now(), edges_[edge].level, cause);
    const std::size_t next = edge + 1;
    sending_ = next < edges_.size() ? alarms_.at(edges_[next].at, [this, next, cause] { step(next, cause); })
                                    : alarms_.at(end_, [this] { send_next(); });
}

// ---- in ----

void UartShifter::rx_changed(Nanoseconds at, bool level, Cause cause) {
    take_received();
    receiver_.edge(at, level, cause);
    take_received();
}

void UartShifter::take_received() {
    const auto character = receiver_.advance(alarms_.now());
    if (character && format_) received_(*character);
    alarms_.cancel(std::exchange(receiving_, AlarmId::none));
    if (const auto deadline = receiver_.deadline()) receiving_ = alarms_.at(*deadline, [this] { take_received(); });
}

}  // namespace otbench::firmware
