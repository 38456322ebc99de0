#include "bus/record/value.hpp"

#include <gmock/gmock.h>

namespace otbench::bus {
namespace {

using Reason = ValueFault::Reason;

/// The value and its text of the one record in `octets`.
struct DecodedRecord {
    explicit DecodedRecord(OctetBuffer octets) {
        RecordWalker walk{octets, 0, Dialect::standard};
        const Record& record = *walk.next().value();
        meaning = meaning_of(record);
        value = decode_value(record);
        text = to_text(value, meaning.unit, meaning.unit_text);
    }
    Meaning meaning;
    Value value;
    std::string text;
};

std::string text_of_record(OctetBuffer octets) {
    return DecodedRecord{std::move(octets)}.text;
}
Value value_of(OctetBuffer octets) {
    return DecodedRecord{std::move(octets)}.value;
}

TEST(Value, integers_are_signed_and_scaled_exactly) {
    EXPECT_EQ(value_of({0x02, 0x5A, 0xFF, 0xFF}), (Value{Decimal{-1, -1}}));  // flow temperature in 0.1 °C
    EXPECT_EQ(text_of_record({0x02, 0x5A, 0xFF, 0xFF}), "-0.1 C");
    EXPECT_EQ(text_of_record({0x03, 0x16, 0x40, 0xE2, 0x01}), "123456 m3");
    EXPECT_EQ(text_of_record({0x01, 0x0F, 0x05}), "50 MJ");
    EXPECT_EQ(text_of_record({0x06, 0x03, 0x01, 0, 0, 0, 0, 0}), "1 Wh");
    EXPECT_DOUBLE_EQ(std::get<Decimal>(value_of({0x01, 0x13, 0x03})).value(), 0.003);
}

TEST(Value, the_most_negative_integer_is_invalid_but_flags_and_counters_are_unsigned) {
    EXPECT_EQ(value_of({0x01, 0x06, 0x80}), Value{ValueFault{Reason::invalid}});
    EXPECT_EQ(text_of_record({0x01, 0xFD, 0x17, 0x80}), "128");  // error flags
    EXPECT_EQ(text_of_record({0x01, 0xFD, 0x0E, 0xFE}), "254");  // firmware version
    EXPECT_EQ(value_of({0x01, 0xFD, 0x0E, 0xFF}), Value{ValueFault{Reason::invalid}});
}

TEST(Value, bcd_has_a_sign_in_its_highest_digit_and_no_other_letters) {
    EXPECT_EQ(text_of_record({0x0B, 0x5A, 0x34, 0x12, 0xF0}), "-123.4 C");
    EXPECT_EQ(value_of({0x0B, 0x5A, 0x34, 0x1A, 0x00}), Value{ValueFault{Reason::digits}});
    EXPECT_EQ(value_of({0x0C, 0x06, 0xFF, 0xFF, 0xFF, 0xFF}), Value{ValueFault{Reason::digits}});
    EXPECT_EQ(text_of_record({0x0E, 0x06, 0x12, 0x90, 0x78, 0x56, 0x34, 0x12}), "123456789012 kWh");
}

TEST(Value, during_an_error_state_is_given_unless_it_is_all_nines) {
    EXPECT_EQ(value_of({0x3B, 0x2D, 0x99, 0x99, 0x99}), Value{ValueFault{Reason::error_state}});
    EXPECT_EQ(text_of_record({0x33, 0x22, 0x0A, 0x00, 0x00}), "10 h");
    EXPECT_EQ(text_of_record({0x32, 0x6C, 0x0D, 0x2A}), "2016-10-13");
    EXPECT_EQ(text_of_record({0x3A, 0x5A, 0x99, 0x09}), "99.9 C");
    EXPECT_EQ(text_of_record({0x0A, 0x5A, 0x99, 0x99}), "999.9 C");  // an instantaneous value may be all nines
}

TEST(Value, vife_behind_a_manufacturer_specific_vif_change_nothing) {
    EXPECT_EQ(text_of_record({0x02, 0xFF, 0x07, 0x05, 0x00}), "5");         // not "data size not implemented"
    EXPECT_EQ(text_of_record({0x02, 0xFF, 0x71, 0xE8, 0x03}), "1000");      // not times 10^-5
    EXPECT_EQ(text_of_record({0x02, 0xFF, 0x79, 0xE8, 0x03}), "1000");      // nothing added
    EXPECT_EQ(text_of_record({0x02, 0xFF, 0xEC, 0x00, 0x15, 0x00}), "21");  // no date
    const DecodedRecord own{{0x02, 0xFF, 0xA2, 0x3B, 0x05, 0x00}};
    EXPECT_TRUE(own.meaning.modifiers.empty());
    EXPECT_EQ(own.meaning.own_code, "a23b");
    EXPECT_EQ(own.meaning.unit, Unit::none);
}

TEST(Value, vife_of_further_tables_name_the_phase_or_instance) {
    const auto modifiers = [](OctetBuffer octets) { return DecodedRecord{std::move(octets)}.meaning.modifiers; };
    using ::testing::ElementsAre;
    EXPECT_THAT(modifiers({0x01, 0xFD, 0xC9, 0xFC, 0x01, 0x05}), ElementsAre("phase-L1"));
    EXPECT_THAT(modifiers({0x01, 0xFD, 0xC9, 0xFC, 0x03, 0x05}), ElementsAre("phase-L3"));
    EXPECT_THAT(modifiers({0x01, 0xAB, 0xC8, 0xFC, 0x10, 0x05}), ElementsAre("upper-limit", "absolute-sum"));
    EXPECT_THAT(modifiers({0x01, 0xFD, 0xC9, 0xFC, 0x1A, 0x05}), ElementsAre("further-table-1a"));
    EXPECT_THAT(modifiers({0x01, 0xFD, 0xC9, 0xFF, 0x02, 0x05}), ElementsAre("manufacturer-specific-02"));
    EXPECT_THAT(modifiers({0x01, 0xFD, 0xC9, 0xFF, 0x82, 0x15, 0x05}), ElementsAre("manufacturer-specific-8215"));
    EXPECT_EQ(text_of_record({0x01, 0x83, 0xFC, 0x81, 0x7D, 0x05}), "5 kWh");  // behind the phase the usual table again
}

TEST(Value, the_second_level_of_table_fd_takes_its_code_from_the_next_vife) {
    const DecodedRecord months{{0x01, 0xFD, 0xFD, 0x02, 0x78}};
    EXPECT_EQ(months.value, (Value{Decimal{120, 0}}));
    EXPECT_EQ(months.meaning.unit, Unit::month);
    EXPECT_EQ(months.meaning.quantity, Quantity::remaining_battery_life);
    EXPECT_EQ(text_of_record({0x01, 0xFD, 0xFD, 0x15, 0x05}), "5");  // reserved, not "no data available"
}

TEST(Value, containers_and_what_cannot_be_text_are_octets_in_the_order_sent) {
    EXPECT_EQ(text_of_record({0x0D, 0x93, 0x1F, 0x03, 'a', 'b', 'c'}), "61 62 63");     // compact profile
    EXPECT_EQ(text_of_record({0x0D, 0x93, 0x13, 0x02, 0x33, 0xFE}), "33 fe");           // inverse compact profile
    EXPECT_EQ(text_of_record({0x0D, 0xFD, 0x3B, 0x02, 'a', 'b'}), "61 62");             // container
    EXPECT_EQ(text_of_record({0x0D, 0xFF, 0x5F, 0x03, 0x08, 0x2B, 0x20}), "08 2b 20");  // the maker's own
    EXPECT_EQ(text_of_record({0x0D, 0xFD, 0x10, 0x04, 0x00, 'c', 'b', 'a'}), "abc");    // filled up with zeros
    EXPECT_EQ(text_of_record({0x0D, 0x13, 0xCA, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10}), "01 02 03 04 05 06 07 08 09 10");
}

TEST(Value, an_enhanced_identification_is_a_device) {
    const OctetBuffer octets = {0x07, 0x79, 0x78, 0x56, 0x34, 0x12, 0x77, 0x04, 0x09, 0x07};
    EXPECT_EQ(value_of(octets), (Value{Identification{0x12345678, 0x0477, 9, 7}}));
    EXPECT_EQ(text_of_record(octets), "12345678 ACW version 9 medium 7");
}

TEST(Value, reals_are_scaled_and_nan_is_invalid) {
    EXPECT_EQ(value_of({0x05, 0x2E, 0x00, 0x00, 0x20, 0x40}), (Value{2500.0}));  // 2.5 kW
    EXPECT_EQ(value_of({0x05, 0x2E, 0x00, 0x00, 0xC0, 0x7F}), Value{ValueFault{Reason::invalid}});
    EXPECT_EQ(text_of_record({0x05, 0xFD, 0x49, 0x9A, 0x19, 0x66, 0x43}), "230.1 V");  // not 230.10000610351562
    EXPECT_EQ(text_of_record({0x05, 0x13, 0xCD, 0xCC, 0xCC, 0x3D}), "0.0001 m3");      // 0.1 l
}

TEST(Value, vife_multiply_and_add) {
    EXPECT_EQ(text_of_record({0x01, 0x83, 0x7D, 0x05}), "5 kWh");       // Wh times 1000
    EXPECT_EQ(text_of_record({0x01, 0x96, 0x74, 0x05}), "0.05 m3");     // m³ times 0.01
    EXPECT_EQ(text_of_record({0x01, 0x96, 0x78, 0x05}), "5.001 m3");    // plus 0.001
    EXPECT_EQ(text_of_record({0x01, 0xFD, 0xC9, 0x77, 0x05}), "50 V");  // after the VIFE of an extension table
}

TEST(Value, vife_may_make_a_date_or_a_duration_of_it) {
    const DecodedRecord date{{0x02, 0xAB, 0x6E, 0x2B, 0x22}};  // power, begin of the last, type G
    EXPECT_EQ(date.text, "2017-02-11");
    EXPECT_EQ(date.meaning.quantity, Quantity::power);
    EXPECT_THAT(date.meaning.modifiers, ::testing::ElementsAre("last-begin"));
    EXPECT_EQ(text_of_record({0x01, 0xAB, 0x5A, 0x07}), "7 h");
}

TEST(Value, a_record_error_gives_the_reason_for_a_missing_value) {
    EXPECT_EQ(text_of_record({0x01, 0x86, 0x15, 0x00}), "no data available");
    EXPECT_TRUE(DecodedRecord({0x01, 0x86, 0x15, 0x00}).meaning.modifiers.empty());
}

TEST(Value, nothing_is_read_from_vife_of_another_table) {
    EXPECT_EQ(text_of_record({0x01, 0x86, 0xFF, 0x15, 0x05}), "5 kWh");  // manufacturer specific VIFEs follow
}

TEST(Value, variable_data_is_text_number_or_octets_by_its_length_octet) {
    EXPECT_EQ(text_of_record({0x0D, 0x78, 0x03, 'c', 'b', 'a'}), "abc");
    EXPECT_EQ(text_of_record({0x0D, 0x06, 0xC2, 0x34, 0x12}), "1234 kWh");
    EXPECT_EQ(text_of_record({0x0D, 0x06, 0xD1, 0x34}), "-34 kWh");
    EXPECT_EQ(text_of_record({0x0D, 0x06, 0xE2, 0xFE, 0xFF}), "-2 kWh");
    EXPECT_EQ(text_of_record({0x0D, 0x06, 0xE9, 1, 2, 3, 4, 5, 6, 7, 8, 9}), "01 02 03 04 05 06 07 08 09");
    EXPECT_EQ(text_of_record({0x0D, 0x06, 0xE0}), "no data");
}

TEST(Value, dates_and_times_come_by_length_and_may_be_invalid) {
    EXPECT_EQ(text_of_record({0x04, 0x6D, 0x24, 0x13, 0x2B, 0x22}), "2017-02-11T19:36");
    EXPECT_EQ(text_of_record({0x06, 0x6D, 0x05, 0x24, 0x13, 0x2B, 0x22, 0x00}), "2017-02-11T19:36:05");
    EXPECT_EQ(text_of_record({0x03, 0x6D, 0x05, 0x24, 0x13}), "19:36:05");
    EXPECT_EQ(text_of_record({0x02, 0x6C, 0xFF, 0xFF}), "invalid value");
    EXPECT_EQ(text_of_record({0x04, 0xFD, 0x70, 0x24, 0x13, 0x2B, 0x22}), "2017-02-11T19:36");
}

TEST(Value, a_plain_text_vif_is_the_unit) {
    EXPECT_EQ(text_of_record({0x01, 0x7C, 0x03, 'H', 'R', '%', 0x2A}), "42 %RH");
}

}  // namespace
}  // namespace otbench::bus
