#include "firmware_model/serial/softuart_timing.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

struct BitTime {
    std::uint32_t baud;
    std::uint16_t microseconds;
};

std::string baud_of(const testing::TestParamInfo<BitTime>& parameter) {
    return std::to_string(parameter.param.baud);
}
void PrintTo(const BitTime& time, std::ostream* out) {
    *out << time.baud << " baud";
}

// Spec: firmware, section 6.1.
class SoftuartBitTime : public testing::TestWithParam<BitTime> {};
TEST_P(SoftuartBitTime, is_the_firmwares_rounding) {
    EXPECT_EQ(softuart_bit_time_us(GetParam().baud), GetParam().microseconds);
}
INSTANTIATE_TEST_SUITE_P(Table, SoftuartBitTime,
                         testing::Values(BitTime{300, 3333}, BitTime{600, 1667}, BitTime{1200, 833}, BitTime{2400, 417},
                                         BitTime{4800, 208}, BitTime{9600, 104}, BitTime{14400, 69}, BitTime{19200, 52},
                                         BitTime{28800, 35}, BitTime{38400, 26}, BitTime{57600, 17}),
                         baud_of);
INSTANTIATE_TEST_SUITE_P(Overflow, SoftuartBitTime,
                         testing::Values(BitTime{15, 66666 % 65536 + 1}, BitTime{1, 1'000'000 % 65536 + 1}), baud_of);
INSTANTIATE_TEST_SUITE_P(Fast, SoftuartBitTime,
                         testing::Values(BitTime{1'000'001, 1}, BitTime{1'960'784, 1}, BitTime{1'960'785, 0},
                                         BitTime{4'294'967'291U, 0}),
                         baud_of);

TEST(SoftuartLevels, are_start_data_even_parity_and_stop) {
    // 5B = 01011011: least significant bit first, five ones make the parity bit 1
    EXPECT_EQ(softuart_levels(0x5B),
              (std::vector<bool>{false, true, true, false, true, true, false, true, false, true, true}));
    EXPECT_FALSE(softuart_levels(0x5C)[9]);  // four ones
}

TEST(SoftuartLevels, follow_the_frame) {
    EXPECT_FALSE(softuart_levels(0x5B, {bus::Parity::odd, 1})[9]);
    EXPECT_EQ(softuart_levels(0x5B, {bus::Parity::none, 2}).size(), 10U);
}

TEST(BitClock, counts_bits_from_the_start_without_drift) {
    const BitClock bits{1000us, 1000us, 417, 500ns};
    EXPECT_EQ(bits.end_of_wait(0), 1000us);
    EXPECT_EQ(bits.end_of_wait(10), 1000us + 4170us);
}

TEST(BitClock, ends_all_waits_once_the_clock_has_wrapped) {
    constexpr auto range = std::chrono::microseconds{std::int64_t{1} << 31};
    const BitClock bits{0us, range - 1000us, 417, 500ns};
    EXPECT_EQ(bits.end_of_wait(2), 834us);
    EXPECT_EQ(bits.end_of_wait(3), 1000us);  // would be 1251
    EXPECT_EQ(bits.end_of_wait(4), 1001us);  // two reads of the clock each
    EXPECT_EQ(bits.end_of_wait(5), 1002us);
}

TEST(BitClock, ends_waits_at_once_without_a_bit_time) {
    const BitClock bits{5us, 5us, 0, 500ns};
    EXPECT_EQ(bits.end_of_wait(8), 5us);
}

class SampleOctet : public testing::Test {
protected:
    /// What a receiver at 2400 baud makes of `octet` from a sender at `baud`, when it samples `late` after the middle
    /// of the bits.
    static std::uint8_t received(std::uint8_t octet, double baud, Nanoseconds late) {
        bus::UartFormat format;
        format.baud = baud;
        std::vector<bus::UartEdge> edges;
        bus::append_uart_edges(format, octet, 0ns, edges);
        edges.erase(edges.begin());  // the start edge
        const auto middle = std::chrono::microseconds{417 / 2} + late;
        return sample_octet({middle, middle, 417, 500ns}, edges);
    }
};

TEST_F(SampleOctet, reads_every_octet_five_microseconds_late) {
    for (int octet = 0; octet < 256; ++octet) {
        EXPECT_EQ(received(static_cast<std::uint8_t>(octet), 2400, 5us), octet);
    }
}

TEST_F(SampleOctet, reads_a_sender_that_is_four_percent_off) {
    EXPECT_EQ(received(0x55, 2400 * 1.04, 5us), 0x55);
    EXPECT_EQ(received(0x55, 2400 * 0.96, 5us), 0x55);
}

TEST_F(SampleOctet, loses_the_last_bits_of_a_sender_that_is_much_too_fast) {
    EXPECT_NE(received(0x55, 2400 * 1.15, 5us), 0x55);
}

TEST_F(SampleOctet, reads_a_break_as_zero_and_a_short_pulse_as_ones) {
    const BitClock bits{208us, 208us, 417, 500ns};
    EXPECT_EQ(sample_octet(bits, {}), 0x00);
    EXPECT_EQ(sample_octet(bits, {{50us, true}}), 0xFF);
}

}  // namespace
}  // namespace otbench::firmware
