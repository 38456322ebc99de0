#include "bus/record/vif.hpp"

#include <gmock/gmock.h>

#include "bus/record/vife.hpp"

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;

void expect_entry(VifTable table, int code, Quantity quantity, Unit unit, int exponent) {
    const VifEntry& entry = vif_entry({table, static_cast<std::uint8_t>(code)});
    EXPECT_EQ(name(entry.quantity), name(quantity)) << std::hex << code;
    EXPECT_EQ(symbol(entry.unit), symbol(unit)) << std::hex << code;
    EXPECT_EQ(entry.exponent, exponent) << std::hex << code;
}

TEST(Vif, knows_the_first_and_last_code_of_each_run) {
    expect_entry(VifTable::primary, 0x00, Quantity::energy, Unit::watt_hour, -3);
    expect_entry(VifTable::primary, 0x0F, Quantity::energy, Unit::joule, 7);
    expect_entry(VifTable::primary, 0x4F, Quantity::volume_flow, Unit::cubic_metre_per_second, -2);
    expect_entry(VifTable::primary, 0x77, Quantity::actuality_duration, Unit::day, 0);
    expect_entry(VifTable::primary, 0x6F, Quantity::reserved, Unit::none, 0);
    expect_entry(VifTable::extension_fd, 0x4F, Quantity::voltage, Unit::volt, 6);
    expect_entry(VifTable::extension_fd, 0x50, Quantity::current, Unit::ampere, -12);
    expect_entry(VifTable::extension_fd, 0x7F, Quantity::reserved, Unit::none, 0);
    expect_entry(VifTable::extension_fb, 0x01, Quantity::energy, Unit::watt_hour, 6);
    expect_entry(VifTable::extension_fb, 0x23, Quantity::volume, Unit::gallon, 0);
    expect_entry(VifTable::extension_fb, 0x7F, Quantity::cumulated_maximum_power, Unit::watt, 4);
}

TEST(Vif, finds_the_code_for_a_quantity_and_its_step) {
    EXPECT_EQ(find_vif("energy", "10 kWh").value().code, 0x07);
    EXPECT_EQ(find_vif("energy", "1 GJ").value().table, VifTable::extension_fb);
    EXPECT_EQ(find_vif("volume-flow", "1 l/h").value().code, 0x3B);
    EXPECT_EQ(find_vif("temperature-difference", "0.01 K").value().code, 0x61);
    EXPECT_EQ(find_vif("voltage", "100 mV").value().code, 0x48);
    EXPECT_EQ(find_vif("fabrication-number", "").value().code, 0x78);
    EXPECT_EQ(find_vif("time-point", "date").value().code, 0x6C);
}

TEST(Vif, lists_the_supported_steps_when_none_fits) {
    EXPECT_EQ(find_vif("flow-temperature", "2 C").error().message,
              "no VIF codes flow-temperature in steps of '2 C' (expected one of 1e-3 C, 1e-2 C, 1e-1 C, 1e0 C, 1e-3 F, "
              "1e-2 F, "
              "1e-1 F, 1e0 F)");
    EXPECT_THAT(find_vif("warmth", "1 C").error().message, HasSubstr("unknown quantity 'warmth'"));
}

TEST(Vife, knows_what_changes_value_or_meaning) {
    EXPECT_EQ(vife_entry(0x70).amount, -6);
    EXPECT_EQ(vife_entry(0xF7).amount, 1);
    EXPECT_EQ(vife_entry(0x7D).modifier, Modifier::multiplies);
    EXPECT_EQ(vife_entry(0x3C).name, "backward");
    EXPECT_EQ(vife_entry(0x15).modifier, Modifier::record_error);
    EXPECT_EQ(vife_entry(0x00).modifier, Modifier::none);
}

}  // namespace
}  // namespace otbench::bus
