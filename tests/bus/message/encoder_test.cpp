#include "bus/message/encoder.hpp"

#include <gmock/gmock.h>

#include "bus/reading/reading.hpp"
#include "bus/record/manufacturer.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RecordDescription record(const char* quantity, const char* step, Coding coding, RecordValue value) {
    RecordDescription description;
    description.name = quantity;
    description.vif = find_vif(quantity, step).value();
    description.coding = coding;
    description.value = std::move(value);
    return description;
}

RecordDescription not_available(RecordDescription description) {
    description.function = Function::error_state;
    description.value = RawDigits{"999999"};
    return description;
}

Measure measured(const char* text) {
    return parse_measure(text).value();
}

OctetBuffer octets_of(const RecordDescription& description) {
    OctetBuffer octets;
    encode_record(description, octets).value();
    return octets;
}

std::string complaint_about(const RecordDescription& description) {
    OctetBuffer octets;
    const auto done = encode_record(description, octets);
    EXPECT_TRUE(octets.empty());
    return done ? std::string{} : done.error().message;
}

TelegramDescription cf_echo_2() {
    TelegramDescription telegram;
    telegram.device = {parse_id("14273160").value(), *manufacturer_code("ACW"), 0x09, 0x04};
    telegram.access_number = 0x97;
    telegram.status = 0x10;
    telegram.manufacturer_data = {0x04, 0x00};
    telegram.records = {
        record("fabrication-number", "", Coding::bcd8, std::int64_t{14273160}),
        record("energy", "10 kWh", Coding::int32, measured("9730 kWh")),
        record("volume", "0.1 m3", Coding::bcd8, measured("1638.0 m3")),
        not_available(record("power", "100 W", Coding::bcd6, {})),
        record("volume-flow", "1 l/h", Coding::bcd6, measured("0 l/h")),
        record("flow-temperature", "0.1 C", Coding::bcd4, measured("15.3 C")),
        record("return-temperature", "0.1 C", Coding::bcd4, measured("22.1 C")),
        not_available(record("temperature-difference", "0.01 K", Coding::bcd6, {})),
        record("time-point", "date-time", Coding::date_time_f, parse_date_time("2017-02-11T19:36").value()),
        record("operating-time", "1 d", Coding::int16, measured("880 d")),
        record("firmware-version", "", Coding::bcd2, std::int64_t{22}),
        record("software-version", "", Coding::bcd2, std::int64_t{47}),
    };
    return telegram;
}

TEST(Encoder, rebuilds_the_telegram_of_a_cf_echo_2_octet_for_octet) {
    const auto user_data = encode_telegram(cf_echo_2());
    ASSERT_TRUE(user_data) << user_data.error().message;
    EXPECT_EQ(*user_data, cf_echo_2_user_data);
}

TEST(Encoder, what_it_writes_the_reading_gives_back) {
    const OctetBuffer user_data = encode_telegram(cf_echo_2()).value();
    const Reading reading = Reading::decode(user_data).value();
    EXPECT_EQ(reading.find("energy").value()->text(), "9730 kWh");
    EXPECT_EQ(reading.find("time-point").value()->text(), "2017-02-11T19:36");
}

TEST(Encoder, spreads_storage_tariff_and_device_over_as_many_dife_as_needed) {
    RecordDescription description = record("energy", "1 kWh", Coding::int8, std::int64_t{5});
    description.function = Function::maximum;
    description.storage = 0x23;  // bit 0 in the DIF, 1 and 1 in two DIFEs
    description.tariff = 2;
    description.device = 2;
    EXPECT_THAT(octets_of(description), ElementsAre(0x01 | 0x10 | 0x40 | 0x80,  // int8, maximum, storage bit 0, more
                                                    0x80 | 0x20 | 0x01,         // more, tariff 2, storage bit 1
                                                    0x40 | 0x01,                // device bit 1, storage bit 5
                                                    0x06, 0x05));
}

TEST(Encoder, marks_every_vife_but_the_last_as_extended) {
    RecordDescription description = record("voltage", "0.1 V", Coding::int16, measured("230.4 V"));
    description.vife = {0x3B, 0x7E};
    EXPECT_THAT(octets_of(description), ElementsAre(0x02, 0xFD, 0xC8, 0xBB, 0x7E, 0x00, 0x09));
}

TEST(Encoder, writes_texts_and_plain_text_vifs_last_character_first) {
    RecordDescription description;
    description.vif = {VifTable::primary, vif_plain_text};
    description.vif_text = "%RH";
    description.coding = Coding::text;
    description.value = std::string{"ab"};
    EXPECT_THAT(octets_of(description), ElementsAre(0x0D, 0x7C, 0x03, 'H', 'R', '%', 0x02, 'b', 'a'));
}

TEST(Encoder, writes_negative_bcd_with_f_in_the_highest_place) {
    EXPECT_THAT(octets_of(record("flow-temperature", "0.1 C", Coding::bcd4, measured("-12.3 C"))),
                ElementsAre(0x0A, 0x5A, 0x23, 0xF1));
}

TEST(Encoder, rounds_to_the_step_of_the_record) {
    EXPECT_THAT(octets_of(record("energy", "10 kWh", Coding::int8, measured("96 kWh"))), ElementsAre(0x01, 0x07, 0x0A));
    EXPECT_THAT(octets_of(record("energy", "10 kWh", Coding::int8, measured("36 MJ"))), ElementsAre(0x01, 0x07, 0x01));
}

TEST(Encoder, names_the_record_and_the_range_of_a_value_that_does_not_fit) {
    const std::string message = complaint_about(record("flow-temperature", "0.1 C", Coding::bcd4, measured("1000 C")));
    EXPECT_EQ(message, "record 'flow-temperature': 1000 C is out of range: bcd4 holds -99.9 C to 999.9 C");
    EXPECT_THAT(complaint_about(record("operating-time", "1 d", Coding::int16, measured("32768 d"))),
                HasSubstr("holds -32767 d to 32767 d"));
}

TEST(Encoder, names_the_units_that_a_quantity_may_have) {
    EXPECT_THAT(complaint_about(record("energy", "1 kWh", Coding::int32, measured("3 m3"))),
                HasSubstr("record 'energy': energy needs one of the units Wh, J"));
}

TEST(Encoder, refuses_raw_digits_of_the_wrong_count_and_values_of_the_wrong_kind) {
    EXPECT_THAT(complaint_about(record("power", "100 W", Coding::bcd6, RawDigits{"9999"})), HasSubstr("needs 6"));
    EXPECT_THAT(complaint_about(record("power", "100 W", Coding::bcd6, RawDigits{"99999x"})), HasSubstr("hex digits"));
    EXPECT_THAT(complaint_about(record("power", "100 W", Coding::bcd6, std::string{"much"})), HasSubstr("a text"));
    EXPECT_THAT(complaint_about(record("power", "100 W", Coding::bcd6, {})), HasSubstr("missing"));
}

TEST(Encoder, refuses_a_telegram_that_no_frame_can_carry) {
    TelegramDescription telegram = cf_echo_2();
    telegram.manufacturer_data.assign(200, 0);
    EXPECT_THAT(encode_telegram(telegram).error().message, HasSubstr("at most 252"));
}

}  // namespace
}  // namespace otbench::bus
