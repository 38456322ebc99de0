#include "circuit/electrics/electrical_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/config/units.hpp"

namespace otbench::circuit {
namespace {

const ElectricalParameter& parameter(std::string_view key) {
    for (const auto& each : electrical_parameters())
        if (each.key == key) return each;
    throw std::runtime_error{"unknown parameter " + std::string{key}};
}

TEST(ElectricalTable, has_the_default_of_each_member) {
    for (const auto& each : electrical_parameters()) {
        if (each.get == nullptr) continue;
        const auto value = parse_electrical(each, each.standard);
        ASSERT_TRUE(value) << each.key << ": " << value.error().message;
        EXPECT_DOUBLE_EQ(*value, each.get(Electrics{})) << each.key;
    }
}

TEST(ElectricalTable, sets_the_member_of_each_row_and_no_other) {
    for (const auto& changed : electrical_parameters()) {
        if (changed.set == nullptr) continue;
        Electrics electrics;
        const double other = changed.form == ElectricalForm::flag ? 1.0 - changed.get(electrics) : 7.0;
        changed.set(electrics, other);
        for (const auto& each : electrical_parameters()) {
            if (each.get == nullptr) continue;
            EXPECT_EQ(each.get(electrics), &each == &changed ? other : each.get(Electrics{}))
                << changed.help << " / " << each.help;
        }
    }
}

TEST(ElectricalTable, names_each_key_and_field_once) {
    std::set<std::pair<ElectricalPart, std::string_view>> keys;
    std::set<std::string_view> fields;
    for (const auto& each : electrical_parameters()) {
        EXPECT_TRUE(each.key.empty() || keys.emplace(each.part, each.key).second) << each.key;
        EXPECT_TRUE(each.field.empty() || fields.insert(each.field).second) << each.field;
    }
}

TEST(ElectricalTable, lets_steps_change_only_what_has_a_key) {
    for (const auto& each : electrical_parameters()) EXPECT_TRUE(!each.key.empty() || !each.changes) << each.field;
}

TEST(ElectricalTable, has_the_fields_that_recorded_traces_have) {
    std::vector<std::string_view> fields;
    for (const auto& each : electrical_parameters())
        if (!each.field.empty()) fields.push_back(each.field);
    const std::vector<std::string_view> recorded = {"supply_v",    "supply_ohm",   "temperature_c", "tx_high_v",
                                                    "resistors",   "shorted",      "cable_m",       "ohm_per_m",
                                                    "farad_per_m", "henry_per_m",  "skin_effect",   "loss_tangent",
                                                    "extra_farad", "leak_siemens", "cut",           "tx_floats"};
    EXPECT_EQ(fields, recorded);
}

TEST(ElectricalTable, has_a_dimension_only_where_a_unit_is_read) {
    for (const auto& each : electrical_parameters()) {
        const bool has_unit = each.form == ElectricalForm::quantity ||
                              each.form == ElectricalForm::resistance_or_open || each.form == ElectricalForm::resistors;
        EXPECT_TRUE(has_unit || each.limits.dimension == Dimension::count) << each.help;
    }
}

TEST(ElectricalTable, keeps_the_limits_that_it_states) {
    for (const auto& each : electrical_parameters()) {
        if (each.limits.wording.empty()) continue;
        const auto stated = each.limits.wording.substr(0, each.limits.wording.find(','));
        const auto between = stated.find(" to ");
        const auto least = config::parse_quantity(stated.substr(0, between), each.limits.dimension);
        const auto most = config::parse_quantity(stated.substr(between + 4), each.limits.dimension);
        ASSERT_TRUE(least && most) << each.key;
        EXPECT_DOUBLE_EQ(each.limits.least, least->si) << each.key;
        EXPECT_DOUBLE_EQ(each.limits.most, most->si) << each.key;
    }
}

TEST(ElectricalTable, holds_values_to_its_limits) {
    EXPECT_TRUE(parse_electrical(parameter("supply"), "42 V"));
    const auto high = parse_electrical(parameter("supply"), "42.1 V");
    ASSERT_FALSE(high);
    EXPECT_EQ(high.error().message, "invalid voltage '42.1 V' (expected 0 V to 42 V)");
    EXPECT_TRUE(std::isinf(*parse_electrical(parameter("leak"), "open")));
    EXPECT_FALSE(parse_electrical(parameter("leak"), "0 Ohm"));
    EXPECT_DOUBLE_EQ(*parse_electrical(parameter("spike-duration"), "30us"), 30e-6);
}

}  // namespace
}  // namespace otbench::circuit
