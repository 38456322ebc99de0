#include <fmt/core.h>

#include "base/config/regex.hpp"
#include "base/config/suggest.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

constexpr std::string_view placeholder_begin = "${";
constexpr std::string_view chip_id = "chip_id";

/// The pattern with its placeholders, as it is; it is tried out with a chip id in their place.
Checked<std::string> check_regex(std::string_view text) {
    if (const auto placeholders = check_placeholders(text); !placeholders) return placeholders.error();
    std::string pattern{text};
    const auto placeholder = fmt::format("${{{}}}", chip_id);
    for (auto at = pattern.find(placeholder); at != std::string::npos; at = pattern.find(placeholder)) {
        pattern.replace(at, placeholder.size(), "5ccf7f0b583b");
    }
    if (const auto compiled = config::Regex::compile(pattern); !compiled) return compiled.error();
    return std::string{text};
}

struct PatternKey {
    std::string_view key;
    PayloadPattern::Kind kind;
    Checked<std::string> (*check)(std::string_view);
};

constexpr PatternKey pattern_keys[] = {
    {"status", PayloadPattern::Kind::exact, check_placeholders},
    {"prefix", PayloadPattern::Kind::prefix, check_placeholders},
    {"regex", PayloadPattern::Kind::regex, check_regex},
};

/// The patterns among the keys of a message mapping: one, unless there is a mistake.
std::vector<PayloadPattern> patterns_in(const Mapping& mapping) {
    std::vector<PayloadPattern> patterns;
    for (const auto& [key, kind, check] : pattern_keys) {
        const auto* node = mapping.find(key);
        if (node == nullptr) continue;
        PayloadPattern pattern{node->at, kind, {}};
        mapping.read(key, pattern.text, check);
        patterns.push_back(std::move(pattern));
    }
    if (patterns.size() > 1) {
        mapping.complain("", "a message matches one pattern: status, prefix or regex; several messages are a list");
    }
    return patterns;
}

/// A payload or a mapping with one pattern and nothing else, which is what stands in a list.
std::vector<PayloadPattern> parse_list_item(const YamlNode& node, const Context& context) {
    if (node.kind == YamlNode::Kind::mapping) {
        const Mapping mapping{node, keys::message, context.diagnostics};
        for (const std::string_view key : {"messages", "topic", "within", "none-within"}) {
            if (mapping.find(key) != nullptr) {
                mapping.complain(key,
                                 fmt::format("'{0}' belongs to the whole list: {{messages: [...], {0}: ...}}", key));
            }
        }
        auto patterns = patterns_in(mapping);
        if (patterns.empty()) mapping.complain("", "a message of a list needs one of status, prefix and regex");
        return patterns;
    }
    if (!expect_kind(node, YamlNode::Kind::text, "expect", "a payload or a mapping such as {prefix: ok}",
                     context.diagnostics)) {
        return {};
    }
    const auto text = check_placeholders(node.text);
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
    const Mapping mapping{node, keys::message, context.diagnostics};
    const bool has_list = mapping.find("messages") != nullptr;
    expectation.payloads = patterns_in(mapping);
    expectation.none = mapping.find("none-within") != nullptr;
    mapping.read("topic", expectation.topic, check_topic);
    mapping.read("within", expectation.within, parse_duration);
    mapping.read("none-within", expectation.within, parse_duration);
    if (expectation.none && mapping.find("within") != nullptr) {
        mapping.complain("within", "'within' and 'none-within' exclude each other");
    }
    if (has_list && (expectation.none || !expectation.payloads.empty())) {
        mapping.complain("messages", "a list of messages goes with neither status, prefix, regex nor none-within");
    } else if (has_list) {
        const auto& list = *mapping.find("messages");
        if (expect_kind(list, YamlNode::Kind::list, "messages", "a list of payloads or patterns",
                        context.diagnostics)) {
            expectation.payloads = parse_list(list, context);
        }
    } else if (!expectation.none && expectation.payloads.empty()) {
        mapping.complain("", "a message expectation needs one of status, prefix, regex, messages and none-within");
    }
    return expectation;
}

}  // namespace

Checked<std::string> check_placeholders(std::string_view text) {
    for (auto at = text.find(placeholder_begin); at != std::string_view::npos; at = text.find(placeholder_begin, at)) {
        at += placeholder_begin.size();
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) return InputError{fmt::format("a '${{' without its '}}' in '{}'", text)};
        const auto name = text.substr(at, end - at);
        if (name != chip_id)
            return InputError{fmt::format("unknown placeholder '${{{}}}'{}", name, did_you_mean(name, {chip_id}))};
    }
    return std::string{text};
}

Checked<std::string> check_topic(std::string_view text) {
    constexpr std::size_t longest = 65'535;  // MQTT 3.1.1, 1.5.3: strings have a length of 16 bits
    if (text.empty() || text.size() > longest) return InputError{fmt::format("a topic has 1 to {} bytes", longest)};
    if (text.find_first_of("+#") != std::string_view::npos) {
        return InputError{fmt::format("invalid topic '{}' (expected one without wildcards)", text)};
    }
    if (text.find('\0') != std::string_view::npos) return InputError{"a topic cannot contain a zero byte"};
    return check_placeholders(text);
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
