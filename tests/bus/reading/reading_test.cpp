#include "bus/reading/reading.hpp"

#include <gmock/gmock.h>

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
              "no value 'energy[storage=2]' in the reading; it has energy, energy[storage=1], energy[tariff=1], "
              "energy[device=1], energy[function=maximum], energy[modifier=backward]");
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
    EXPECT_THAT(describe(reading.error()), HasSubstr("octet 18"));
}

}  // namespace
}  // namespace otbench::bus
