#include "circuit/measure/accuracy.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace otbench::circuit {
namespace {

bool starts_with(std::string_view text, std::string_view head) {
    return text.substr(0, head.size()) == head;
}

/// A tolerance by the first letters of a quantity's name: an absolute part and a share of the value.
struct Tolerance {
    std::string_view head;
    double absolute, relative;
};
// The first that fits holds.
constexpr std::array<Tolerance, 13> tolerances{{{"space_t", 0.5, 0.03},
                                                {"space_drop", 0.5, 0.03},
                                                {"mark_", 0.3, 0.0},
                                                {"rx_fall", 0.5, 0.0},
                                                {"rx_rise", 0.5, 0.0},
                                                {"rx_low_stretch", 0.5, 0.0},
                                                {"max_baud_midbit", 0.0, 0.05},
                                                {"i_th", 0.0, 0.02},
                                                {"max_idle", 0.0, 0.02},
                                                {"v_bus", 0.0, 0.01},
                                                {"v_mark", 0.0, 0.01},
                                                {"v_space", 0.0, 0.01},
                                                {"v_mbusn", 0.0, 0.01}}};
constexpr double line_limit_m = 1000;      // beyond, all is secondary: reflections
constexpr double reflecting_line_m = 350;  // from here on transition times are reflections
constexpr double large_bus_f = 1e-7;

}  // namespace

std::optional<double> primary_tolerance(const std::string& name, double expected, const Conditions& c) {
    const bool line = c.cable_m > 0;
    if (c.cable_m > line_limit_m) return std::nullopt;
    for (const auto* reflected : {"mark_t10", "mark_t90", "mark_transition"}) {
        if (line && starts_with(name, reflected)) return std::nullopt;
    }
    if (c.cable_m >= reflecting_line_m && name.find("transition") != std::string::npos) return std::nullopt;
    if (starts_with(name, "v_rx")) {
        // In the transition between its levels RX is as steep as the threshold is exact.
        const bool settled = expected <= 0.3 || expected >= 2.9;
        return settled ? std::optional{0.02 * std::abs(expected) + 0.02} : std::nullopt;
    }
    if (starts_with(name, "v_swing")) return 0.01 * std::abs(expected);
    for (const auto& tolerance : tolerances) {
        if (!starts_with(name, tolerance.head)) continue;
        double absolute = tolerance.absolute;
        if (starts_with(name, "mark_") && line) absolute += 0.1 * std::abs(expected);
        const bool slow = line || c.cbus_f > large_bus_f;
        if (starts_with(name, "rx_") && slow) absolute = 1.0;
        return absolute + tolerance.relative * std::abs(expected);
    }
    return std::nullopt;
}

std::vector<Difference> compare(const std::string& entry, const Conditions& conditions, const Quantities& expected,
                                const Quantities& got, double tightness) {
    constexpr double wrong = std::numeric_limits<double>::infinity();
    std::vector<Difference> all;
    for (const auto& want : expected) {
        const auto found = std::find_if(got.begin(), got.end(), [&](const Quantity& q) { return q.name == want.name; });
        if (const auto* number = std::get_if<double>(&want.value)) {
            auto allowed = primary_tolerance(want.name, *number, conditions);
            if (!allowed || starts_with(want.name, "rx_echo")) continue;
            const auto* other = found == got.end() ? nullptr : std::get_if<double>(&found->value);
            Difference difference{entry, want.name, fmt::format("{:.6g}", *number), "nothing", wrong, wrong};
            if (other) {
                const double off = std::abs(*other - *number);
                difference.got = fmt::format("{:.6g}", *other);
                difference.share = off * tightness / *allowed;
                difference.relative = *number != 0 ? off / std::abs(*number) : 0.0;
            }
            all.push_back(difference);
        } else if (const auto* text = std::get_if<std::string>(&want.value)) {
            if (want.name != "slave_decodes" && want.name != "master_decodes") continue;
            const auto& sent = want.name == "slave_decodes" ? conditions.master_bytes : conditions.slave_bytes;
            const auto* other = found == got.end() ? nullptr : std::get_if<std::string>(&found->value);
            // That octets are garbled counts, what into does not.
            const bool good = other && (*text == sent ? *other == sent : *other != sent);
            all.push_back({entry, want.name, *text, other ? *other : "nothing", good ? 0.0 : wrong, 0.0});
        }
    }
    return all;
}

}  // namespace otbench::circuit
