#include "runner/language/keys.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace otbench::runner {
namespace {

nlohmann::json schema() {
    std::ifstream file{std::string{OTBENCH_SOURCE_DIR} + "/docs/scenario.schema.json"};
    return nlohmann::json::parse(file, nullptr, false);
}

/// Where the schema describes a mapping: the file as a whole at its root, all others among its definitions.
nlohmann::json definition_of(const MappingDescription& mapping, const nlohmann::json& root) {
    if (mapping.name == keys::scenario.name) return root;
    return root.at("$defs").value(std::string{mapping.name}, nlohmann::json::object());
}

TEST(Keys, are_those_of_the_schema) {
    const auto root = schema();
    ASSERT_TRUE(root.is_object());
    for (const auto* mapping : keys::all()) {
        SCOPED_TRACE(std::string{mapping->name});
        const auto definition = definition_of(*mapping, root);
        ASSERT_TRUE(definition.contains("properties"));
        EXPECT_EQ(definition.value("additionalProperties", true), false);
        std::set<std::string> known, required;
        for (const auto& key : mapping->keys) {
            const std::string name{key.name};
            SCOPED_TRACE(name);
            known.insert(name);
            if (key.required) required.insert(name);
            const auto property = definition.at("properties").value(name, nlohmann::json::object());
            EXPECT_EQ(property.value("description", ""), key.help);
            EXPECT_EQ(property.value("$ref", ""), "#/$defs/" + std::string{key.type.name});
            EXPECT_TRUE(root.at("$defs").contains(std::string{key.type.name}));
        }
        for (const auto& [name, property] : definition.at("properties").items()) {
            EXPECT_EQ(known.count(name), 1U) << name << " is only in the schema";
        }
        EXPECT_EQ(definition.value("required", std::set<std::string>{}), required);
    }
}

TEST(Keys, are_all_in_the_manual) {
    std::ifstream file{std::string{OTBENCH_SOURCE_DIR} + "/docs/user/scenario-format.md"};
    const std::string manual{std::istreambuf_iterator<char>{file}, {}};
    for (const auto* mapping : keys::all()) {
        for (const auto& key : mapping->keys) {
            EXPECT_NE(manual.find(std::string{key.name}), std::string::npos) << key.name;
        }
    }
}

TEST(Keys, the_schema_knows_every_step) {
    const auto root = schema();
    std::set<std::string> steps, described;
    for (const auto* step : keys::steps()) steps.insert("#/$defs/" + std::string{step->name});
    for (const auto& choice : root.at("$defs").at("step").at("oneOf")) described.insert(choice.value("$ref", ""));
    EXPECT_EQ(described, steps);
}

TEST(Keys, every_step_begins_with_a_verb_of_its_own) {
    std::set<std::string_view> verbs;
    for (const auto* step : keys::steps()) {
        EXPECT_TRUE(step->keys.front().required) << step->name;
        EXPECT_TRUE(verbs.insert(step->keys.front().name).second) << step->name;
    }
}

TEST(Keys, are_found_by_name) {
    ASSERT_NE(keys::meter.find("unit-loads"), nullptr);
    EXPECT_EQ(keys::meter.find("unit-loads")->name, "unit-loads");
    EXPECT_EQ(keys::meter.find("unit_loads"), nullptr);
    EXPECT_EQ(keys::note_step.key_names(), (std::vector<std::string_view>{"note"}));
}

}  // namespace
}  // namespace otbench::runner
