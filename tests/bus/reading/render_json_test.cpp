#include "bus/reading/render_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/bus/reading/answer_samples.hpp"

namespace otbench::bus {
namespace {

using nlohmann::json;

TEST(RenderJson, shows_a_real_meter_with_stable_keys) {
    const json answer = json::parse(rendered(render_json, 0x72, cf_echo_2_user_data, 1700000000));
    EXPECT_EQ(answer["kind"], "variable");
    EXPECT_EQ(answer["address"], 1);
    EXPECT_EQ(answer["received"], 1700000000);
    EXPECT_EQ(answer["id"], "14273160");
    EXPECT_EQ(answer["manufacturer"], "ACW");
    EXPECT_EQ(answer["product"], "Itron CF Echo 2");
    EXPECT_EQ(answer["medium"], 4);
    EXPECT_EQ(answer["status"], 0x10);
    EXPECT_EQ(answer["more_follow"], false);
    EXPECT_EQ(answer["manufacturer_data"], "0400");
    EXPECT_EQ(answer["records"].size(), 12u);
    EXPECT_EQ(answer["records"][1], json::parse(R"({"quantity": "energy", "modifiers": [], "function": "instantaneous",
        "storage": 0, "tariff": 0, "device": 0, "type": "number", "value": 9730000, "unit": "Wh", "fault": null,
        "dib": "04", "vib": "07", "raw": "cd030000"})"));
    EXPECT_EQ(answer["records"][3]["value"], nullptr);
    EXPECT_EQ(answer["records"][3]["fault"], "value during error state");
    EXPECT_EQ(answer["records"][8]["type"], "date-time");
    EXPECT_EQ(answer["records"][8]["value"], "2017-02-11T19:36");
}

TEST(RenderJson, escapes_texts_and_makes_them_utf8) {
    const json records = json::parse(rendered(render_json, 0x72, awkward_user_data))["records"];
    EXPECT_EQ(records[0]["unit"], "\\a,b=\"c d\\");
    EXPECT_EQ(records[1]["value"], "x\"\\,y\né");
    EXPECT_EQ(records[2]["type"], "none");
    EXPECT_EQ(records[2]["value"], nullptr);
}

TEST(RenderJson, shows_fixed_data_and_application_errors) {
    const json fixed = json::parse(rendered(render_json, 0x73, fixed_user_data));
    EXPECT_EQ(fixed["kind"], "fixed");
    EXPECT_EQ(fixed["medium_name"], "Water");
    EXPECT_FALSE(fixed.contains("manufacturer"));
    EXPECT_EQ(fixed["records"][0]["value"], 2.017);
    EXPECT_EQ(fixed["records"][1]["value"], 0.135);
    EXPECT_EQ(fixed["records"][1]["storage"], 1);
    const json error = json::parse(rendered(render_json, 0x70, {0x08}));
    EXPECT_EQ(error, json::parse(R"({"kind": "application-error", "address": 1, "error": 8,
                                     "text": "application busy"})"));
}

/// The one record of these octets behind a header.
json record_of(std::initializer_list<std::uint8_t> octets) {
    OctetBuffer data(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + Telegram::header_size);
    data.insert(data.end(), octets);
    return json::parse(rendered(render_json, 0x72, data))["records"][0];
}

TEST(RenderJson, writes_numbers_that_a_double_does_not_hold_as_strings) {
    EXPECT_EQ(record_of({0x07, 0x03, 0, 0, 0, 0, 0, 0, 0x20, 0})["value"], 9007199254740992);  // 2^53 Wh
    EXPECT_EQ(record_of({0x07, 0x03, 1, 0, 0, 0, 0, 0, 0x20, 0})["value"], "9007199254740993");
    EXPECT_EQ(record_of({0x07, 0x06, 0, 0, 0, 0, 0, 0, 0x20, 0})["value"], "9007199254740992000");
    EXPECT_EQ(record_of({0x07, 0x03, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xDF, 0xFF})["value"], "-9007199254740993");
    EXPECT_EQ(record_of({0x07, 0x03, 1, 0, 0, 0, 0, 0, 0x20, 0})["type"], "number");
}

TEST(RenderJson, takes_an_enhanced_identification_apart) {
    EXPECT_EQ(record_of({0x07, 0x79, 0x78, 0x56, 0x34, 0x12, 0x77, 0x04, 0x09, 0x07})["value"],
              json::parse(R"({"id": "12345678", "manufacturer": "ACW", "version": 9, "medium": 7,
                              "medium_name": "Water"})"));
}

TEST(RenderJson, names_a_record_of_the_maker_with_its_vife_and_a_phase_as_a_modifier) {
    const json own = record_of({0x02, 0xFF, 0x71, 0xE8, 0x03});
    EXPECT_EQ(own["quantity"], "manufacturer-specific-71");
    EXPECT_EQ(own["value"], 1000);
    EXPECT_EQ(own["modifiers"], json::array());
    EXPECT_EQ(record_of({0x02, 0xFD, 0xC9, 0xFC, 0x01, 0xE6, 0x00})["modifiers"], json::array({"phase-L1"}));
}

TEST(RenderJson, prints_a_value_during_an_error_state_with_its_function) {
    const json record = record_of({0x33, 0x22, 0x0A, 0x00, 0x00});
    EXPECT_EQ(record["value"], 10);
    EXPECT_EQ(record["function"], "error");
    EXPECT_EQ(record["fault"], nullptr);
}

TEST(RenderJson, has_no_manufacturer_for_codes_that_stand_for_none) {
    OctetBuffer data = cf_echo_2_user_data;
    data[4] = data[5] = 0;
    EXPECT_EQ(json::parse(rendered(render_json, 0x72, data))["manufacturer"], nullptr);
    data[4] = data[5] = 0xFF;
    EXPECT_EQ(json::parse(rendered(render_json, 0x72, data))["manufacturer"], nullptr);
    data[7] = 0x31;
    EXPECT_EQ(json::parse(rendered(render_json, 0x72, data))["medium_name"], "Gateway");
}

TEST(RenderJson, says_what_is_encrypted) {
    OctetBuffer data(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + Telegram::header_size + 32);
    data[10] = 0x20;
    data[11] = 0x05;
    const json answer = json::parse(rendered(render_json, 0x72, data));
    EXPECT_EQ(answer["encryption"]["text"], "encrypted, mode 5, 2 blocks");
    EXPECT_EQ(answer["encryption"]["mode"], 5);
    EXPECT_EQ(answer["encryption"]["blocks"], 2);
    EXPECT_EQ(answer["records"].size(), 0u);
}

TEST(RenderJson, reads_variable_data_with_a_short_header_and_with_none) {
    const json brief = json::parse(rendered(render_json, 0x7A, {0x2A, 0x10, 0x00, 0x00, 0x01, 0x06, 0x05}));
    EXPECT_EQ(brief["id"], nullptr);
    EXPECT_EQ(brief["access_number"], 42);
    EXPECT_EQ(brief["status"], 16);
    EXPECT_EQ(brief["records"][0]["value"], 5000);
    const json none = json::parse(rendered(render_json, 0x78, {0x01, 0x06, 0x05}));
    EXPECT_EQ(none["records"][0]["value"], 5000);
}

TEST(RenderJson, names_answers_that_have_no_records) {
    const json alarm = json::parse(rendered(render_json, 0x71, {0x05}));
    EXPECT_EQ(alarm["kind"], "alarm");
    EXPECT_EQ(alarm["alarm"], 5);
    OctetBuffer with_header(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + Telegram::header_size);
    with_header.push_back(0x07);
    const json long_alarm = json::parse(rendered(render_json, 0x75, with_header));
    EXPECT_EQ(long_alarm["alarm"], 7);
    EXPECT_EQ(long_alarm["id"], "14273160");
    const json other = json::parse(rendered(render_json, 0xB7, {0x01, 0x02}));
    EXPECT_EQ(other["kind"], "other");
    EXPECT_EQ(other["text"], "manufacturer-specific data");
    EXPECT_EQ(other["data"], "0102");
    EXPECT_EQ(json::parse(rendered(render_json, 0x7B, {0x01}))["text"], "compact frame with a short header");
}

TEST(RenderJson, shows_the_data_of_mode_2_as_sent) {
    const OctetBuffer mode_2 = {0x12, 0x34, 0x56, 0x78, 0x04, 0x77, 0x09, 0x07, 0x01, 0x00, 0x00, 0x00,  // header
                                0x02, 0x03, 0x01, 0x00};                                                 // 256 Wh
    EXPECT_EQ(json::parse(rendered(render_json, 0x76, mode_2))["records"][0]["raw"], "0100");
}

TEST(RenderJson, reads_both_byte_orders) {
    const OctetBuffer mode_2 = {0x12, 0x34, 0x56, 0x78, 0x04, 0x77, 0x09, 0x07, 0x01, 0x00, 0x00, 0x00,  // header
                                0x02, 0x03, 0x01, 0x00};                                                 // 256 Wh
    const json answer = json::parse(rendered(render_json, 0x76, mode_2));
    EXPECT_EQ(answer["id"], "12345678");
    EXPECT_EQ(answer["manufacturer"], "ACW");
    EXPECT_EQ(answer["records"][0]["value"], 256);
}

}  // namespace
}  // namespace otbench::bus
