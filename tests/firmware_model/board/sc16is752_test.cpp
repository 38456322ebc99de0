#include "firmware_model/board/sc16is752.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/fake_alarms.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;
using Chip = Sc16is752;

class Sc16is752Test : public testing::Test {
protected:
    void write(int reg, std::uint8_t value, int channel = 0) {
        const std::uint8_t octets[] = {static_cast<std::uint8_t>(reg << 3 | channel << 1), value};
        chip.write(octets, Cause::none);
    }
    std::uint8_t read(int reg, int channel = 0) {
        const std::uint8_t octets[] = {static_cast<std::uint8_t>(reg << 3 | channel << 1)};
        chip.write(octets, Cause::none);
        return chip.read().octet;
    }
    /// 8E1 with FIFOs and the receive interrupt.
    void set_up(std::uint8_t divisor, int channel = 0) {
        write(Chip::ier, 0x01, channel);
        write(Chip::fcr, 0x01, channel);
        write(Chip::lcr, 0x9B, channel);
        write(Chip::rhr_thr, divisor, channel);
        write(Chip::ier, 0x00, channel);
        write(Chip::lcr, 0x1B, channel);
    }

    FakeAlarms alarms;
    RecordingSink events;
    bool irq = true;
    Chip chip{alarms, events, [this](bool level, Cause /*cause*/) { irq = level; }};
};

TEST_F(Sc16is752Test, records_register_writes_and_transmitted_octets) {
    set_up(0x30, 1);
    write(Chip::rhr_thr, 0x5B, 1);
    const auto writes = events.of_kind("i2c_write");
    ASSERT_EQ(writes.size(), 6U);
    EXPECT_EQ(writes[3].text("hex"), "0230");  // the divisor, not an octet to send
    EXPECT_EQ(writes[3].number("reg"), 0);
    EXPECT_EQ(writes[3].number("chan"), 1);
    EXPECT_EQ(events.of_kind("mezz_tx")[0].text("hex"), "5b");
    EXPECT_EQ(events.of_kind("mezz_tx")[0].number("uart"), 1);
}

TEST_F(Sc16is752Test, shifts_out_at_the_divisors_speed) {
    std::vector<bus::UartEdge> sent;
    chip.lines().on_drive(Chip::tx_pin(0), [&](Nanoseconds at, PinDrive drive, Cause /*cause*/) {
        sent.push_back({at, drive == PinDrive::output_high});
    });
    set_up(48);  // 2400 baud
    write(Chip::rhr_thr, 0xFF);
    EXPECT_EQ(read(Chip::lsr) & 0x40, 0);  // on its way
    alarms.run_until(5ms);
    ASSERT_EQ(sent.size(), 4U);
    EXPECT_EQ(sent[1].at.count(), 416667);
    EXPECT_EQ(sent[2].at.count(), 3750000);  // parity of eight ones
    EXPECT_EQ(read(Chip::lsr), 0x60);
}

TEST_F(Sc16is752Test, receives_from_its_line) {
    set_up(48);
    std::vector<bus::UartEdge> edges;
    bus::append_uart_edges(bus::UartFormat{}, 0xE5, 1ms, edges);
    for (const auto& edge : edges) {
        alarms.run_until(edge.at);
        chip.lines().set_external(Chip::rx_pin(0), edge.at, edge.level, Cause{1});
    }
    alarms.run_until(6ms);
    EXPECT_EQ(read(Chip::lsr) & Chip::lsr_data_ready, 1);
    EXPECT_EQ(read(Chip::rhr_thr), 0xE5);
    EXPECT_EQ(read(Chip::lsr) & Chip::lsr_data_ready, 0);
}

TEST_F(Sc16is752Test, interrupts_from_eight_octets_until_fewer_are_left) {
    set_up(48);
    for (int i = 0; i < 7; ++i) chip.receive(0, 0, Cause::none);
    EXPECT_TRUE(irq);
    chip.receive(0, 0, Cause::none);
    EXPECT_FALSE(irq);
    (void)read(Chip::rhr_thr);
    EXPECT_TRUE(irq);
}

TEST_F(Sc16is752Test, interrupts_after_four_silent_character_times) {
    set_up(48);
    chip.receive(0, 0, Cause::none);
    alarms.run_until(18ms);
    EXPECT_TRUE(irq);
    alarms.run_until(19ms);
    EXPECT_FALSE(irq);
}

TEST_F(Sc16is752Test, reports_an_overrun_of_its_fifo_once) {
    set_up(48);
    for (int i = 0; i < 65; ++i) chip.receive(0, static_cast<std::uint8_t>(i), Cause::none);
    EXPECT_EQ(read(Chip::lsr) & 0x02, 0x02);
    EXPECT_EQ(read(Chip::lsr) & 0x02, 0);
}

TEST_F(Sc16is752Test, has_no_uart_behind_a_reserved_channel) {
    set_up(48, 2);
    write(Chip::rhr_thr, 0x55, 2);
    EXPECT_EQ(read(Chip::lsr, 2), 0x60);
    alarms.run_until(1s);
    EXPECT_EQ(chip.lines().drive(Chip::tx_pin(0)), PinDrive::output_high);
    EXPECT_EQ(chip.lines().drive(Chip::tx_pin(1)), PinDrive::output_high);
}

TEST_F(Sc16is752Test, loses_its_state_at_a_reset) {
    set_up(48);
    for (int i = 0; i < 8; ++i) chip.receive(0, 0, Cause::none);
    chip.reset();
    EXPECT_TRUE(irq);
    EXPECT_EQ(read(Chip::lsr), 0x60);
    EXPECT_EQ(read(Chip::ier), 0);
}

}  // namespace
}  // namespace otbench::firmware
