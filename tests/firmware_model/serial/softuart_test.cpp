#include "firmware_model/serial/softuart.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class SoftUartTest : public testing::Test {
protected:
    std::vector<std::pair<Nanoseconds, std::int64_t>> edges(int pin) const {
        std::vector<std::pair<Nanoseconds, std::int64_t>> found;
        for (const auto& e : events.of_kind("gpio_edge")) {
            if (e.number("pin") == pin) found.emplace_back(e.at, e.number("level"));
        }
        return found;
    }

    ManualProcessor processor;
    PinBank pins;
    RecordingSink events;
    FirmwareOptions options;
    Gpio gpio{pins, processor, events};
    SoftUart uart{processor, gpio, events, options};
};

TEST_F(SoftUartTest, lets_the_line_settle_before_it_listens) {
    EXPECT_TRUE(uart.enable(13, 15, 2400, Cause::none));
    EXPECT_EQ(processor.now(), 65535us);
    EXPECT_EQ(pins.drive(15), PinDrive::output_high);
    EXPECT_EQ(pins.drive(13), PinDrive::pulled_up);
    EXPECT_EQ(processor.handlers.count(13), 1U);
}

TEST_F(SoftUartTest, reports_that_the_pin_has_a_handler_already) {
    uart.enable(13, 15, 2400, Cause::none);
    EXPECT_FALSE(uart.enable(13, 15, 2400, Cause::none));
}

TEST_F(SoftUartTest, sends_sixteen_bit_times_an_octet) {
    uart.enable(13, 15, 2400, Cause::none);
    const Nanoseconds call = processor.now();
    const std::vector<std::uint8_t> octets = {0x10};
    uart.send(octets, Cause{77});
    const Nanoseconds t0 = call + 500ns;  // one read of the clock
    EXPECT_EQ(edges(15), (std::vector<std::pair<Nanoseconds, std::int64_t>>{
                             {t0, 0},              // start, D0 to D3
                             {t0 + 5 * 417us, 1},  // D4
                             {t0 + 6 * 417us, 0},  // D5 to D7
                             {t0 + 9 * 417us, 1},  // parity, stop, idle
                         }));
    EXPECT_EQ(processor.now(), t0 + 16 * 417us);
}

TEST_F(SoftUartTest, names_the_sent_octet_as_the_cause_of_its_edges) {
    uart.enable(13, 15, 2400, Cause::none);
    const std::vector<std::uint8_t> octets = {0x01, 0x02};
    uart.send(octets, Cause{77});
    const auto sent = events.of_kind("softuart_tx");
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].cause, Cause{77});
    EXPECT_EQ(sent[1].text("hex"), "02");
    for (const auto& edge : events.of_kind("gpio_edge")) EXPECT_EQ(events.at(edge.cause).kind, "softuart_tx");
}

TEST_F(SoftUartTest, sends_on_gpio0_when_it_never_had_a_usable_pin) {
    gpio.output(0, true, Cause::none);
    uart.enable(13, 6, 9600, Cause::none);
    EXPECT_EQ(processor.now(), 0ns);  // nothing to settle
    uart.send(std::vector<std::uint8_t>{0x55}, Cause::none);
    EXPECT_EQ(edges(0).size(), 10U);
}

TEST_F(SoftUartTest, keeps_its_pins_when_the_new_ones_are_unusable) {
    uart.enable(13, 15, 2400, Cause::none);
    uart.enable(9, 16, 2400, Cause::none);
    EXPECT_EQ(uart.rx_pin(), 13);
    uart.send(std::vector<std::uint8_t>{0x55}, Cause::none);
    EXPECT_FALSE(edges(15).empty());
}

TEST_F(SoftUartTest, ignores_an_interrupt_with_the_line_high) {
    uart.enable(13, 15, 2400, Cause::none);
    const Nanoseconds before = processor.now();
    processor.handlers.at(13)();
    EXPECT_EQ(processor.now(), before);
    EXPECT_TRUE(uart.received().empty());
}

TEST_F(SoftUartTest, receives_for_nine_and_a_half_bit_times_and_keeps_the_start_edge) {
    uart.enable(13, 15, 2400, Cause::none);
    const Nanoseconds start = processor.now();
    pins.set_external(13, start, false, Cause{5});
    uart.pin_changed(13, start, false, Cause{5});
    processor.handlers.at(13)();  // a break
    EXPECT_EQ(processor.now(), start + 208us + 500ns + 9 * 417us);
    const auto octet = uart.received().pop();
    ASSERT_TRUE(octet);
    EXPECT_EQ(octet->octet, 0x00);
    EXPECT_EQ(events.at(octet->source).kind, "softuart_rx");
    EXPECT_EQ(events.at(octet->source).cause, Cause{5});
}

}  // namespace
}  // namespace otbench::firmware
