// The schema and the tables of the manual, from the same descriptions as the parser's checks.
#include "runner/language/schema.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/config/suggest.hpp"
#include "runner/language/keys.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner {
namespace {

using Json = nlohmann::ordered_json;

/// Every mapping of the format, the steps among them, in the order of the manual.
std::vector<const MappingDescription*> all_mappings(StepKinds verbs) {
    std::vector<const MappingDescription*> mappings{keys::all().begin(), keys::all().end()};
    for (const StepKind* verb : verbs) {
        mappings.push_back(&verb->description);
        mappings.insert(mappings.end(), verb->nested.begin(), verb->nested.end());
    }
    return mappings;
}

std::string reference_to(std::string_view definition) {
    return fmt::format("#/$defs/{}", definition);
}

/// Whether folder.yaml may have what a scenario beside it leaves out.
bool may_be_completed(const MappingDescription& mapping) {
    return &mapping == &keys::device || &mapping == &keys::meter;
}

/// The help of a key with the version of the format that has it, unless that is the first.
std::string help_of(const Key& key) {
    return key.version == 1 ? std::string{key.help} : fmt::format("{} Version {}.", key.help, key.version);
}

Json schema_of(const MappingDescription& mapping) {
    Json schema{{"type", "object"}, {"additionalProperties", false}};
    Json properties = Json::object();
    for (const Key& key : mapping.keys) {
        if (key.required && !may_be_completed(mapping)) schema["required"].push_back(key.name);
        properties[std::string{key.name}] = {{"description", help_of(key)}, {"$ref", reference_to(key.type.name)}};
    }
    schema["properties"] = std::move(properties);
    if (!mapping.constraints.empty()) schema.update(Json::parse(fmt::format("{{{}}}", mapping.constraints)));
    return schema;
}

/// A step: the keys of its verb, and those of any step.
Json schema_of_step(const MappingDescription& verb) {
    Json schema = schema_of(verb);
    schema["properties"].update(schema_of(keys::any_step)["properties"]);
    return schema;
}

/// `schema` of a value, which may contain a parameter or a variable instead: "${baud}".
Json or_placeholder(Json schema) {
    const Json type = schema.value("type", Json{});
    const bool is_restricted = schema.contains("enum") || (type == "string" && schema.contains("pattern")) ||
                               type == "integer" || type == "number" || type == "boolean";
    if (!is_restricted) return schema;
    return {{"anyOf", {{{"$ref", reference_to("placeholder")}}, std::move(schema)}}};
}

Json definitions(StepKinds verbs) {
    std::map<std::string_view, Json> definitions;  // sorted, so that the file changes as little as possible
    definitions["placeholder"] = {{"type", "string"}, {"pattern", R"(\$\{[A-Za-z_][A-Za-z0-9_-]*\})"}};
    for (const ValueType* type : types::all())
        if (!type->schema.empty()) definitions.emplace(type->name, or_placeholder(Json::parse(type->schema)));
    for (const MappingDescription* mapping : all_mappings(verbs)) {
        if (mapping != &keys::scenario && mapping != &keys::folder && mapping != &keys::any_step)
            definitions.emplace(mapping->name, schema_of(*mapping));
        for (const Key& key : mapping->keys)
            if (!key.type.schema.empty())
                definitions.emplace(key.type.name, or_placeholder(Json::parse(key.type.schema)));
    }
    for (const StepKind* verb : verbs) definitions[verb->description.name] = schema_of_step(verb->description);
    Json& step = definitions["step"];
    for (const auto* structure : {&keys::include, &keys::repeat_step})
        step["oneOf"].push_back({{"$ref", reference_to(structure->name)}});
    for (const StepKind* verb : verbs) step["oneOf"].push_back({{"$ref", reference_to(verb->description.name)}});
    Json json = Json::object();
    for (auto& [name, definition] : definitions) json[std::string{name}] = std::move(definition);
    return json;
}

}  // namespace

std::string scenario_schema(StepKinds verbs) {
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "Otbench scenario"},
                {"description",
                 "A scenario file of Otbench. The bench checks more than this schema can: references, ranges, "
                 "profiles."}};
    schema.update(schema_of(keys::scenario));
    schema["$defs"] = definitions(verbs);
    return schema.dump(2) + "\n";
}

std::vector<std::string_view> reference_tables(StepKinds verbs) {
    std::vector<std::string_view> names;
    for (const MappingDescription* mapping : all_mappings(verbs)) names.push_back(mapping->name);
    return names;
}

std::string reference_table(std::string_view name, StepKinds verbs) {
    const auto mappings = all_mappings(verbs);
    const auto found = std::find_if(mappings.begin(), mappings.end(),
                                    [&](const MappingDescription* mapping) { return mapping->name == name; });
    if (found == mappings.end()) return {};
    std::string table = "| key | default | |\n|---|---|---|\n";
    for (const Key& key : (*found)->keys)
        table += fmt::format("| `{}` | {} | {} |\n", key.name,
                             key.required           ? std::string{"required"}
                             : key.standard.empty() ? std::string{}
                                                    : fmt::format("`{}`", key.standard),
                             help_of(key));
    return table;
}

Checked<std::string> fill_reference_tables(std::string_view text, StepKinds verbs) {
    constexpr std::string_view begin = "<!-- keys: ", end = "<!-- end of keys -->", closing = " -->\n";
    std::string filled;
    for (auto at = text.find(begin); at != std::string_view::npos; at = text.find(begin)) {
        const auto name_at = at + begin.size();
        const auto closes = text.find(closing, name_at);
        const auto ends = text.find(end, name_at);
        if (closes == std::string_view::npos || ends == std::string_view::npos || ends < closes)
            return InputError{fmt::format("a table of keys does not end (expected '{}')", end)};
        const auto name = text.substr(name_at, closes - name_at);
        const auto table = reference_table(name, verbs);
        if (table.empty())
            return InputError{fmt::format("unknown mapping '{}'{}", name, did_you_mean(name, reference_tables(verbs)))};
        filled += text.substr(0, closes + closing.size());
        filled += table;
        filled += end;
        text.remove_prefix(ends + end.size());
    }
    return filled += text;
}

}  // namespace otbench::runner
