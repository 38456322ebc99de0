#include "circuit/study/assessment.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "circuit/measure/measure_frames.hpp"

namespace otbench::circuit {
namespace {

template <typename T, typename Measure>
T& once(std::optional<T>& kept, const Measure& measure) {
    if (!kept) kept.emplace(measure());
    return *kept;
}

std::optional<double> times(std::optional<double> value, double scale) {
    return value ? std::optional{*value * scale} : std::nullopt;
}

/// By how much every space is shorter at the meter than at TX.
std::optional<double> shrink_s(Assessment& a) {
    const auto fall = a.edges().fallen_by(a.point().threshold_v),
               rise = a.edges().risen_to_within(a.point().threshold_v);
    return fall && rise ? std::optional{*fall - *rise} : std::nullopt;
}

using Value = std::optional<double>;
constexpr double ampere_to_milli = 1e3, second_to_micro = 1e6;

constexpr std::array<AssessedQuantity, 24> quantities{{
    {"mark", "V", "bus voltage at the converter in mark", [](Assessment& a) -> Value { return a.mark().bus_v; }},
    {"space", "V", "bus voltage at the converter in space", [](Assessment& a) -> Value { return a.space().bus_v; }},
    {"swing", "V", "mark less space", [](Assessment& a) -> Value { return a.mark().bus_v - a.space().bus_v; }},
    {"meter-mark", "V", "bus voltage at the meters in mark", [](Assessment& a) -> Value { return a.mark().slave_v; }},
    {"meter-space", "V", "bus voltage at the meters in space",
     [](Assessment& a) -> Value { return a.space().slave_v; }},
    {"rx-high", "V", "RX while no meter sends", [](Assessment& a) -> Value { return a.mark().rx_v; }},
    {"rx-low", "V", "RX while a meter sends a space", [](Assessment& a) -> Value { return a.mark_pulsed().rx_v; }},
    {"threshold", "mA", "meters' current at which RX falls",
     [](Assessment& a) -> Value { return times(a.threshold_a(), ampere_to_milli); }},
    {"max-meters", "unit loads", "how many unit loads leave RX high",
     [](Assessment& a) -> Value { return times(a.threshold_a(), 1 / a.point().conditions.unit_load_a); }},
    {"idle-share", "%", "the meters' idle current, of the threshold",
     [](Assessment& a) -> Value {
         if (!a.threshold_a()) return std::nullopt;
         return 100 * a.point().conditions.idle_a() / *a.threshold_a();
     }},
    {"space-delay", "us", "from the fall of TX until the meters read space",
     [](Assessment& a) -> Value { return times(a.edges().fallen_by(a.point().threshold_v), second_to_micro); }},
    {"mark-delay", "us", "from the rise of TX until the meters read mark",
     [](Assessment& a) -> Value { return times(a.edges().risen_to_within(a.point().threshold_v), second_to_micro); }},
    {"space-shrink", "us", "by how much a space is shorter at the meters",
     [](Assessment& a) -> Value { return times(shrink_s(a), second_to_micro); }},
    {"space-slope", "us", "10 to 90 % of the edge to space",
     [](Assessment& a) -> Value { return times(a.edges().space_transition(), second_to_micro); }},
    {"mark-slope", "us", "10 to 90 % of the edge to mark",
     [](Assessment& a) -> Value { return times(a.edges().mark_transition(), second_to_micro); }},
    {"max-baud", "Bd", "speed at which a receiver that samples in mid bit loses a start bit",
     [](Assessment& a) -> Value {
         const auto shrink = shrink_s(a);
         return shrink && *shrink > 0 ? Value{0.5 / *shrink} : std::nullopt;
     }},
    {"rx-fall", "us", "from a meter's current until RX falls",
     [](Assessment& a) -> Value { return times(rx_delays(a.replies(), rx_half_v).fall_s, second_to_micro); }},
    {"rx-rise", "us", "from the end of a meter's current until RX rises",
     [](Assessment& a) -> Value { return times(rx_delays(a.replies(), rx_half_v).rise_s, second_to_micro); }},
    {"echo", "us", "how long RX is low after the rise of TX",
     [](Assessment& a) -> Value {
         if (!a.edges().rx_settles_high) return std::nullopt;
         return total_s(a.edges().echoes_in_mark) * second_to_micro;
     }},
    {"dip-mark", "V", "by how much a meter's space lowers the bus in mark",
     [](Assessment& a) -> Value { return a.mark().bus_v - a.mark_pulsed().bus_v; }},
    {"dip-space", "V", "the same in space",
     [](Assessment& a) -> Value { return a.space().bus_v - a.space_pulsed().bus_v; }},
    {"request", "", "1: the meters read a request", [](Assessment& a) -> Value { return a.request_reads(); }},
    {"reply", "", "1: a reply is read from RX", [](Assessment& a) -> Value { return a.reply_reads(); }},
    {"reads", "", "1: request and reply are read",
     [](Assessment& a) -> Value { return a.request_reads() && a.reply_reads(); }},
}};

}  // namespace

const Operating& Assessment::mark() {
    return once(mark_, [&] { return rig_.operating(point_.conditions.tx_v, point_.conditions.idle_a()); });
}
const Operating& Assessment::space() {
    return once(space_, [&] { return rig_.operating(0.0, point_.conditions.idle_a()); });
}
const Operating& Assessment::mark_pulsed() {
    const auto& c = point_.conditions;
    return once(mark_pulsed_, [&] { return rig_.operating(c.tx_v, c.idle_a() + c.space_a()); });
}
const Operating& Assessment::space_pulsed() {
    const auto& c = point_.conditions;
    return once(space_pulsed_, [&] { return rig_.operating(0.0, c.idle_a() + c.space_a()); });
}
const EdgeTimes& Assessment::edges() {
    return once(edges_, [&] { return rig_.tx_edges(); });
}
const SlaveEdges& Assessment::replies() {
    return once(replies_, [&] { return rig_.slave_edges(); });
}
const std::optional<double>& Assessment::threshold_a() {
    return once(threshold_a_, [&] { return rig_.rx_threshold_a(point_.conditions.tx_v, rx_half_v); });
}
bool Assessment::request_reads() {
    return once(request_reads_, [&]() -> bool {
        return circuit::request_reads(rig_, point_.baud, {mark().slave_v - point_.threshold_v}).front();
    });
}
bool Assessment::reply_reads() {
    return once(reply_reads_, [&] { return circuit::reply_reads(rig_, point_.baud); });
}

boost::span<const AssessedQuantity> assessed_quantities() {
    return quantities;
}

const AssessedQuantity& assessed_quantity(const std::string& name) {
    const auto found =
        std::find_if(quantities.begin(), quantities.end(), [&](const auto& quantity) { return name == quantity.name; });
    if (found != quantities.end()) return *found;
    std::string known;
    for (const auto& quantity : quantities) known += fmt::format("{}{}", known.empty() ? "" : ", ", quantity.name);
    throw std::invalid_argument{fmt::format("unknown quantity '{}' (expected one of {})", name, known)};
}

}  // namespace otbench::circuit
