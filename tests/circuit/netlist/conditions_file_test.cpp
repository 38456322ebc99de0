#include "circuit/netlist/conditions_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace otbench::circuit::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string complaint_about(const std::string& text) {
    const auto read = read_conditions(json::parse(text), false);
    return read ? "none" : read.error().message;
}

TEST(ConditionsFile, takes_the_family_and_nominal_values_from_above_its_entries) {
    const auto entries = read_conditions(
        json::parse(R"({"family": "dc_levels", "nominal_parameters": {"supply_v": 34, "r5": 80, "tx_high_v": 5},
                        "entries": [{"id": "a"}, {"id": "b", "family": "frame", "conditions": {"supply_v": 30,
                        "r_override": {"r5": 75}}, "measured": {"x": 1}}]})"),
        false);
    ASSERT_TRUE(entries) << entries.error().message;
    ASSERT_EQ(entries->size(), 2u);
    EXPECT_EQ((*entries)[0].family, "dc_levels");
    EXPECT_EQ((*entries)[0].conditions.supply_v, 34);
    EXPECT_EQ((*entries)[0].conditions.tx_v, 5);
    EXPECT_EQ((*entries)[0].conditions.r_override.at("r5"), 80);
    EXPECT_EQ((*entries)[1].family, "frame");
    EXPECT_EQ((*entries)[1].conditions.supply_v, 30);
    EXPECT_EQ((*entries)[1].conditions.r_override.at("r5"), 75);
}

TEST(ConditionsFile, names_the_entry_and_what_is_wrong_with_it) {
    EXPECT_EQ(complaint_about("{}"), "no list of 'entries'");
    EXPECT_EQ(complaint_about(R"({"entries": [{"id": "a"}]})"), "a: missing 'family', here or for the whole file");
    const auto with = [](const std::string& conditions) {
        return complaint_about(R"({"family": "frame", "entries": [{"conditions": )" + conditions + "}]}");
    };
    EXPECT_EQ(with(R"({"supply": 3})"), "entry 1: unknown condition 'supply'");
    EXPECT_THAT(with(R"({"supply_v": "36"})"), HasSubstr("invalid value of supply_v (expected a number)"));
    EXPECT_THAT(with(R"({"temp_c": 1000})"), HasSubstr("temp_c = 1000 is outside of -200 to 400"));
    EXPECT_THAT(with(R"({"fault": "r5_gone"})"), HasSubstr("unknown fault 'r5_gone'"));
    EXPECT_THAT(with(R"({"master_bytes": "105"})"),
                HasSubstr("invalid value of master_bytes (expected bytes in hexadecimal digits)"));
    EXPECT_THAT(with("3"), HasSubstr("invalid value of conditions (expected an object)"));
}

TEST(ConditionsFile, writes_what_has_no_value_as_null) {
    const json file = to_json(
        {{"a", 1.5, "V"}, {"b", {}, "RX low throughout"}, {"c", std::string{"10"}, "hex"}, {"d", std::nan(""), "V"}});
    EXPECT_EQ(file["a"]["value"], 1.5);
    EXPECT_TRUE(file["b"]["value"].is_null());
    EXPECT_EQ(file["b"]["unit"], "RX low throughout");
    EXPECT_EQ(file["c"]["value"], "10");
    EXPECT_TRUE(file["d"]["value"].is_null());
}

}  // namespace
}  // namespace otbench::circuit::test
