#include "bus/message/fixed_value.hpp"

#include <gmock/gmock.h>

#include <array>

namespace otbench::bus {
namespace {

/// Fixed data with one counter of interest; the other one counts units without name.
std::array<std::uint8_t, FixedData::size> fixed_octets(std::uint8_t status, std::uint8_t unit,
                                                       std::array<std::uint8_t, 4> counter) {
    return {0x78,       0x56,       0x34,       0x12,        // id 12345678
            0x0A,                                            // access number
            status,                                          //
            unit,       0x3F,                                // units, medium 0
            counter[0], counter[1], counter[2], counter[3],  // counter 0
            0x01,       0x00,       0x00,       0x00};       // counter 1
}

FixedValue value_of(std::uint8_t status, std::uint8_t unit, std::array<std::uint8_t, 4> counter) {
    const auto octets = fixed_octets(status, unit, counter);
    return fixed_value(FixedData::parse(octets).value(), 0);
}

std::string text_of(const FixedValue& value) {
    return to_text(value.value, value.unit);
}

TEST(FixedValue, reads_bcd_and_binary_counters_by_bit_0_of_the_status) {
    EXPECT_EQ(text_of(value_of(0x00, 0x05, {0x17, 0x20, 0x00, 0x00})), "2017 kWh");
    EXPECT_EQ(text_of(value_of(0x01, 0x05, {0xE1, 0x07, 0x00, 0x00})), "2017 kWh");
    EXPECT_EQ(text_of(value_of(0x01, 0x05, {0xFF, 0xFF, 0xFF, 0xFF})), "-1 kWh");
}

TEST(FixedValue, every_unit_of_a_row_is_ten_times_the_one_before) {
    constexpr std::array<std::uint8_t, 6> rows = {0x02, 0x0B, 0x14, 0x1D, 0x26, 0x2F};  // Wh, kJ, W, kJ/h, ml, ml/h
    for (const std::uint8_t first : rows)
        for (std::uint8_t step = 1; step < 9; ++step) {
            const auto code = static_cast<std::uint8_t>(first + step);
            const auto one = value_of(0x00, static_cast<std::uint8_t>(code - 1), {0x10, 0, 0, 0});
            const auto ten = value_of(0x00, code, {0x01, 0, 0, 0});
            EXPECT_EQ(ten.quantity, one.quantity);
            EXPECT_DOUBLE_EQ(std::get<Decimal>(ten.value).value(), std::get<Decimal>(one.value).value()) << int{code};
        }
}

TEST(FixedValue, bit_1_of_the_status_means_stored) {
    EXPECT_FALSE(value_of(0x00, 0x05, {}).stored);
    EXPECT_TRUE(value_of(0x02, 0x05, {}).stored);
}

TEST(FixedValue, unit_3e_is_the_unit_of_the_other_counter_stored) {
    const auto value = value_of(0x00, 0x3E, {0x05, 0, 0, 0});
    EXPECT_EQ(value.quantity, Quantity::dimensionless);
    EXPECT_TRUE(value.stored);
    EXPECT_EQ(std::get<Decimal>(value.value), (Decimal{5, 0}));
}

TEST(FixedValue, a_digit_beyond_9_is_invalid) {
    const auto value = value_of(0x00, 0x05, {0x0A, 0, 0, 0});
    EXPECT_EQ(std::get<ValueFault>(value.value).reason, ValueFault::Reason::digits);
}

TEST(FixedValue, a_reserved_unit_has_no_quantity) {
    EXPECT_EQ(value_of(0x00, 0x3A, {}).quantity, Quantity::reserved);
}

}  // namespace
}  // namespace otbench::bus
