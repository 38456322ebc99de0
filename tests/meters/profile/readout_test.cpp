#include "meters/profile/readout.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "bus/reading/reading.hpp"
#include "bus/security/encrypted_answer.hpp"
#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using testing::HasSubstr;

// What an Itron CF Echo II sent, without the frame around it.
const OctetBuffer cf_echo_2_telegram = {
    0x60, 0x31, 0x27, 0x14,              // id 14273160
    0x77, 0x04, 0x09, 0x04,              // ACW, version 9, heat (outlet)
    0x97, 0x10, 0x00, 0x00,              // access number, status: temporary error, no signature
    0x0C, 0x78, 0x60, 0x31, 0x27, 0x14,  // fabrication number
    0x04, 0x07, 0xCD, 0x03, 0x00, 0x00,  // energy 973 * 10 kWh
    0x0C, 0x15, 0x80, 0x63, 0x01, 0x00,  // volume 16380 * 0.1 m3
    0x3B, 0x2D, 0x99, 0x99, 0x99,        // power, value during error state
    0x0B, 0x3B, 0x00, 0x00, 0x00,        // volume flow 0 l/h
    0x0A, 0x5A, 0x53, 0x01,              // flow temperature 15.3 C
    0x0A, 0x5E, 0x21, 0x02,              // return temperature 22.1 C
    0x3B, 0x61, 0x99, 0x99, 0x99,        // temperature difference, value during error state
    0x04, 0x6D, 0x24, 0x13, 0x2B, 0x22,  // 2017-02-11T19:36
    0x02, 0x27, 0x70, 0x03,              // operating time 880 d
    0x09, 0xFD, 0x0E, 0x22,              // firmware version
    0x09, 0xFD, 0x0F, 0x47,              // software version
    0x0F, 0x04, 0x00,                    // manufacturer block
};
constexpr std::size_t energy_at = 20;  // of its data

class ReadoutTest : public testing::Test {
protected:
    OctetBuffer telegram() { return readout.telegram(0, 0, access_number++).data; }
    std::string decoded(std::string_view name) {
        const auto reading = bus::Reading::decode(telegram());
        return reading.value().find(name).value()->text();
    }

    Readout readout{cf_echo_2()};
    std::uint8_t access_number = 0x97;
};

TEST_F(ReadoutTest, of_an_untouched_cf_echo_2_is_the_telegram_of_the_real_one) {
    const auto data = readout.telegram(0, 0, 0x97);
    EXPECT_EQ(data.ci, 0x72);
    EXPECT_EQ(data.data, cf_echo_2_telegram);
    EXPECT_FALSE(data.more_follows);
}

TEST_F(ReadoutTest, with_another_energy_differs_in_the_energy_alone) {
    ASSERT_TRUE(readout.set_value("energy", "123.45 MWh"));
    auto expected = cf_echo_2_telegram;
    expected[energy_at] = 0x39;  // 12345 * 10 kWh
    expected[energy_at + 1] = 0x30;
    EXPECT_EQ(telegram(), expected);
    EXPECT_EQ(decoded("energy"), "123450 kWh");
    EXPECT_EQ(readout.value("energy").value(), "123.45 MWh");
}

TEST_F(ReadoutTest, takes_a_record_into_its_error_state_and_out_of_it) {
    EXPECT_EQ(decoded("power"), "value during error state");
    ASSERT_TRUE(readout.set_value("power", "4.2 kW"));
    EXPECT_EQ(decoded("power"), "4200 W");
    ASSERT_TRUE(readout.set_value("power", "error"));
    EXPECT_EQ(decoded("power"), "value during error state");
}

TEST_F(ReadoutTest, changes_the_fabrication_number_with_the_id_until_it_gets_one_of_its_own) {
    ASSERT_TRUE(readout.set_id("00012345"));
    const auto with_id = telegram();
    EXPECT_EQ(OctetBuffer(with_id.begin(), with_id.begin() + 4), (OctetBuffer{0x45, 0x23, 0x01, 0x00}));
    EXPECT_EQ(OctetBuffer(with_id.begin() + 14, with_id.begin() + 18), (OctetBuffer{0x45, 0x23, 0x01, 0x00}));
    EXPECT_EQ(readout.value("fabrication-number").value(), "00012345");

    ASSERT_TRUE(readout.set_value("fabrication-number", "77"));
    ASSERT_TRUE(readout.set_id("87654321"));
    const auto own = telegram();
    EXPECT_EQ(own[0], 0x21);
    EXPECT_EQ(own[14], 0x77);
}

TEST_F(ReadoutTest, shows_an_id_with_letters_as_its_fabrication_number) {
    ASSERT_TRUE(readout.set_id("0A12345F"));
    const auto with_id = telegram();
    EXPECT_EQ(OctetBuffer(with_id.begin() + 14, with_id.begin() + 18), (OctetBuffer{0x5F, 0x34, 0x12, 0x0A}));
    EXPECT_EQ(readout.fabrication_number(), 0x0A12345Fu);
    EXPECT_EQ(readout.value("fabrication-number").value(), "digits 0A12345F");
    ASSERT_TRUE(readout.set_id("00012345"));
    EXPECT_EQ(readout.value("fabrication-number").value(), "00012345");
}

TEST_F(ReadoutTest, says_what_is_wrong_with_a_value_and_keeps_the_old_one) {
    EXPECT_THAT(readout.set_value("enrgy", "1 kWh").error().message, HasSubstr("fabrication-number, energy, volume"));
    EXPECT_THAT(readout.set_value("energy", "15 C").error().message, HasSubstr("kWh"));
    EXPECT_THAT(readout.set_value("energy", "error").error().message, HasSubstr("energy"));
    EXPECT_THAT(readout.set_value("flow-temperature", "1000 C").error().message, HasSubstr("flow-temperature"));
    EXPECT_THAT(readout.set_value("date-time", "yesterday").error().message, HasSubstr("date-time"));
    EXPECT_TRUE(readout.set_id("123").has_error());
    EXPECT_TRUE(readout.set_id("1234567x").has_error());
    access_number = 0x97;
    EXPECT_EQ(telegram(), cf_echo_2_telegram);
}

TEST_F(ReadoutTest, names_its_values_in_the_order_in_which_they_are_sent) {
    const auto names = readout.value_names();
    ASSERT_EQ(names.size(), 13u);
    EXPECT_EQ(names.front(), "fabrication-number");
    EXPECT_EQ(names[5], "flow-temperature");
    EXPECT_EQ(names.back(), "manufacturer-block");
    EXPECT_TRUE(readout.value("nothing").has_error());
}

const bus::AesKey key = bus::parse_aes_key("000102030405060708090a0b0c0d0e0f").value();

/// What the decrypted telegram shows under a name; nothing when it cannot be decrypted.
std::string decrypted(const OctetBuffer& user_data, std::string_view name) {
    bus::KeyRing keys;
    EXPECT_TRUE(keys.add(hex_text(key)));
    const auto plain = bus::decrypt_answer(*bus::parse_frame(bus::long_frame(0x08, 1, 0x72, user_data)), keys);
    if (!plain || !*plain) return {};
    return bus::Reading::decode(bus::parse_frame(**plain)->data).value().find(name).value()->text();
}

TEST_F(ReadoutTest, with_a_key_is_encrypted_with_the_access_number_of_each_telegram) {
    ASSERT_TRUE(readout.set_key(key));
    const OctetBuffer first = telegram(), second = telegram();
    EXPECT_EQ(decrypted(first, "energy"), "9730 kWh");
    EXPECT_EQ(decrypted(second, "energy"), "9730 kWh");
    constexpr std::size_t access_number_at = 8, data_at = 12;
    EXPECT_EQ(first[access_number_at] + 1, second[access_number_at]);
    EXPECT_NE(OctetBuffer(first.begin() + data_at, first.end()), OctetBuffer(second.begin() + data_at, second.end()));
    ASSERT_TRUE(readout.set_value("energy", "123.45 MWh"));
    EXPECT_EQ(decrypted(telegram(), "energy"), "123450 kWh");
    ASSERT_TRUE(readout.set_key({}));
    EXPECT_EQ(decoded("energy"), "123450 kWh");
}

TEST(EncryptedProfile, sends_encrypted_telegrams) {
    const std::string text =
        "title: T\nmanufacturer: ACW\nmedium: Water\nid: 12345678\n"
        "key: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n"
        "records: [{quantity: energy, step: 1 kWh, coding: int32, default: 7 kWh}]\n";
    const auto profile = read_profile(text, "t", "t.yaml");
    ASSERT_TRUE(profile) << to_string(profile.error().front());
    const OctetBuffer sent = Readout{*profile}.telegram(0, 0, 1).data;
    EXPECT_EQ(hex_text(OctetView{sent}.subspan(10, 2)), "1005");
    EXPECT_EQ(decrypted(sent, "energy"), "7 kWh");
}

TEST(EncryptedProfile, has_no_signature_of_its_own_and_the_usual_byte_order) {
    const std::string text = "title: T\nmanufacturer: ACW\nmedium: Water\nid: 12345678\nrecords: []\n";
    const auto mistake = [&](const std::string& more) {
        return to_string(read_profile(text + more, "t", "t").error().front());
    };
    EXPECT_EQ(mistake("key: 0102\n"), "t:6:6: invalid key '0102' (expected 32 hex digits)");
    const std::string with_key = "key: 000102030405060708090a0b0c0d0e0f\n";
    EXPECT_EQ(mistake(with_key + "signature: 1\n"),
              "t:7:12: 'signature' cannot stand beside 'key', which announces the encryption there");
    EXPECT_EQ(mistake(with_key + "byte-order: high-first\n"), "t:7:13: 'key' needs the byte-order low-first");
}

TEST(EncryptedProfile, has_room_for_fewer_records) {
    std::string records;
    for (int i = 0; i < 47; ++i) records += "  - {octets: 01 13 05 2F 2F}\n";  // 235 bytes
    const std::string text = "title: T\nmanufacturer: ACW\nmedium: Water\nid: 12345678\nrecords:\n" + records;
    EXPECT_TRUE(read_profile(text, "t", "t"));
    EXPECT_TRUE(read_profile(text + "key: 000102030405060708090a0b0c0d0e0f\n", "t", "t"));
    const std::string more = text + "  - {octets: 01 13 05 2F}\n";
    ASSERT_TRUE(read_profile(more, "t", "t"));
    EXPECT_FALSE(read_profile(more + "key: 000102030405060708090a0b0c0d0e0f\n", "t", "t"));
    EXPECT_FALSE(Readout{*read_profile(more, "t", "t")}.set_key(key));
}

}  // namespace
}  // namespace otbench::meters
