#include "firmware_model/board/sc16is752.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

constexpr int i2c_address = 0x48;
constexpr double crystal_hz = 1'843'200;
constexpr double clocks_per_bit = 16;

// Sub-address: datasheet, table 33.
constexpr int register_shift = 3;
constexpr int channel_shift = 1;
constexpr std::uint8_t register_mask = 0x0F;
constexpr std::uint8_t channel_mask = 0x03;

// Fields of LCR, FCR, IER, MCR and LSR: datasheet, tables 12 to 17.
constexpr std::uint8_t two_stop_bits = 0x04;
constexpr std::uint8_t lcr_parity_on = 0x08;
constexpr std::uint8_t even_parity = 0x10;
constexpr std::uint8_t fifo_on = 0x01;
constexpr int trigger_shift = 6;
constexpr std::array<std::size_t, 4> receive_triggers = {8, 16, 56, 60};
constexpr std::uint8_t receive_interrupt = 0x01;
constexpr std::uint8_t divide_clock_by_4 = 0x80;
constexpr std::uint8_t overrun_error = 0x02;
constexpr std::uint8_t transmitter_has_room = 0x20;
constexpr std::uint8_t transmitter_empty = 0x40;
constexpr std::uint8_t lcr_after_reset = 0x1D;

constexpr int silent_characters = 4;

std::optional<bus::UartFormat> format_of(std::uint8_t lcr, std::uint8_t mcr, int divisor) {
    if (divisor == 0) return std::nullopt;
    bus::UartFormat format;
    const int prescaler = (mcr & divide_clock_by_4) != 0 ? 4 : 1;
    format.baud = crystal_hz / prescaler / clocks_per_bit / divisor;
    format.stop_bits = (lcr & two_stop_bits) != 0 ? 2 : 1;
    format.parity = (lcr & lcr_parity_on) == 0 ? bus::Parity::none
                    : (lcr & even_parity) != 0 ? bus::Parity::even
                                               : bus::Parity::odd;
    return format;
}

}  // namespace

Sc16is752::Sc16is752(Alarms& alarms, EventSink& events, std::function<void(bool level, Cause cause)> irq)
    : alarms_(alarms), events_(events), irq_(std::move(irq)) {
    for (int uart = 0; uart < uart_count; ++uart) {
        UartShifter& shifter = channels_[static_cast<std::size_t>(uart)].shifter.emplace(
            alarms,
            [this, uart](Nanoseconds at, bool level, Cause cause) {
                lines_.drive_peripheral(tx_pin(uart), at, level, cause);
            },
            [this, uart](const bus::UartCharacter& character) { receive(uart, character.octet, character.cause); });
        lines_.give_to_peripheral(tx_pin(uart), alarms.now(), PinDrive::output_high);
        lines_.on_level(rx_pin(uart),
                        [&shifter](Nanoseconds at, bool level, Cause cause) { shifter.rx_changed(at, level, cause); });
    }
    reset();
}

void Sc16is752::reset() {
    for (Channel& channel : channels_) {
        channel.registers.fill(0);
        channel.registers[lcr] = lcr_after_reset;
        channel.divisor.fill(0);
        clear(channel);
        if (!channel.shifter) continue;
        channel.shifter->reset();
        set_line(channel);
    }
    update_irq(Cause::none);
}

void Sc16is752::clear(Channel& channel) {
    channel.fifo.clear();
    channel.overrun = channel.silent = false;
    alarms_.cancel(std::exchange(channel.silence, AlarmId::none));
}

// ---- registers ----

void Sc16is752::select(std::uint8_t sub_address) {
    register_ = sub_address >> register_shift & register_mask;
    channel_ = sub_address >> channel_shift & channel_mask;
}

void Sc16is752::write(boost::span<const std::uint8_t> octets, Cause cause) {
    if (octets.empty()) return;
    select(octets[0]);
    for (const std::uint8_t value : octets.subspan(1)) write_register(value, cause);
}

void Sc16is752::write_register(std::uint8_t value, Cause cause) {
    Channel& channel = selected();
    const bool latch_open = (channel.registers[lcr] & lcr_divisor_latch) != 0;
    if (register_ == rhr_thr && !latch_open) return transmit(value, cause);
    record_write(value, cause);
    if (latch_open && register_ < channel.divisor.size()) {
        channel.divisor[register_] = value;
    } else {
        channel.registers[register_] = value;
    }
    set_line(channel);
    update_irq(cause);
}

void Sc16is752::record_write(std::uint8_t value, Cause cause) {
    const auto sub_address = static_cast<unsigned>(register_ << register_shift | channel_ << channel_shift);
    events_.record(alarms_.now(), event::i2c_write, cause,
                   {{"addr", i2c_address},
                    {"hex", fmt::format("{:02x}{:02x}", sub_address, value)},
                    {"reg", int{register_}},
                    {"chan", static_cast<int>(channel_)}});
}

void Sc16is752::transmit(std::uint8_t octet, Cause cause) {
    const Cause sent = events_.record(alarms_.now(), event::mezz_tx, cause,
                                      {{"uart", static_cast<int>(channel_)}, {"hex", fmt::format("{:02x}", octet)}});
    auto& shifter = selected().shifter;
    if (shifter && shifter->waiting() < fifo_octets) shifter->send(octet, sent);
}

void Sc16is752::set_line(Channel& channel) {
    const bool latch_open = (channel.registers[lcr] & lcr_divisor_latch) != 0;
    if (!channel.shifter || latch_open) return;
    channel.shifter->set_format(
        format_of(channel.registers[lcr], channel.registers[mcr], channel.divisor[0] | channel.divisor[1] << 8));
}

ReceivedOctet Sc16is752::read() {
    Channel& channel = selected();
    if (register_ == rhr_thr) return pop_received(channel);
    if (register_ == lsr) return {line_status(channel), Cause::none};
    return {channel.registers[register_], Cause::none};
}

std::uint8_t Sc16is752::line_status(Channel& channel) {
    int status = channel.fifo.empty() ? 0 : lsr_data_ready;
    if (std::exchange(channel.overrun, false)) status |= overrun_error;
    const bool has_room = !channel.shifter || channel.shifter->waiting() == 0;
    if (has_room) status |= transmitter_has_room;
    if (has_room && !(channel.shifter && channel.shifter->is_sending())) status |= transmitter_empty;
    return static_cast<std::uint8_t>(status);
}

// ---- receiving ----

void Sc16is752::receive(int uart, std::uint8_t octet, Cause cause) {
    Channel& channel = channels_.at(static_cast<std::size_t>(uart));
    const std::size_t capacity = (channel.registers[fcr] & fifo_on) != 0 ? fifo_octets : 1;
    if (channel.fifo.size() >= capacity) {
        channel.overrun = true;
        return;
    }
    const Cause received =
        events_.record(alarms_.now(), event::mezz_rx, cause, {{"uart", uart}, {"hex", fmt::format("{:02x}", octet)}});
    channel.fifo.push_back({octet, received});
    channel.silent = false;
    watch_silence(channel);
    update_irq(received);
}

ReceivedOctet Sc16is752::pop_received(Channel& channel) {
    if (channel.fifo.empty()) return {0, Cause::none};
    const ReceivedOctet oldest = channel.fifo.front();
    channel.fifo.pop_front();
    channel.silent = false;
    watch_silence(channel);
    update_irq(Cause::none);
    return oldest;
}

void Sc16is752::watch_silence(Channel& channel) {
    alarms_.cancel(std::exchange(channel.silence, AlarmId::none));
    const auto& format = channel.shifter->format();
    if (channel.fifo.empty() || !format) return;
    channel.silence =
        alarms_.at(alarms_.now() + format->bit_start(silent_characters * format->bits()), [this, &channel] {
            channel.silent = true;
            update_irq(channel.fifo.back().source);
        });
}

void Sc16is752::update_irq(Cause cause) {
    const bool wanted = std::any_of(channels_.begin(), channels_.end(), [](const Channel& channel) {
        const std::uint8_t control = channel.registers[fcr];
        const std::size_t trigger = (control & fifo_on) != 0 ? receive_triggers[control >> trigger_shift] : 1;
        return (channel.registers[ier] & receive_interrupt) != 0 && !channel.fifo.empty() &&
               (channel.silent || channel.fifo.size() >= trigger);
    });
    if (irq_level_ == !wanted) return;
    irq_level_ = !wanted;
    irq_(irq_level_, cause);
}

}  // namespace otbench::firmware
