#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>

#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/hardware/uart_shifter.hpp"

namespace otbench::firmware {

/// An SC16IS752, two UARTs with FIFOs of 64 octets behind an I2C address, with a crystal of 1.8432 MHz. Its receive
/// interrupt, speed, format and line status are modelled; flow control, modem lines and sleep are plain registers.
class Sc16is752 : public I2cChip {
public:
    static constexpr std::size_t fifo_octets = 64;
    static constexpr int uart_count = 2;

    // Registers (datasheet, table 10); two have another one below them while the divisor latch is open.
    enum Register : std::uint8_t {
        rhr_thr = 0x00,
        ier = 0x01,
        fcr = 0x02,
        lcr = 0x03,
        mcr = 0x04,
        lsr = 0x05,
        io_dir = 0x0A,
        io_state = 0x0B,
        io_int_ena = 0x0C,
        efcr = 0x0F,
    };
    static constexpr std::uint8_t lsr_data_ready = 0x01;
    static constexpr std::uint8_t lcr_divisor_latch = 0x80;

    /// The chip's serial lines, as pins: TX of UART n is pin 2n, RX pin 2n + 1. Both idle high.
    static constexpr int tx_pin(int uart) { return 2 * uart; }
    static constexpr int rx_pin(int uart) { return 2 * uart + 1; }

    /// `irq` receives each change of the interrupt line, which is low while a UART requests service.
    Sc16is752(Alarms& alarms, EventSink& events, std::function<void(bool level, Cause cause)> irq);
    Sc16is752(const Sc16is752&) = delete;
    Sc16is752& operator=(const Sc16is752&) = delete;

    /// The sub-address, then what is written to that register; the sub-address alone selects what is read next.
    void write(boost::span<const std::uint8_t> octets, Cause cause) override;
    ReceivedOctet read() override;
    /// The RESET pin goes low: all registers get their defaults, the FIFOs lose what is in them.
    void reset();

    [[nodiscard]] PinBank& lines() { return lines_; }
    /// A whole octet arrives at `uart` (0 or 1); lost when the FIFO is full.
    void receive(int uart, std::uint8_t octet, Cause cause);

private:
    static constexpr std::size_t register_count = 16;
    static constexpr std::size_t channel_codes = 4;  ///< of the sub-address; only two of them are UARTs

    struct Channel {
        std::array<std::uint8_t, register_count> registers{};
        std::array<std::uint8_t, 2> divisor{};  ///< low octet first
        std::deque<ReceivedOctet> fifo;
        bool overrun = false;
        bool silent = false;  ///< no character arrived for a while although octets are waiting
        AlarmId silence = AlarmId::none;
        std::optional<UartShifter> shifter;
    };

    [[nodiscard]] Channel& selected() { return channels_[channel_]; }
    void select(std::uint8_t sub_address);
    void write_register(std::uint8_t value, Cause cause);
    void record_write(std::uint8_t value, Cause cause);
    void transmit(std::uint8_t octet, Cause cause);
    void set_line(Channel& channel);
    ReceivedOctet pop_received(Channel& channel);
    [[nodiscard]] std::uint8_t line_status(Channel& channel);
    void clear(Channel& channel);
    void watch_silence(Channel& channel);
    void update_irq(Cause cause);

    Alarms& alarms_;
    EventSink& events_;
    std::function<void(bool, Cause)> irq_;
    PinBank lines_;
    std::array<Channel, channel_codes> channels_;
    std::uint8_t register_ = 0;
    std::size_t channel_ = 0;
    bool irq_level_ = true;
};

}  // namespace otbench::firmware
