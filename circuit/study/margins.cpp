#include "circuit/study/margins.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace otbench::circuit {
namespace {

constexpr double slave_space_least_v = 12.0, swing_least_v = 12.0;
constexpr double rx_high_least_v = 2.475, rx_low_most_v = 0.825;  // three and one quarter of 3.3 V

double drop_v(Assessment& a) {
    return a.mark().bus_v - a.mark().slave_v;
}

/// Of a bit, in microseconds.
double half_bit_us(Assessment& a) {
    return 0.5e6 / a.point().baud;
}

/// What the bus gives way by under the greatest pulse of a meter, and how the pulse that was measured scales to it.
double dip_v(Assessment& a, double measured_v) {
    constexpr double greatest_pulse_ma = 20.0;
    const double pulse_ma = a.point().conditions.isp_ma;
    return pulse_ma > 0 ? measured_v * greatest_pulse_ma / pulse_ma : measured_v;
}

using MaybeValue = std::optional<double>;
struct Rule {
    const char* what;
    const char* clause;
    bool verified;
    const char* unit;
    bool at_least;
    double (*limit)(Assessment&);
    MaybeValue (*value)(Assessment&);
};

/// Numbers of the spec's tables; clauses are those of EN 13757-2:2004. What is false was quoted, not looked up.
constexpr std::array<Rule, 19> rules{{
    {"mark voltage at the converter, least", "4.3.3.1", false, "V", true, [](Assessment& a) { return 24 + drop_v(a); },
     [](Assessment& a) -> MaybeValue { return a.mark().bus_v; }},
    {"mark voltage at the converter, most", "4.3.3.1", false, "V", false, [](Assessment&) { return 42.0; },
     [](Assessment& a) -> MaybeValue { return a.mark().bus_v; }},
    {"mark voltage at the meters", "4.2.1", false, "V", true, [](Assessment&) { return 21.0; },
     [](Assessment& a) -> MaybeValue { return a.mark().slave_v; }},
    {"space voltage below mark", "4.3.3.2", false, "V", true, [](Assessment&) { return swing_least_v; },
     [](Assessment& a) -> MaybeValue { return a.mark().bus_v - a.space().bus_v; }},
    {"space voltage at the meters", "4.3.3.2", false, "V", true, [](Assessment&) { return slave_space_least_v; },
     [](Assessment& a) -> MaybeValue { return a.space().slave_v; }},
    {"space below mark at the meters", "4.2.1", false, "V", true, [](Assessment&) { return 8.2; },
     [](Assessment& a) -> MaybeValue { return a.mark().slave_v - a.space().slave_v; }},
    {"slope to space, 10 to 90 %", "4.3.3.4", false, "us", false, half_bit_us,
     [](Assessment& a) -> MaybeValue {
         const auto time_s = a.edges().space_transition();
         return time_s ? MaybeValue{*time_s * 1e6} : std::nullopt;
     }},
    {"slope to mark, 10 to 90 %", "4.3.3.4", false, "us", false, half_bit_us,
     [](Assessment& a) -> MaybeValue {
         const auto time_s = a.edges().mark_transition();
         return time_s ? MaybeValue{*time_s * 1e6} : std::nullopt;
     }},
    {"space shorter by less than half a bit", "sampling in mid bit", true, "us", false, half_bit_us,
     [](Assessment& a) -> MaybeValue {
         const double threshold_v = a.point().threshold_v;
         const auto fall = a.edges().fallen_by(threshold_v), rise = a.edges().risen_to_within(threshold_v);
         return fall && rise ? MaybeValue{(*fall - *rise) * 1e6} : std::nullopt;
     }},
    {"dip of mark by 20 mA of a meter", "4.3.3.5", false, "V", false, [](Assessment&) { return 1.2; },
     [](Assessment& a) -> MaybeValue { return dip_v(a, a.mark().bus_v - a.mark_pulsed().bus_v); }},
    {"dip of space by 20 mA of a meter", "4.3.3.5", false, "V", false, [](Assessment&) { return 1.2; },
     [](Assessment& a) -> MaybeValue { return dip_v(a, a.space().bus_v - a.space_pulsed().bus_v); }},
    {"mark read up to idle + 6 mA", "4.3.3.7", false, "mA", true,
     [](Assessment& a) { return a.point().conditions.idle_a() * 1e3 + 6; },
     [](Assessment& a) -> MaybeValue { return a.threshold_a() ? MaybeValue{*a.threshold_a() * 1e3} : std::nullopt; }},
    {"space read from idle + 9 mA", "4.3.3.7", false, "mA", false,
     [](Assessment& a) { return a.point().conditions.idle_a() * 1e3 + 9; },
     [](Assessment& a) -> MaybeValue { return a.threshold_a() ? MaybeValue{*a.threshold_a() * 1e3} : std::nullopt; }},
    {"unit loads that leave RX high", "4.2.2.1", true, "UL", true,
     [](Assessment& a) { return a.point().conditions.unit_loads; },
     [](Assessment& a) -> MaybeValue {
         return a.threshold_a() ? MaybeValue{*a.threshold_a() / a.point().conditions.unit_load_a} : std::nullopt;
     }},
    {"space current of a meter, least", "4.2.2.8", true, "mA", true, [](Assessment&) { return 11.0; },
     [](Assessment& a) -> MaybeValue { return a.point().conditions.isp_ma; }},
    {"RX high at the controller", "input of the ESP8266", true, "V", true, [](Assessment&) { return rx_high_least_v; },
     [](Assessment& a) -> MaybeValue { return a.mark().rx_v; }},
    {"RX low at the controller", "input of the ESP8266", true, "V", false, [](Assessment&) { return rx_low_most_v; },
     [](Assessment& a) -> MaybeValue { return a.mark_pulsed().rx_v; }},
    {"loop resistance to the farthest meter", "segment of type A", true, "ohm", false, [](Assessment&) { return 30.0; },
     [](Assessment& a) -> MaybeValue { return a.point().conditions.cable_m * a.point().conditions.cable_ohm_per_m; }},
    {"capacitance of the segment", "segment of type A", false, "nF", false, [](Assessment&) { return 180.0; },
     [](Assessment& a) -> MaybeValue {
         const auto& c = a.point().conditions;
         return (c.cbus_f + c.cable_m * c.cable_farad_per_m) * 1e9;
     }},
}};

Margin margin_of(const Rule& rule, Assessment& assessment) {
    constexpr double thin = 0.1;  // of the limit
    Margin margin{rule.what,
                  rule.clause,
                  rule.verified,
                  rule.unit,
                  rule.at_least,
                  rule.limit(assessment),
                  rule.value(assessment)};
    if (!margin.value || std::isnan(*margin.value)) {
        margin.value.reset();
        margin.left = -std::numeric_limits<double>::infinity();
        return margin;
    }
    margin.left = rule.at_least ? *margin.value - margin.limit : margin.limit - *margin.value;
    if (margin.left >= 0)
        margin.verdict = margin.left < thin * std::abs(margin.limit) ? Margin::Verdict::margin : Margin::Verdict::pass;
    return margin;
}

}  // namespace

const char* to_string(Margin::Verdict verdict) {
    static constexpr std::array<const char*, 3> names{"pass", "margin", "fail"};
    return names[static_cast<std::size_t>(verdict)];
}

std::vector<Margin> margins_of(Assessment& assessment) {
    std::vector<Margin> all;
    all.reserve(std::size(rules));
    for (const auto& rule : rules) all.push_back(margin_of(rule, assessment));
    return all;
}

}  // namespace otbench::circuit
