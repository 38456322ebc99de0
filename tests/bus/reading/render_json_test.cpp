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
        "raw": "cd030000"})"));
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
