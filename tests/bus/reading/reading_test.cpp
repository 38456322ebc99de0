#include "bus/reading/reading.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;

/// A telegram with the CF Echo II's header and these records.
Reading reading_of(std::initializer_list<std::uint8_t> records) {
    OctetBuffer user_data(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + Telegram::header_size);
    user_data.insert(user_data.end(), records);
    return Reading::decode(user_data).value();
}

TEST(Reading, names_its_sender) {
    const Reading reading = Reading::decode(cf_echo_2_user_data).value();
    EXPECT_EQ(reading.identity_text("id"), "14273160");
    EXPECT_EQ(reading.identity_text("manufacturer"), "ACW");
    EXPECT_EQ(reading.identity_text("version"), "9");
    EXPECT_EQ(reading.identity_text("medium"), "Heat: Outlet");
    EXPECT_EQ(reading.identity_text("product"), "Itron CF Echo 2");
    EXPECT_EQ(reading.identity_text("access-number"), "151");
    EXPECT_EQ(reading.identity_text("status"), "10");
    EXPECT_EQ(reading.identity_text("energy"), std::nullopt);
}

TEST(Reading, has_every_value_of_a_cf_echo_2) {
    const Reading reading = Reading::decode(cf_echo_2_user_data).value();
    const auto text = [&reading](const char* selector) { return reading.find(selector).value()->text(); };
    EXPECT_EQ(text("fabrication-number"), "14273160");
    EXPECT_EQ(text("energy"), "9730 kWh");
    EXPECT_EQ(text("volume"), "1638.0 m3");
    EXPECT_EQ(text("power"), "value during error state");
    EXPECT_EQ(text("volume-flow"), "0.000 m3/h");
    EXPECT_EQ(text("flow-temperature"), "15.3 C");
    EXPECT_EQ(text("return-temperature"), "22.1 C");
    EXPECT_EQ(text("temperature-difference"), "value during error state");
    EXPECT_EQ(text("time-point"), "2017-02-11T19:36");
    EXPECT_EQ(text("operating-time"), "880 d");
    EXPECT_EQ(text("firmware-version"), "22");
    EXPECT_EQ(text("software-version"), "47");
    EXPECT_EQ(reading.values.size(), 12u);
    EXPECT_EQ(reading.manufacturer_data, (OctetBuffer{0x04, 0x00}));
    EXPECT_FALSE(reading.more_follow);
}

TEST(Reading, gives_numbers_that_compare_with_what_people_write) {
    const Reading reading = Reading::decode(cf_echo_2_user_data).value();
    const auto energy = reading.find("energy").value()->measure();
    ASSERT_TRUE(energy);
    EXPECT_TRUE(agree(*energy, parse_measure("9730 kWh").value()).value());
    EXPECT_TRUE(agree(*energy, parse_measure("35.028 GJ").value()).value());
    EXPECT_FALSE(agree(*energy, parse_measure("9731 kWh").value()).value());
    EXPECT_EQ(reading.find("power").value()->measure(), std::nullopt);
}

TEST(Reading, finds_a_value_by_storage_tariff_device_function_modifier_and_index) {
    const Reading reading = reading_of({
        0x01, 0x06, 0x01,        // energy 1 kWh
        0x41, 0x06, 0x02,        // storage 1
        0x81, 0x10, 0x06, 0x03,  // tariff 1
        0x81, 0x40, 0x06, 0x04,  // device 1
        0x11, 0x06, 0x05,        // maximum
        0x01, 0x86, 0x3C, 0x06,  // VIFE: accumulated only if negative
        0x01, 0x06, 0x07,        // energy once more
    });
    const auto text = [&reading](const char* selector) { return reading.find(selector).value()->text(); };
    EXPECT_EQ(text("energy"), "1 kWh");
    EXPECT_EQ(text("energy[storage=1]"), "2 kWh");
    EXPECT_EQ(text("energy[tariff=1]"), "3 kWh");
    EXPECT_EQ(text("energy[storage=0, device=1]"), "4 kWh");
    EXPECT_EQ(text("energy[function=maximum]"), "5 kWh");
    EXPECT_EQ(text("energy[modifier=backward]"), "6 kWh");
    EXPECT_EQ(text("energy[index=1]"), "7 kWh");
    EXPECT_EQ(reading.find("energy[storage=2]").error().message,
              "no value 'energy[storage=2]' in the reading (it has energy, energy[storage=1], energy[tariff=1], "
              "energy[device=1], energy[function=maximum], energy[modifier=backward])");
}

TEST(Reading, distinguishes_phases_and_finds_them_by_selector) {
    const Reading reading = reading_of({
        0x02, 0xFD, 0xC9, 0xFC, 0x01, 0xE6, 0x00,        // voltage 230 V, FC 01: L1
        0x02, 0xFD, 0xC9, 0xFC, 0x02, 0xE7, 0x00,        // L2
        0x02, 0xFD, 0xC9, 0xFC, 0x83, 0x48, 0xE8, 0x00,  // upper limit of L3
        0x02, 0xFD, 0xC9, 0xFC, 0x03, 0xE9, 0x00,        // L3
        0x02, 0xFF, 0x07, 0x05, 0x00,                    // the maker's own
    });
    const auto text = [&reading](const char* selector) { return reading.find(selector).value()->text(); };
    EXPECT_EQ(text("voltage[modifier=phase-L2]"), "231 V");
    EXPECT_EQ(text("voltage[modifier=phase-L3]"), "233 V");
    EXPECT_EQ(text("voltage[modifier=upper-limit]"), "232 V");
    EXPECT_EQ(text("manufacturer-specific-07"), "5");
    EXPECT_EQ(text("manufacturer-specific"), "5");
    for (const NamedValue& value : reading.values) EXPECT_EQ(reading.find(value.selector()).value(), &value);
}

TEST(Reading, prefers_an_instantaneous_value_to_one_during_an_error_state) {
    const Reading both = reading_of({0x31, 0x22, 0x0A, 0x01, 0x22, 0x14});
    EXPECT_EQ(both.find("on-time").value()->text(), "20 h");
    EXPECT_EQ(both.find("on-time[function=error]").value()->text(), "10 h");
    EXPECT_EQ(reading_of({0x31, 0x22, 0x0A}).find("on-time").value()->text(), "10 h");
}

TEST(Reading, keeps_what_a_record_was_sent_as) {
    const Reading reading = reading_of({0x82, 0x10, 0xFD, 0x49, 0xE7, 0x00, 0x0D, 0x78, 0x02, 'b', 'a'});
    EXPECT_EQ(hex_text(reading.values[0].octets.dib()), "8210");
    EXPECT_EQ(hex_text(reading.values[0].octets.vib()), "fd49");
    EXPECT_EQ(hex_text(reading.values[0].octets.data()), "e700");
    EXPECT_EQ(hex_text(reading.values[1].octets.vib()), "78");
    EXPECT_EQ(hex_text(reading.values[1].octets.data()), "6261");
}

TEST(Reading, has_no_records_of_an_encrypted_part_but_those_behind_it) {
    OctetBuffer user_data(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + Telegram::header_size);
    user_data[10] = 0x10;  // one block,
    user_data[11] = 0x05;  // mode 5
    for (std::uint8_t octet = 0x04; octet < 0x14; ++octet) user_data.push_back(octet);
    user_data.insert(user_data.end(), {0x01, 0x06, 0x07});
    const Reading reading = Reading::decode(user_data).value();
    ASSERT_TRUE(reading.encryption);
    EXPECT_EQ(describe(*reading.encryption), "encrypted, mode 5, 1 block");
    EXPECT_EQ(reading.encrypted.size(), 16u);
    ASSERT_EQ(reading.values.size(), 1u);
    EXPECT_EQ(reading.values[0].text(), "7 kWh");
}

TEST(Reading, attributes_unknown_modes_to_old_products) {
    OctetBuffer user_data = cf_echo_2_user_data;
    user_data[10] = user_data[11] = 0xFF;
    EXPECT_FALSE(Reading::decode(user_data).value().encryption);
    EXPECT_EQ(Reading::decode(user_data).value().values.size(), 12u);
}

TEST(Reading, joins_the_telegrams_of_a_readout) {
    Reading reading = reading_of({0x01, 0x06, 0x01, 0x1F, 0xAB});
    EXPECT_TRUE(reading.more_follow);
    ASSERT_TRUE(reading.append(cf_echo_2_user_data));
    EXPECT_FALSE(reading.more_follow);
    EXPECT_EQ(reading.values.size(), 13u);
}

TEST(Reading, says_where_a_telegram_is_broken) {
    OctetBuffer cut(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + 20);
    const auto reading = Reading::decode(cut);
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().code, CodecErrc::premature_end_at_data);
    EXPECT_EQ(reading.error().offset, 18u);
    EXPECT_THAT(describe(reading.error()), HasSubstr("byte 18"));
}

}  // namespace
}  // namespace otbench::bus
