#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/config/regex.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner::parts {

namespace {

constexpr std::string_view placeholder_begin = "${";
constexpr std::string_view patterns_known = "status, prefix, regex, contains, json or not";

std::vector<PayloadPattern> parse_list_item(const YamlNode& node, const Context& context);

struct PatternKey {
    std::string_view key;
    PayloadPattern::Kind kind;
    Checked<std::string> (*check)(std::string_view text, const Context& context);
};

constexpr PatternKey pattern_keys[] = {
    {"status", PayloadPattern::Kind::exact, check_placeholders},
    {"prefix", PayloadPattern::Kind::prefix, check_placeholders},
    {"regex", PayloadPattern::Kind::regex, check_regex},
    {"contains", PayloadPattern::Kind::contains, check_placeholders},
};

/// `json`: pointers and the values that they lead to.
PayloadPattern parse_json_pattern(const YamlNode& node, const Context& context) {
    PayloadPattern pattern{node.at, PayloadPattern::Kind::json, {}};
    if (!expect_kind(node, YamlNode::Kind::mapping, "json", types::json_values.wording, context.diagnostics))
        return pattern;
    for (const YamlEntry* entry : distinct_entries(node, context.diagnostics)) {
        JsonExpectation expected{entry->key.at, entry->key.text, {}, {}};
        if (const auto pointer = check_pointer(expected.pointer); !pointer)
            context.diagnostics.add(expected.at, pointer.error().message);
        ReadingExpectation value = parse_value_with_tolerance(*entry, context);
        expected.value = std::move(value.value);
        expected.tolerance = std::move(value.tolerance);
        expected.value_at = value.value_at;
        pattern.json.push_back(std::move(expected));
    }
    if (node.entries.empty()) context.diagnostics.add(node.at, "'json' needs at least one pointer");
    return pattern;
}

/// The patterns among the keys of a message mapping: one, unless there is a mistake.
std::vector<PayloadPattern> patterns_in(const Mapping& mapping, const Context& context) {
    std::vector<PayloadPattern> patterns;
    for (const auto& [key, kind, check] : pattern_keys) {
        const auto* node = mapping.find(key);
        if (node == nullptr) continue;
        PayloadPattern pattern{node->at, kind, {}};
        mapping.read(key, pattern.text, [&, check = check](std::string_view text) { return check(text, context); });
        patterns.push_back(std::move(pattern));
    }
    if (const auto* json = mapping.find("json")) patterns.push_back(parse_json_pattern(*json, context));
    if (const auto* inner = mapping.find("not")) {
        for (PayloadPattern& pattern : parse_list_item(*inner, context)) {
            pattern.negated = !pattern.negated;
            patterns.push_back(std::move(pattern));
        }
    }
    if (patterns.size() > 1) {
        mapping.complain("",
                         fmt::format("a message matches one pattern: {}; several messages are a list", patterns_known));
    }
    return patterns;
}

/// A payload or a mapping with one pattern and nothing else, which is what stands in a list.
std::vector<PayloadPattern> parse_list_item(const YamlNode& node, const Context& context) {
    if (node.kind == YamlNode::Kind::mapping) {
        const Mapping mapping = open_mapping(node, keys::message, context);
        for (const std::string_view key : {"messages", "topic", "within", "none-within", "after", "rate"}) {
            if (mapping.find(key) != nullptr) {
                mapping.complain(key,
                                 fmt::format("'{0}' belongs to the whole list: {{messages: [...], {0}: ...}}", key));
            }
        }
        auto patterns = patterns_in(mapping, context);
        if (patterns.empty())
            mapping.complain("", "a message of a list needs one of status, prefix, regex, contains, json and not");
        return patterns;
    }
    if (!expect_kind(node, YamlNode::Kind::text, "expect", "a payload or a mapping such as {prefix: ok}",
                     context.diagnostics)) {
        return {};
    }
    const auto text = check_placeholders(node.text, context);
    if (text) return {{node.at, PayloadPattern::Kind::exact, *text}};
    context.diagnostics.add(node.at, text.error().message);
    return {};
}

std::vector<PayloadPattern> parse_list(const YamlNode& list, const Context& context) {
    std::vector<PayloadPattern> patterns;
    for (const auto& item : list.items) {
        auto more = parse_list_item(item, context);
        patterns.insert(patterns.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    if (list.items.empty()) {
        context.diagnostics.add(list.at, "empty list of messages (to expect none, write {none-within: 2s})");
    }
    return patterns;
}

MessageExpectation parse_message_mapping(const YamlNode& node, const Context& context) {
    MessageExpectation expectation;
    const Mapping mapping = open_mapping(node, keys::message, context);
    const bool has_list = mapping.find("messages") != nullptr;
    expectation.payloads = patterns_in(mapping, context);
    expectation.none = mapping.find("none-within") != nullptr;
    mapping.read("topic", expectation.topic, [&](std::string_view text) {
        // The bench subscribes to it before a step can save anything.
        return check_topic(text, Context{context.profiles, context.verbs, context.diagnostics});
    });
    mapping.read("within", expectation.within, parse_duration);
    mapping.read("none-within", expectation.within, parse_duration);
    mapping.read("after", expectation.after, parse_duration);
    if (expectation.within && expectation.after > *expectation.within)
        mapping.complain("after", "'after' is longer than 'within', so no message can meet it");
    expectation.rate = parse_range(mapping, "rate", Dimension::count, context);
    if (expectation.rate && !expectation.within && !expectation.none)
        mapping.complain("rate", "'rate' needs 'within', the time in which messages are counted");
    if (expectation.within && *expectation.within == Nanoseconds{} && expectation.rate)
        mapping.complain("within", "invalid duration 0 (expected more)");
    for (const std::string_view key : {"messages", "none-within", "after"})
        if (expectation.rate && mapping.find(key) != nullptr)
            mapping.complain(key, fmt::format("'{}' and 'rate' exclude each other", key));
    if (expectation.none && mapping.find("within") != nullptr) {
        mapping.complain("within", "'within' and 'none-within' exclude each other");
    }
    if (has_list && (expectation.none || !expectation.payloads.empty())) {
        mapping.complain("messages", "'messages' excludes other patterns and 'none-within'");
    } else if (has_list) {
        const auto& list = *mapping.find("messages");
        if (expect_kind(list, YamlNode::Kind::list, "messages", "a list of payloads or patterns",
                        context.diagnostics)) {
            expectation.payloads = parse_list(list, context);
        }
    } else if (!expectation.none && !expectation.rate && expectation.payloads.empty()) {
        mapping.complain(
            "",
            "a message expectation needs one of status, prefix, regex, contains, json, not, messages, rate "
            "and none-within");
    }
    return expectation;
}

}  // namespace

Checked<std::string> check_regex(std::string_view text, const Context& context) {
    if (const auto placeholders = check_placeholders(text, context); !placeholders) return placeholders.error();
    std::string pattern;  // to be tried out, with a chip id in place of each placeholder
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = std::min(text.find(placeholder_begin, at), text.size());
        pattern += text.substr(at, begin - at);
        if (begin == text.size()) break;
        pattern += "5ccf7f0b583b";
        at = text.find('}', begin) + 1;
    }
    if (const auto compiled = config::Regex::compile(pattern); !compiled) return compiled.error();
    return std::string{text};
}

Checked<int> parse_qos(std::string_view text) {
    const auto qos = parse_whole_number(text, 0, 2);
    if (!qos) return InputError{fmt::format("invalid QoS '{}' (expected 0, 1 or 2)", text)};
    return static_cast<int>(*qos);
}

Checked<std::string> check_topic(std::string_view text, const Context& context) {
    constexpr std::size_t longest = 65'535;  // MQTT 3.1.1, 1.5.3: strings have a length of 16 bits
    if (text.empty() || text.size() > longest) return InputError{fmt::format("a topic has 1 to {} bytes", longest)};
    if (text.find_first_of("+#") != std::string_view::npos) {
        return InputError{fmt::format("invalid topic '{}' (expected one without wildcards)", text)};
    }
    if (text.find('\0') != std::string_view::npos) return InputError{"a topic cannot contain a zero byte"};
    return check_placeholders(text, context);
}

MessageExpectation parse_message_expectation(const YamlNode& node, const Context& context) {
    MessageExpectation expectation;
    if (node.kind == YamlNode::Kind::mapping) {
        expectation = parse_message_mapping(node, context);
    } else if (node.kind == YamlNode::Kind::list) {
        expectation.payloads = parse_list(node, context);
    } else {
        expectation.payloads = parse_list_item(node, context);
    }
    expectation.at = node.at;
    return expectation;
}

}  // namespace otbench::runner::parts
