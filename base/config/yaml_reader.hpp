#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/config/mapping_description.hpp"
#include "base/config/yaml_tree.hpp"
#include "base/numbers.hpp"

namespace otbench::config {

/// The entries of a mapping whose keys are texts and different from each other; the others are reported.
/// Of a node that is not a mapping: none.
[[nodiscard]] std::vector<const YamlEntry*> distinct_entries(const YamlNode& node, Diagnostics& diagnostics);

/// Whether `node` is of this kind; reports "'what' must be wording, not a list" when it is not.
bool expect_kind(const YamlNode& node, YamlNode::Kind kind, std::string_view what, std::string_view wording,
                 Diagnostics& diagnostics);

/// A mapping of the file, checked against its description as it is opened: another kind of node, unknown keys, keys
/// that are there twice and missing ones are reported then, and the values when they are read. Refers to the node and
/// the diagnostics, which must outlive it.
class Mapping {
public:
    Mapping(const YamlNode& node, const MappingDescription& description, Diagnostics& diagnostics);

    /// The value of `key`; nullptr when it is not there.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;

    /// The value of `key` when it is a text; nothing, and a diagnostic, when it is something else.
    [[nodiscard]] std::optional<std::string_view> text(std::string_view key) const;

    /// The same without a diagnostic: the text at `key`, empty when there is none.
    [[nodiscard]] std::string_view written(std::string_view key) const;

    /// The items of the list at `key`; none, and a diagnostic, when it is something else.
    [[nodiscard]] const std::vector<YamlNode>& list(std::string_view key) const;

    /// The entries of the mapping at `key` that `distinct_entries` finds; none, and a diagnostic, when it is something
    /// else.
    [[nodiscard]] std::vector<const YamlEntry*> entries(std::string_view key) const;

    /// What `convert` makes of the text at `key`; nothing when there is none. `convert` takes a string_view and returns
    /// a Checked value; its complaint becomes a diagnostic.
    template <class Convert>
    auto converted(std::string_view key, Convert&& convert) const
        -> std::optional<std::decay_t<decltype(*convert(std::string_view{}))>> {
        const auto value = text(key);
        if (!value) return std::nullopt;
        auto result = convert(*value);
        if (result) return std::move(*result);
        complain(key, result.error().message);
        return std::nullopt;
    }

    /// Stores that in `target`, which stays as it is when there is nothing.
    template <class Target, class Convert>
    void read(std::string_view key, Target& target, Convert&& convert) const {
        if (auto value = converted(key, convert)) target = std::move(*value);
    }

    /// The whole number at `key`, from `least` to `most` (both must fit `Number`); `fallback` when there is none.
    template <class Number>
    [[nodiscard]] Number whole(std::string_view key, Number fallback, std::int64_t least, std::int64_t most) const {
        const auto number =
            converted(key, [&](std::string_view value) { return parse_whole_number(value, least, most); });
        return number ? static_cast<Number>(*number) : fallback;
    }

    /// Reports `message` at the value of `key`, or at the mapping when it is not there.
    void complain(std::string_view key, std::string message) const;

    /// Reports the keys that are there although the format has them only from a version after `version`.
    void require_version(int version) const;

    /// Where the mapping begins.
    [[nodiscard]] Position at() const { return node_.at; }

private:
    /// Whether the value of `key` is of this kind; a diagnostic when not.
    [[nodiscard]] bool is(const YamlNode& value, YamlNode::Kind kind, std::string_view key) const;

    const YamlNode& node_;
    const MappingDescription& description_;
    Diagnostics& diagnostics_;
    std::vector<const YamlEntry*> entries_;
};

}  // namespace otbench::config
