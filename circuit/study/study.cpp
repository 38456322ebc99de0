#include "circuit/study/study.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <random>
#include <stdexcept>

#include "base/numbers.hpp"
#include "base/units.hpp"

namespace otbench::circuit {
namespace {

constexpr std::size_t most_values = 10000;

[[noreturn]] void refuse(const std::string& message) {
    throw std::invalid_argument{message};
}

/// How values of a parameter are written.
struct Writing {
    std::string unit;                          ///< of plain numbers
    Dimension dimension = Dimension::none;     ///< of that unit, where the unit alone does not tell
    const Circuit::Parameter* part = nullptr;  ///< the circuit's own, if it is one
};

Writing writing_of(const std::string& name, const Circuit& circuit) {
    const std::string unit = unit_of_parameter(name, circuit);
    if (const auto* known = study_parameter(name)) return {unit, known->limits.dimension};
    const auto& part = own_parameter(name, circuit);
    return {unit, is_resistor(part) ? Dimension::resistance : Dimension::capacitance, &part};
}

/// `number` of `unit`, counted in the unit of `writing`; nothing when they measure different things.
std::optional<double> converted(double number, std::string_view unit, const Writing& writing) {
    const auto target = find_unit(writing.unit, writing.dimension);
    if (!target) return std::nullopt;
    const auto scale = find_unit(unit, target->dimension);
    if (!scale || scale->dimension != target->dimension || scale->dimension == Dimension::none) return std::nullopt;
    if (scale->factor == target->factor && scale->offset == target->offset) return number;
    return (number * scale->factor + scale->offset - target->offset) / target->factor;
}

/// "nominal", "open", "short" or "x1.05" of a part of the circuit.
std::optional<double> part_value(const std::string& text, const Circuit::Parameter& part) {
    if (text == "nominal") return part.nominal;
    if (is_resistor(part) && text == "open") return open_ohm;
    if (is_resistor(part) && text == "short") return short_ohm;
    if (text.empty() || text.front() != 'x') return std::nullopt;
    const auto factor = parse_number(std::string_view{text}.substr(1));
    return factor ? std::optional{*factor * part.nominal} : std::nullopt;
}

/// 80, 2.2k, 80m or x1.05: a plain number, perhaps with k, M, u, n or p behind it; one with a unit; or that of a part.
double study_value(const std::string& text, const Writing& writing) {
    struct Suffix {
        std::string_view letter;
        double factor;
    };
    constexpr std::array<Suffix, 5> suffixes{{{"k", 1e3}, {"M", 1e6}, {"u", 1e-6}, {"n", 1e-9}, {"p", 1e-12}}};
    if (writing.part != nullptr)
        if (const auto value = part_value(text, *writing.part)) return *value;
    const auto [digits, unit] = split_number(text);
    if (const auto number = parse_number(digits)) {
        if (unit.empty()) return *number;
        for (const auto& [letter, factor] : suffixes)
            if (unit == letter) return *number * factor;
        if (const auto value = converted(*number, unit, writing)) return *value;
    }
    refuse(fmt::format("invalid value '{}' (expected a number{}{})", text,
                       writing.unit.empty() ? "" : fmt::format(", in {} or with its unit", writing.unit),
                       writing.part == nullptr ? "" : ", or a factor such as x1.05"));
}

/// "NAME=REST".
std::pair<std::string, std::string> name_and_rest(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
        refuse(fmt::format(
            "invalid setting '{}' (expected NAME=VALUE, for example length=350; for a tolerance 5% or r5=1%)", text));
    return {text.substr(0, equals), text.substr(equals + 1)};
}

/// "0..1000", "-20..70 C": a unit at the end is that of both ends.
std::pair<double, double> range_of(const std::string& text, const Writing& writing) {
    const auto dots = text.find("..");
    std::string first = text.substr(0, dots);
    const std::string last = text.substr(dots + 2);
    const auto [digits, own_unit] = split_number(first);
    if (!digits.empty() && own_unit.empty()) first += split_number(last).unit;
    const double low = study_value(first, writing), high = study_value(last, writing);
    if (!(low < high)) refuse(fmt::format("invalid range '{}' (expected the lower value first)", text));
    return {low, high};
}

/// Between 0 and 1, the same on every machine.
double unit_draw(std::mt19937_64& generator) {
    constexpr int kept_bits = 53;  // of a double
    return std::ldexp(static_cast<double>(generator() >> (64 - kept_bits)), -kept_bits);
}

/// By Box and Muller; in standard deviations, between -3 and 3.
double normal_draw(std::mt19937_64& generator) {
    constexpr double full_turn = 6.283185307179586, cut_off = 3.0;
    for (;;) {
        const double radius = std::sqrt(-2 * std::log(1 - unit_draw(generator)));
        const double deviation = radius * std::cos(full_turn * unit_draw(generator));
        if (std::abs(deviation) <= cut_off) return deviation;
    }
}

}  // namespace

Variation parse_variation(const std::string& text, const Circuit& circuit) {
    const auto [name, rest] = name_and_rest(text);
    const Writing writing = writing_of(name, circuit);
    Variation variation{name, {}};
    if (rest.find("..") == std::string::npos) {
        for (std::size_t at = 0; at <= rest.size();) {
            const auto comma = std::min(rest.find(',', at), rest.size());
            variation.values.push_back(study_value(rest.substr(at, comma - at), writing));
            at = comma + 1;
        }
    } else {
        const auto colon = rest.find(':');
        const auto [low, high] = range_of(rest.substr(0, colon), writing);
        constexpr double usual_steps = 20;
        double step = name == "meters" ? 1 : (high - low) / usual_steps;
        if (colon != std::string::npos) step = study_value(rest.substr(colon + 1), writing);
        if (!(step > 0)) refuse(fmt::format("invalid step in '{}' (expected more than 0)", text));
        if ((high - low) / step > most_values) refuse(fmt::format("'{}': more than {} values", text, most_values));
        const auto steps = std::lround(std::floor((high - low) / step + 1e-9));
        for (long i = 0; i <= steps; ++i) variation.values.push_back(low + static_cast<double>(i) * step);
    }
    StudyPoint trial;
    for (const double value : variation.values) set_parameter(trial, name, value, circuit);
    return variation;
}

void apply_setting(StudyPoint& point, const std::string& text, const Circuit& circuit) {
    const auto [name, rest] = name_and_rest(text);
    set_parameter(point, name, study_value(rest, writing_of(name, circuit)), circuit);
}

std::vector<Spread> parse_spread(const std::string& text, const StudyPoint& point, const Circuit& circuit) {
    std::vector<Spread> spreads;
    const auto add_percent = [&](const std::string& name, const std::string& percent) {
        const double share = study_value(percent.substr(0, percent.size() - 1), {}) / 100;
        if (!(share > 0 && share < 1)) refuse(fmt::format("'{}': a tolerance lies between 0 and 100 %", text));
        const double value = parameter(point, name, circuit);
        spreads.push_back({name, value * (1 - share), value * (1 + share)});
    };
    if (text.find('=') == std::string::npos && !text.empty() && text.back() == '%') {
        for (const auto& part : circuit.parameters)
            if (is_resistor(part)) add_percent(part.name, text);
        return spreads;
    }
    const auto [name, rest] = name_and_rest(text);
    if (rest.back() == '%') {
        add_percent(name, rest);
    } else if (rest.find("..") != std::string::npos) {
        const auto [low, high] = range_of(rest, writing_of(name, circuit));
        spreads.push_back({name, low, high});
    } else {
        refuse(fmt::format("invalid tolerance '{}' (expected for example 5%, r5=1% or temperature=-20..70 C)", text));
    }
    StudyPoint trial;
    set_parameter(trial, name, spreads.back().low, circuit);
    set_parameter(trial, name, spreads.back().high, circuit);
    return spreads;
}

std::vector<std::vector<double>> draw_samples(const std::vector<Spread>& spreads, Distribution distribution,
                                              std::uint64_t seed, std::size_t count) {
    std::mt19937_64 generator{seed};
    std::vector<std::vector<double>> samples(count);
    for (auto& sample : samples) {
        for (const auto& spread : spreads) {
            const double share =
                distribution == Distribution::uniform ? unit_draw(generator) : 0.5 + normal_draw(generator) / 6;
            sample.push_back(spread.low + share * (spread.high - spread.low));
        }
    }
    return samples;
}

Requirement parse_requirement(const std::string& text) {
    const auto sign = text.find_first_of("<>");
    if (sign == std::string::npos) return {&assessed_quantity(text), true, 1.0, text};
    const bool or_equal = sign + 1 < text.size() && text[sign + 1] == '=';
    const auto& quantity = assessed_quantity(text.substr(0, sign));
    const double limit = study_value(text.substr(sign + (or_equal ? 2 : 1)), {quantity.unit});
    return {&quantity, text[sign] == '>', limit, text};
}

Yield yield_of(std::size_t good, std::size_t all) {
    constexpr double z = 1.959964;  // of 95 %
    const auto n = static_cast<double>(all);
    const double share = static_cast<double>(good) / n;
    const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {share, std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace otbench::circuit
