#include "firmware_model/board/uart0.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/fake_alarms.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class Uart0Test : public testing::Test {
protected:
    Uart0Test() {
        pins.on_drive(Uart0::tx_pin, [this](Nanoseconds at, PinDrive drive, Cause /*cause*/) {
            sent.push_back({at, drive == PinDrive::output_high});
        });
        uart.reset();
        sent.clear();
    }
    void use_mbus_settings() {
        uart.configure(33333, Uart0::format_8e1, Cause::none);
        uart.enable_receive_interrupt(true);
    }
    void receive(int count) {
        for (int i = 0; i < count; ++i) uart.receive(static_cast<std::uint8_t>(i), Cause::none);
    }

    FakeAlarms alarms;
    PinBank pins;
    RecordingSink events;
    FirmwareOptions options;
    int interrupts = 0;
    std::vector<bus::UartEdge> sent;
    Uart0 uart{alarms, pins, events, options, [this] { ++interrupts; }};
};

TEST_F(Uart0Test, reports_its_settings) {
    use_mbus_settings();
    EXPECT_EQ(events.of_kind("uart_baud")[0].number("baud"), 2400);
    EXPECT_EQ(events.of_kind("uart_config")[0].text("parity"), "even");
    EXPECT_EQ(events.of_kind("uart_config")[0].number("conf0"), 30);
}

TEST_F(Uart0Test, shifts_octets_out_on_its_pin) {
    use_mbus_settings();
    uart.send("\xff\xff", Cause::none);
    alarms.run_until(20ms);
    // Even parity of eight ones is 0: a start bit, a low parity bit.
    ASSERT_EQ(sent.size(), 8U);
    EXPECT_EQ(sent[0].at, 0us);
    EXPECT_FALSE(sent[0].level);
    EXPECT_EQ(sent[1].at.count(), 416663);  // one bit at 80 MHz / 33333
    EXPECT_FALSE(sent[2].level);
    EXPECT_EQ(sent[2].at.count(), 3749963);
    EXPECT_EQ(sent[4].at.count(), 4583288);  // the second one follows at once
}

TEST_F(Uart0Test, leaves_a_pin_alone_that_the_gpio_block_took) {
    pins.drive(Uart0::tx_pin, 0ns, PinDrive::output_low, Cause::none);
    sent.clear();
    uart.send("x", Cause::none);
    alarms.run_until(10ms);
    EXPECT_TRUE(sent.empty());
    use_mbus_settings();  // takes it back
    EXPECT_EQ(pins.drive(Uart0::tx_pin), PinDrive::output_high);
}

TEST_F(Uart0Test, receives_from_edges) {
    use_mbus_settings();
    std::vector<bus::UartEdge> edges;
    bus::append_uart_edges(bus::UartFormat{}, 0xE5, 1ms, edges);
    for (const auto& edge : edges) {
        alarms.run_until(edge.at);
        uart.rx_changed(edge.at, edge.level, Cause{3});
    }
    alarms.run_until(6ms);
    const auto octet = uart.read();
    ASSERT_TRUE(octet);
    EXPECT_EQ(octet->octet, 0xE5);
    EXPECT_EQ(events.at(octet->source).kind, "uart_rx");
    EXPECT_EQ(events.at(octet->source).cause, Cause{3});
}

TEST_F(Uart0Test, asks_for_attention_after_two_silent_characters) {
    use_mbus_settings();
    receive(1);
    alarms.run_until(9165us);
    EXPECT_EQ(interrupts, 0);
    alarms.run_until(9167us);
    EXPECT_EQ(interrupts, 1);
}

TEST_F(Uart0Test, asks_for_attention_at_the_threshold) {
    use_mbus_settings();
    receive(99);
    EXPECT_EQ(interrupts, 0);
    receive(1);
    EXPECT_EQ(interrupts, 1);
}

TEST_F(Uart0Test, keeps_128_octets_and_drops_the_others) {
    use_mbus_settings();
    receive(130);
    int kept = 0;
    while (uart.read()) ++kept;
    EXPECT_EQ(kept, 128);
}

TEST_F(Uart0Test, has_no_speed_without_a_divider) {
    uart.configure(0, Uart0::format_8e1, Cause::none);
    uart.send("x", Cause::none);
    alarms.run_until(1s);
    EXPECT_TRUE(sent.empty());
    EXPECT_EQ(events.of_kind("uart_baud")[0].number("baud"), 0);
}

}  // namespace
}  // namespace otbench::firmware
