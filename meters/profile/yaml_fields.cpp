#include "meters/profile/yaml_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "bus/record/unit.hpp"

namespace otbench::meters {
namespace {

std::optional<std::int64_t> parse_whole(std::string_view text) {
    const bool hexadecimal = text.substr(0, 2) == "0x";
    if (hexadecimal) text.remove_prefix(2);
    std::int64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number, hexadecimal ? 16 : 10);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

void YamlErrors::add(const YAML::Mark& mark, std::string message) {
    errors_.push_back({file_, mark.line + 1, mark.column + 1, std::move(message)});
}

std::vector<ProfileError> YamlErrors::take() {
    std::stable_sort(errors_.begin(), errors_.end(), [](const ProfileError& a, const ProfileError& b) {
        return std::pair{a.line, a.column} < std::pair{b.line, b.column};
    });
    return std::move(errors_);
}

YamlFields::YamlFields(const YAML::Node& node, std::string_view what, YamlErrors& errors)
    : what_(what), errors_(errors), mark_(node.Mark()) {
    if (!node.IsMap()) {
        errors_.add(mark_, fmt::format("{} is a mapping of keys to values", what_));
        return;
    }
    for (const auto& pair : node) {
        if (!pair.first.IsScalar()) {
            errors_.add(pair.first.Mark(), fmt::format("a key of {} is a word", what_));
            continue;
        }
        YamlScalar key{pair.first.Scalar(), pair.first.Mark()};
        const bool doubled = std::any_of(entries_.begin(), entries_.end(),
                                         [&](const Entry& entry) { return entry.key.text == key.text; });
        if (doubled) {
            errors_.add(key.mark, fmt::format("'{}' is there twice", key.text));
        } else {
            entries_.push_back({std::move(key), pair.second});
        }
    }
}

YAML::Node YamlFields::node(std::string_view key) {
    known_.emplace_back(key);
    for (auto& entry : entries_) {
        if (entry.key.text != key) continue;
        entry.asked = true;
        return entry.value;
    }
    return YAML::Node{YAML::NodeType::Undefined};
}

std::optional<YamlScalar> YamlFields::text(std::string_view key) {
    const YAML::Node value = node(key);
    if (!value.IsDefined()) return std::nullopt;
    if (value.IsScalar() && !value.Scalar().empty()) return YamlScalar{value.Scalar(), value.Mark()};
    errors_.add(value.Mark(), fmt::format("'{}' needs a text or number", key));
    return std::nullopt;
}

std::optional<YamlScalar> YamlFields::required_text(std::string_view key) {
    auto value = text(key);
    if (!value && !node(key).IsDefined()) errors_.add(mark_, fmt::format("{} needs '{}'", what_, key));
    return value;
}

std::int64_t YamlFields::whole(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most) {
    const auto value = text(key);
    if (!value) return fallback;
    const auto number = parse_whole(value->text);
    if (number && *number >= least && *number <= most) return *number;
    errors_.add(value->mark,
                fmt::format("'{}' is '{}'; allowed is a whole number from {} to {}", key, value->text, least, most));
    return fallback;
}

Nanoseconds YamlFields::duration(std::string_view key, Nanoseconds fallback) {
    constexpr double longest = 86400;  // seconds; beyond anything a meter does by itself
    const auto value = text(key);
    if (!value) return fallback;
    const auto measure = bus::parse_measure(value->text);
    const auto seconds = measure ? bus::convert(*measure, bus::Unit::second) : measure.error();
    if (seconds && *seconds >= 0 && *seconds <= longest) return Nanoseconds{std::llround(*seconds * 1e9)};
    errors_.add(value->mark,
                fmt::format("'{}' is '{}'; allowed is a time with its unit, 0 s to 1 d", key, value->text));
    return fallback;
}

LineTime YamlFields::line_time(std::string_view key, LineTime fallback) {
    constexpr std::string_view bits_word = " bit";
    const auto value = text(key);
    if (!value) return fallback;
    const std::string& words = value->text;
    const bool in_bits = words.size() > bits_word.size() &&
                         words.compare(words.size() - bits_word.size(), bits_word.size(), bits_word) == 0;
    if (!in_bits) return {duration(key, fallback.time), 0};
    const auto bits = parse_whole(std::string_view{words}.substr(0, words.size() - bits_word.size()));
    constexpr std::int64_t most_bits = 1'000'000;
    if (bits && *bits >= 0 && *bits <= most_bits) return {Nanoseconds{0}, static_cast<double>(*bits)};
    errors_.add(value->mark, fmt::format("'{}' is '{}'; allowed is a whole number of bit times", key, words));
    return fallback;
}

void YamlFields::finish() {
    std::sort(known_.begin(), known_.end());
    known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
    for (const auto& entry : entries_) {
        if (entry.asked) continue;
        errors_.add(entry.key.mark,
                    fmt::format("unknown key '{}'; {} has {}", entry.key.text, what_, fmt::join(known_, ", ")));
    }
}

}  // namespace otbench::meters
