#include <fmt/core.h>

#include <cmath>
#include <tuple>
#include <utility>

#include "bus/reading/value_selector.hpp"
#include "bus/record/unit.hpp"
#include "runner/language/line_quantities.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

Checked<double> parse_amount(std::string_view text, Dimension dimension) {
    const auto quantity = parse_quantity(text, dimension);
    if (!quantity) return quantity.error();
    if (dimension == Dimension::count && (quantity->si < 0.0 || quantity->si != std::floor(quantity->si))) {
        return InputError{fmt::format("invalid count '{}' (expected a whole number)", text)};
    }
    return quantity->si;
}

/// "35.3 V .. 35.5 V", "..  5 mA", "1 .." or, for counts, "3".
Checked<QuantityRange> parse_range_text(std::string_view text, Dimension dimension) {
    constexpr std::string_view dots = "..";
    QuantityRange range;
    range.text = trimmed(text);
    const auto at = text.find(dots);
    if (at == std::string_view::npos) {
        const auto amount = parse_amount(text, dimension);
        if (!amount) return amount.error();
        if (dimension != Dimension::count) {
            return InputError{
                fmt::format("'{0}' needs a tolerance (expected a range or {{value: {0}, tolerance: ...}})", text)};
        }
        range.minimum = range.maximum = *amount;
        return range;
    }
    const auto below = trimmed(text.substr(0, at));
    const auto above = trimmed(text.substr(at + dots.size()));
    if (below.empty() && above.empty()) return InputError{"a range needs at least one end"};
    for (const auto& [end, target] : {std::pair{below, &range.minimum}, std::pair{above, &range.maximum}}) {
        if (end.empty()) continue;
        const auto amount = parse_amount(end, dimension);
        if (!amount) return amount.error();
        *target = *amount;
    }
    return range;
}

/// {min: …, max: …} or {value: …, tolerance: …}.
QuantityRange parse_range_mapping(const YamlNode& node, Dimension dimension, const Context& context) {
    const Mapping mapping = open_mapping(node, keys::range, context);
    const auto amount = [dimension](std::string_view text) { return parse_amount(text, dimension); };
    const auto has = [&](std::string_view key) { return mapping.find(key) != nullptr; };
    QuantityRange range;
    if ((has("min") || has("max")) == (has("value") || has("tolerance")) || has("value") != has("tolerance")) {
        mapping.complain("", "a range has min or max or both, or else value and tolerance");
        return range;
    }
    mapping.read("min", range.minimum, amount);
    mapping.read("max", range.maximum, amount);
    std::optional<double> value, tolerance;
    mapping.read("value", value, amount);
    mapping.read("tolerance", tolerance, amount);
    if (value && tolerance) range = {*value - *tolerance, *value + *tolerance, {}};
    for (const std::string_view key : {"min", "max", "value", "tolerance"}) {
        if (const auto* part = mapping.find(key)) {
            range.text += fmt::format("{}{} {}", range.text.empty() ? "" : ", ", key, part->text);
        }
    }
    return range;
}

Checked<QuantityRange> parse_level_range(std::string_view text) {
    if (text == "low") return QuantityRange{0.0, 0.0, "low"};
    if (text == "high") return QuantityRange{1.0, 1.0, "high"};
    return InputError{fmt::format("invalid level '{}' (expected low or high)", text)};
}

/// The range at `key`, with a diagnostic when it is empty.
QuantityRange read_range(const Mapping& mapping, std::string_view key, Dimension dimension, bool is_level,
                         const Context& context) {
    const auto& node = *mapping.find(key);
    QuantityRange range;
    if (node.kind == YamlNode::Kind::mapping && !is_level) {
        range = parse_range_mapping(node, dimension, context);
    } else {
        mapping.read(key, range, [&](std::string_view text) {
            return is_level ? parse_level_range(text) : parse_range_text(text, dimension);
        });
    }
    if (range.minimum > range.maximum) {
        mapping.complain(key, fmt::format("the range '{}' is empty: its lower end is above its upper end", range.text));
    }
    return range;
}

LineExpectation parse_line_entry(const Mapping& mapping, const LineQuantity& quantity, const Context& context) {
    const bool is_level = quantity.what == LineExpectation::What::rx_level;
    const QuantityRange range = read_range(mapping, quantity.name, quantity.dimension, is_level, context);
    return {mapping.find(quantity.name)->at, quantity.what, range.minimum, range.maximum, range.text};
}

/// What keeps a value from being compared within its tolerance, if anything does.
std::optional<InputError> complaint_about_tolerance(const ReadingExpectation& reading) {
    if (reading.value.find("${") != std::string::npos) return std::nullopt;  // known when the step is performed
    const auto value = bus::parse_measure(reading.value);
    if (!value) return value.error();
    const auto tolerance = bus::parse_tolerance(*reading.tolerance, *value);
    if (!tolerance) return tolerance.error();
    return std::nullopt;
}

/// "9730 kWh ± 1 %" in two; a text without "±" or "+/-" has no tolerance.
std::pair<std::string, std::optional<std::string>> split_tolerance(std::string_view text) {
    for (const std::string_view sign : {"±", "+/-"}) {
        const auto at = text.find(sign);
        if (at == std::string_view::npos) continue;
        return {std::string{trimmed(text.substr(0, at))}, std::string{trimmed(text.substr(at + sign.size()))}};
    }
    return {std::string{text}, std::nullopt};
}

ReadingExpectation parse_reading(const YamlEntry& entry, const Context& context) {
    ReadingExpectation reading = parse_value_with_tolerance(entry, context);
    if (const auto name = bus::parse_value_selector(reading.name); !name) {
        context.diagnostics.add(reading.at, name.error().message);
    }
    return reading;
}

}  // namespace

ReadingExpectation parse_value_with_tolerance(const YamlEntry& entry, const Context& context) {
    ReadingExpectation reading;
    reading.at = entry.key.at;
    reading.name = entry.key.text;
    if (entry.value.kind == YamlNode::Kind::mapping) {
        const Mapping mapping = open_mapping(entry.value, keys::reading, context);
        mapping.read("value", reading.value, any_text);
        if (const auto* value = mapping.find("value")) reading.value_at = value->at;
        mapping.read("tolerance", reading.tolerance, any_text);
        if (reading.tolerance && !reading.value.empty()) {
            if (const auto complaint = complaint_about_tolerance(reading))
                mapping.complain("tolerance", complaint->message);
        }
    } else if (expect_kind(entry.value, YamlNode::Kind::text, reading.name, "a value such as 9730 kWh",
                           context.diagnostics)) {
        reading.value_at = entry.value.at;
        std::tie(reading.value, reading.tolerance) = split_tolerance(entry.value.text);
        if (const auto complaint = reading.tolerance ? complaint_about_tolerance(reading) : std::nullopt)
            context.diagnostics.add(entry.value.at, complaint->message);
    }
    if (context.version >= 2)
        if (const auto text = check_placeholders(reading.value, context); !text)
            context.diagnostics.add(entry.value.at, text.error().message);
    return reading;
}

std::optional<QuantityRange> parse_range(const Mapping& mapping, std::string_view key, Dimension dimension,
                                         const Context& context) {
    if (mapping.find(key) == nullptr) return std::nullopt;
    return read_range(mapping, key, dimension, false, context);
}

std::vector<LineExpectation> parse_line(const YamlNode& node, const Context& context) {
    std::vector<LineExpectation> expectations;
    const Mapping mapping = open_mapping(node, keys::line, context);
    for (const auto& quantity : line_quantities()) {
        if (mapping.find(quantity.name) != nullptr)
            expectations.push_back(parse_line_entry(mapping, quantity, context));
    }
    if (node.kind == YamlNode::Kind::mapping && node.entries.empty())
        mapping.complain("", "expected at least one quantity of the line");
    return expectations;
}

std::vector<ReadingExpectation> parse_readings(const YamlNode& node, const Context& context) {
    std::vector<ReadingExpectation> readings;
    if (!expect_kind(node, YamlNode::Kind::mapping, "expect", "a mapping of reading names", context.diagnostics))
        return readings;
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        readings.push_back(parse_reading(*entry, context));
    }
    if (node.entries.empty()) context.diagnostics.add(node.at, "expected at least one value of the reading");
    return readings;
}

}  // namespace otbench::runner::parts
