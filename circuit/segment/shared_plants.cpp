#include "circuit/segment/shared_plants.hpp"

#include <algorithm>
#include <tuple>

#include "circuit/segment/segment.hpp"

namespace otbench::circuit {
namespace {

auto fields(const ConverterParameters& p) {
    return std::tie(p.model, p.supply_v, p.supply_resistance_ohm, p.temperature_c, p.tx_high_v, p.resistors,
                    p.shorted_transistors, p.circuit);
}

auto fields(const CableParameters& p) {
    return std::tie(p.length_m, p.ohm_per_m, p.farad_per_m, p.henry_per_m, p.skin_effect, p.loss_tangent, p.extra_farad,
                    p.leak_ohm, p.cut);
}

auto fields(const Tap& p) {
    return std::tie(p.distance_m, p.farad);
}

/// A plant that a segment has, or had.
struct KnownPlant {
    ConverterParameters converter;
    CableParameters cable;
    std::vector<Tap> taps;
    std::weak_ptr<Plant> plant;

    [[nodiscard]] bool has(const ConverterParameters& its_converter, const CableParameters& its_cable,
                           const std::vector<Tap>& its_taps) const {
        return fields(converter) == fields(its_converter) && fields(cable) == fields(its_cable) &&
               std::equal(taps.begin(), taps.end(), its_taps.begin(), its_taps.end(),
                          [](const Tap& a, const Tap& b) { return fields(a) == fields(b); });
    }
};

}  // namespace

std::shared_ptr<Plant> shared_plant(const ConverterParameters& converter, const CableParameters& cable,
                                    const std::vector<Tap>& taps) {
    thread_local std::vector<KnownPlant> all;
    for (const KnownPlant& known : all)
        if (known.has(converter, cable, taps))
            if (auto plant = known.plant.lock()) return plant;
    all.erase(std::remove_if(all.begin(), all.end(), [](const KnownPlant& known) { return known.plant.expired(); }),
              all.end());
    auto plant = std::make_shared<Plant>(converter, cable, taps, segment_limits);
    all.push_back({converter, cable, taps, plant});
    return plant;
}

}  // namespace otbench::circuit
