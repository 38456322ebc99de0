#include "firmware_model/serial/mezzanine.hpp"

#include <algorithm>
#include <array>

#include "firmware_model/board/sc16is752.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;
using Chip = Sc16is752;

// Spec: firmware, sections 7.1 to 7.3.
constexpr std::uint8_t chip_address = 0x48;
constexpr int irq_pin = 12;
constexpr int reset_pin = 13;
constexpr auto reset_time = 1ms;
constexpr int reset_attempts = 2;
constexpr std::uint32_t baud_of_divisor_1 = 115200;
constexpr std::uint32_t highest_divisor = 0xFFFF;

constexpr std::uint8_t connected_led = 0x02;
constexpr std::uint8_t enabled_led = 0x01;

constexpr std::uint8_t eight_data_bits = 0x03;
constexpr std::uint8_t two_stop_bits = 0x04;
constexpr std::array<std::uint8_t, 3> parity_bits = {0x00, 0x18, 0x08};  // by bus::Parity

}  // namespace

Mezzanine::Mezzanine(Processor& processor, Gpio& gpio, I2cBus& i2c, const FirmwareOptions& options,
                     std::function<void(Cause cause)> divisor_too_large)
    : processor_(processor),
      gpio_(gpio),
      i2c_(i2c),
      options_(options),
      divisor_too_large_(std::move(divisor_too_large)),
      received_(options.fixes[Quirk::mezzanine_ring_wraps]) {}

// ---- registers ----

std::uint8_t Mezzanine::sub_address(std::uint8_t reg) const {
    const int channel_shift =
        options_.fixes[Quirk::second_uart_unreachable] ? 1 : 2;  // quirk Q42: UART 1 becomes a code that no UART has
    const int channel = reg == Chip::io_state ? 0 : settings_.uart << channel_shift;
    return static_cast<std::uint8_t>(reg << 3 | channel);
}

bool Mezzanine::write(std::uint8_t reg, std::uint8_t value, Cause cause) {
    return i2c_.write(chip_address, {sub_address(reg), value}, cause);
}

ReceivedOctet Mezzanine::read(std::uint8_t reg, bool& answered) {
    std::array<ReceivedOctet, 1> value{};
    answered = i2c_.write(chip_address, {sub_address(reg)}, Cause::none) && i2c_.read(chip_address, value);
    return value[0];
}

// ---- set-up ----

bool Mezzanine::hard_reset(Cause cause) {
    gpio_.output(reset_pin, false, cause);
    processor_.busy_wait(reset_time);
    gpio_.output(reset_pin, true, cause);
    processor_.busy_wait(reset_time);
    bool answered = false;
    for (int attempt = 0; attempt < reset_attempts && !answered; ++attempt) read(Chip::lsr, answered);
    return answered;
}

std::uint8_t Mezzanine::line_control() const {
    const bool two =
        options_.fixes[Quirk::one_stop_bit_is_two] ? settings_.stop_bit == 2 : settings_.stop_bit > 0;  // quirk Q44
    return static_cast<std::uint8_t>(eight_data_bits | (two ? two_stop_bits : 0) |
                                     parity_bits.at(static_cast<std::size_t>(settings_.parity)));
}

bool Mezzanine::configure(Cause cause) {
    const std::uint32_t divisor = baud_of_divisor_1 / settings_.baud;
    if (divisor > highest_divisor) divisor_too_large_(cause);
    const std::uint8_t format = line_control();
    const struct {
        std::uint8_t reg;
        std::uint8_t value;
    } writes[] = {
        {Chip::ier, 0x01},         // received data
        {Chip::fcr, 0x01},         // FIFOs on, interrupt at 8 octets
        {Chip::lcr, format},       //
        {Chip::mcr, 0x00},         //
        {Chip::io_dir, 0x03},      // the LEDs are outputs
        {Chip::io_int_ena, 0x00},  //
        {Chip::efcr, 0x00},        //
        {Chip::lcr, static_cast<std::uint8_t>(format | Chip::lcr_divisor_latch)},
        {Chip::rhr_thr, static_cast<std::uint8_t>(divisor)},
        {Chip::ier, static_cast<std::uint8_t>(divisor >> 8)},
        {Chip::lcr, format},
    };
    return std::all_of(std::begin(writes), std::end(writes),
                       [&](const auto& w) { return write(w.reg, w.value, cause); });
}

bool Mezzanine::start(const Settings& settings, std::uint8_t leds, Cause cause) {
    settings_ = settings;
    return hard_reset(cause) && configure(cause) && write(Chip::io_state, leds, cause);
}

bool Mezzanine::initialise(const Settings& settings) {
    gpio_.input(irq_pin, true, Cause::none);
    return start(settings, connected_led, Cause::none);
}

bool Mezzanine::enable(const Settings& settings, Cause cause) {
    settings_ = settings;
    if (!hard_reset(cause) || !configure(cause)) return false;
    processor_.attach_interrupt(irq_pin, [this] {
        processor_.cancel(fetching_);
        fetching_ = processor_.after(options_.zero_timer_delay, [this] { fetch(); });
    });
    return write(Chip::io_state, connected_led | enabled_led, cause);
}

bool Mezzanine::disable(const Settings& settings, Cause cause) {
    processor_.detach_interrupt(irq_pin);
    if (!options_.fixes[Quirk::disable_leaves_locked]) processor_.lock_interrupts();  // until the next transfer ends
    return start(settings, connected_led, cause);
}

// ---- data ----

bool Mezzanine::send(boost::span<const std::uint8_t> octets, Cause cause) {
    return std::all_of(octets.begin(), octets.end(),
                       [&](std::uint8_t octet) { return write(Chip::rhr_thr, octet, cause); });
}

void Mezzanine::fetch() {
    bool answered = false;
    while ((read(Chip::lsr, answered).octet & Chip::lsr_data_ready) != 0) {
        received_.push(read(Chip::rhr_thr, answered));
    }
}

}  // namespace otbench::firmware
