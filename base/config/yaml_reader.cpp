#include "base/config/yaml_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/config/suggest.hpp"

namespace otbench::config {

std::vector<const YamlEntry*> distinct_entries(const YamlNode& node, Diagnostics& diagnostics) {
    std::vector<const YamlEntry*> entries;
    std::map<std::string_view, Position> seen;
    for (const auto& entry : node.entries) {
        if (entry.key.kind != YamlNode::Kind::text) {
            diagnostics.add(entry.key.at, fmt::format("a key must be text, not {}", name_of(entry.key.kind)));
            continue;
        }
        const auto [first, is_new] = seen.emplace(entry.key.text, entry.key.at);
        if (!is_new) {
            diagnostics.add(entry.key.at, fmt::format("'{}' is already given in line {}; only one of them can count",
                                                      entry.key.text, first->second.line));
            continue;
        }
        entries.push_back(&entry);
    }
    return entries;
}

bool expect_kind(const YamlNode& node, YamlNode::Kind kind, std::string_view what, std::string_view wording,
                 Diagnostics& diagnostics) {
    if (node.kind == kind) return true;
    const std::string_view hint =
        node.kind == YamlNode::Kind::empty && kind == YamlNode::Kind::text ? " (empty text is written \"\")" : "";
    diagnostics.add(node.at, fmt::format("'{}' must be {}, not {}{}", what, wording, name_of(node.kind), hint));
    return false;
}

Mapping::Mapping(const YamlNode& node, const MappingDescription& description, Diagnostics& diagnostics)
    : node_(node), description_(description), diagnostics_(diagnostics) {
    if (node.kind != YamlNode::Kind::mapping) {
        diagnostics.add(node.at, fmt::format("{} must be a mapping, not {}", description.title, name_of(node.kind)));
        return;
    }
    std::vector<std::string_view> misspelt;  // keys that are there, but not by their name
    for (const auto* entry : distinct_entries(node, diagnostics)) {
        if (description.find(entry->key.text) != nullptr) {
            entries_.push_back(entry);
        } else {
            misspelt.push_back(nearest(entry->key.text, description.key_names()));
            diagnostics.add(entry->key.at, fmt::format("unknown key '{}' in {}{}", entry->key.text, description.title,
                                                       did_you_mean(entry->key.text, description.key_names())));
        }
    }
    for (const auto& key : description.keys) {
        const bool is_misspelt = std::find(misspelt.begin(), misspelt.end(), key.name) != misspelt.end();
        if (key.required && !is_misspelt && find(key.name) == nullptr) {
            diagnostics.add(node.at, fmt::format("{} needs '{}': {}", description.title, key.name, key.type.wording));
        }
    }
}

const YamlNode* Mapping::find(std::string_view key) const {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const YamlEntry* entry) { return entry->key.text == key; });
    return found == entries_.end() ? nullptr : &(*found)->value;
}

std::optional<std::string_view> Mapping::text(std::string_view key) const {
    const auto* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!is(*node, YamlNode::Kind::text, key)) return std::nullopt;
    return node->text;
}

bool Mapping::is(const YamlNode& value, YamlNode::Kind kind, std::string_view key) const {
    return expect_kind(value, kind, key, description_.find(key)->type.wording, diagnostics_);
}

const std::vector<YamlNode>& Mapping::list(std::string_view key) const {
    static const std::vector<YamlNode> none;
    const auto* node = find(key);
    return node != nullptr && is(*node, YamlNode::Kind::list, key) ? node->items : none;
}

std::vector<const YamlEntry*> Mapping::entries(std::string_view key) const {
    const auto* node = find(key);
    if (node == nullptr || !is(*node, YamlNode::Kind::mapping, key)) return {};
    return distinct_entries(*node, diagnostics_);
}

std::string_view Mapping::written(std::string_view key) const {
    const auto* node = find(key);
    return node == nullptr ? std::string_view{} : std::string_view{node->text};
}

void Mapping::require_version(int version) const {
    for (const YamlEntry* entry : entries_)
        if (const Key* key = description_.find(entry->key.text); key != nullptr && key->version > version)
            diagnostics_.add(entry->key.at,
                             fmt::format("'{}' needs version {} of the format", key->name, key->version));
}

void Mapping::complain(std::string_view key, std::string message) const {
    const auto* node = find(key);
    diagnostics_.add(node == nullptr ? node_.at : node->at, std::move(message));
}

}  // namespace otbench::config
