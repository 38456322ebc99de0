#include "firmware_model/board/uart0.hpp"

#include <fmt/core.h>

#include <utility>

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

// The format register, conf0 (ESP8266 technical reference, 11.3): parity kind, parity on, two bits of word length, stop
// code.
constexpr std::uint8_t odd_parity = 0x01;
constexpr std::uint8_t conf0_parity_on = 0x02;
constexpr int first_stop_bit = 4;
constexpr std::uint8_t stop_mask = 0x03;
constexpr std::uint8_t one_stop_bit = 1;
constexpr int data_bits = 8;

constexpr int bits_of_silent_character = 11;  // the timeout counts characters of 11 bits whatever the format

constexpr std::int64_t microseconds_per_second = 1'000'000;

bus::Parity parity_of(std::uint8_t format) {
    if ((format & conf0_parity_on) == 0) return bus::Parity::none;
    return (format & odd_parity) != 0 ? bus::Parity::odd : bus::Parity::even;
}

int stop_code(std::uint8_t format) {
    return format >> first_stop_bit & stop_mask;
}

const char* name_of(bus::Parity parity) {
    switch (parity) {
        case bus::Parity::none: return "none";
        case bus::Parity::even: return "even";
        case bus::Parity::odd: break;
    }
    return "odd";
}

}  // namespace

Uart0::Uart0(Alarms& alarms, PinBank& pins, EventSink& events, const FirmwareOptions& options,
             std::function<void()> interrupt)
    : alarms_(alarms),
      pins_(pins),
      events_(events),
      options_(options),
      interrupt_(std::move(interrupt)),
      shifter_(
          alarms, [this](Nanoseconds at, bool level, Cause cause) { pins_.drive_peripheral(tx_pin, at, level, cause); },
          [this](const bus::UartCharacter& character) {
              if (character.framing_ok) receive(character.octet, character.cause);
          }) {}

void Uart0::reset() {
    shifter_.reset();
    clear_received();
    interrupt_enabled_ = false;
    apply(console_divider, format_8n1);
}

void Uart0::apply(std::uint32_t divider, std::uint8_t format) {
    pins_.give_to_peripheral(tx_pin, alarms_.now(), PinDrive::output_high);
    pins_.give_to_peripheral(rx_pin, alarms_.now(), PinDrive::pulled_up);
    if (divider == 0) return shifter_.set_format(std::nullopt);
    const double baud = double{clock_hz} / divider;
    character_time_ =
        std::chrono::microseconds{bits_of_silent_character * microseconds_per_second * divider / clock_hz};
    shifter_.set_format(bus::UartFormat{baud, parity_of(format), stop_code(format) > one_stop_bit ? 2 : 1});
}

void Uart0::configure(std::uint32_t divider, std::uint8_t format, Cause cause) {
    apply(divider, format);
    const std::int64_t baud = divider != 0 ? clock_hz / divider : 0;
    const bus::Parity parity = parity_of(format);
    events_.record(alarms_.now(), event::uart_baud, cause,
                   {{"uart", 0}, {"divider", std::int64_t{divider}}, {"baud", baud}});
    events_.record(alarms_.now(), event::uart_config, cause,
                   {{"uart", 0},
                    {"conf0", int{format}},
                    {"baud", baud},
                    {"parity_en", parity != bus::Parity::none},
                    {"parity", name_of(parity)},
                    {"data_bits", data_bits},
                    {"stop_bits_code", stop_code(format)}});
}

void Uart0::clear_received() {
    fifo_.clear();
    alarms_.cancel(std::exchange(silence_, AlarmId::none));
}

std::optional<ReceivedOctet> Uart0::read() {
    if (fifo_.empty()) return std::nullopt;
    const ReceivedOctet oldest = fifo_.front();
    fifo_.pop_front();
    return oldest;
}

void Uart0::send(std::string_view octets, Cause cause) {
    if (!transmits_) return;
    for (const char octet : octets) shifter_.send(static_cast<std::uint8_t>(octet), cause);
}

void Uart0::receive(std::uint8_t octet, Cause cause) {
    if (fifo_.size() == fifo_octets) return;
    const Cause received =
        events_.record(alarms_.now(), event::uart_rx, cause, {{"uart", 0}, {"hex", fmt::format("{:02x}", octet)}});
    fifo_.push_back({octet, received});
    const auto interrupt = [this] {
        if (interrupt_enabled_ && !fifo_.empty()) interrupt_();
    };
    if (fifo_.size() >= static_cast<std::size_t>(options_.uart_fifo_full_threshold)) interrupt();
    alarms_.cancel(silence_);
    silence_ = alarms_.at(alarms_.now() + options_.uart_timeout_characters * character_time_, interrupt);
}

}  // namespace otbench::firmware
