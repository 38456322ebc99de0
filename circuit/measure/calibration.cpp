#include "circuit/measure/calibration.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace otbench::circuit {
namespace {

class Design {
public:
    explicit Design(double supply_v) : supply_v_{supply_v} {}

    /// Adds conditions; returns them to be filled in.
    Conditions& add(const char* family) {
        Conditions conditions;
        conditions.supply_v = supply_v_;
        entries_.push_back({fmt::format("{} {}", family, entries_.size() + 1), family, conditions});
        return entries_.back().conditions;
    }
    std::vector<ConditionsEntry> entries() { return std::move(entries_); }

private:
    double supply_v_;
    std::vector<ConditionsEntry> entries_;
};

// Supplies relative to the usual one, temperatures and loads to go through together.
struct Climate {
    double supply_share, temp_c, unit_loads;
};
constexpr Climate climates[] = {{1.0, 27, 0}, {1.0, 27, 1},  {1.0, 27, 3}, {1.0, 27, 10}, {0.8, 27, 1},
                                {1.1, 27, 3}, {1.0, -20, 1}, {1.0, 70, 2}, {0.9, 70, 4},  {1.1, -20, 2}};
struct Load {
    double farad, unit_loads, supply_share, temp_c;
};
constexpr Load edge_loads[] = {{1e-9, 1, 1.0, 27},   {10e-9, 0, 1.0, 27},   {10e-9, 1, 0.8, 27},
                               {100e-9, 1, 1.0, 70}, {100e-9, 3, 1.0, -20}, {500e-9, 2, 1.1, 27}};
struct Line {
    double metres, unit_loads;
};
constexpr Line lines[] = {{50, 1}, {350, 3}};

}  // namespace

std::vector<ConditionsEntry> calibration_conditions(double supply_v) {
    Design design{supply_v};
    for (const auto& climate : climates) {
        for (const double tx_v : {0.0, 3.3}) {
            auto& c = design.add("dc_levels");
            c.tx_v = tx_v;
            c.supply_v *= climate.supply_share;
            c.temp_c = climate.temp_c;
            c.unit_loads = climate.unit_loads;
        }
    }
    for (const double temp_c : {-20.0, 27.0, 70.0}) {
        for (const double tx_v : {0.0, 3.3}) {
            auto& c = design.add("rx_transfer");
            c.tx_v = tx_v;
            c.temp_c = temp_c;
        }
    }
    for (const char* family : {"tx_edges", "slave_edges"}) {
        for (const auto& load : edge_loads) {
            auto& c = design.add(family);
            c.cbus_f = load.farad;
            c.unit_loads = load.unit_loads;
            c.supply_v *= load.supply_share;
            c.temp_c = load.temp_c;
        }
    }
    for (const char* family : {"line_edges", "line_slave_edges"}) {
        for (const auto& line : lines) {
            auto& c = design.add(family);
            c.cable_m = line.metres;
            c.unit_loads = line.unit_loads;
        }
    }
    design.add("frame").cbus_f = 10e-9;
    return design.entries();
}

std::vector<Residual> residuals_of(const std::vector<Difference>& differences) {
    std::vector<Residual> all;
    for (const auto& difference : differences) {
        auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Residual& residual) { return residual.quantity == difference.quantity; });
        if (found == all.end()) found = all.insert(all.end(), Residual{difference.quantity, 0, 0.0, 0.0, 0.0, {}});
        ++found->count;
        found->rms_relative += difference.relative * difference.relative;
        found->worst_relative = std::max(found->worst_relative, difference.relative);
        if (difference.share < found->worst_share) continue;
        found->worst_share = difference.share;
        found->worst = fmt::format("{}: ngspice {}, model {}", difference.entry, difference.expected, difference.got);
    }
    for (auto& residual : all) {
        residual.rms_relative = std::sqrt(residual.rms_relative / static_cast<double>(residual.count));
    }
    return all;
}

}  // namespace otbench::circuit
