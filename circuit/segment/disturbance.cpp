#include "circuit/segment/disturbance.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double most_sigma = 4.5;         // noise beyond that is cut off: 7 of a million values
constexpr double ripple_slots = 64;        // in a period
constexpr double longest_slot_s = 100e-6;  // well below a bit at 2400 baud
constexpr double shortest_slot_s = 100e-9;

/// What the random draws of a slot are for.
enum class Draw : std::uint64_t { noise_radius, noise_angle, spike, spike_sign };

/// A number from 0 to 1 that depends on nothing but its arguments (the finishing steps of SplitMix64).
double random(std::uint64_t seed, std::int64_t index, Draw draw) {
    std::uint64_t x = seed + 0x9e3779b97f4a7c15U * (4 * static_cast<std::uint64_t>(index) + std::uint64_t(draw) + 1);
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    x ^= x >> 31U;
    constexpr double two_to_53 = 9007199254740992.0;
    return static_cast<double>(x >> 11U) / two_to_53;
}

}  // namespace

Disturbance::Disturbance(const DisturbanceParameters& parameters) : parameters_{parameters} {
    const auto& p = parameters_;
    for (const double value : {p.noise_v, p.ripple_v, p.spikes_per_s, std::abs(p.spike_v)}) {
        if (!(value >= 0) || !std::isfinite(value))
            throw std::invalid_argument{"disturbance: finite values, 0 or more"};
    }
    for (const double value : {p.noise_hz, p.ripple_hz, p.spike_s}) {
        if (!(value > 0) || !std::isfinite(value)) throw std::invalid_argument{"disturbance: above 0"};
    }
    double slot_s = longest_slot_s;
    if (p.noise_v > 0) slot_s = std::min(slot_s, 1 / (2 * p.noise_hz));
    if (p.ripple_v > 0) slot_s = std::min(slot_s, 1 / (ripple_slots * p.ripple_hz));
    if (p.has_spikes()) slot_s = std::min(slot_s, p.spike_s);
    slot_ = after(Nanoseconds{0}, std::max(slot_s, shortest_slot_s));
    bound_v_ = most_sigma * p.noise_v + p.ripple_v / 2 + (p.has_spikes() ? std::abs(p.spike_v) : 0.0);
}

double Disturbance::slope_v_per_s(Nanoseconds at) const {
    const std::int64_t index = at / slot_;
    return (in_slot(index) - in_slot(index - 1)) / seconds_between(Nanoseconds{0}, slot_);
}

double Disturbance::in_slot(std::int64_t index) const {
    return noise(index) + ripple(index) + spikes(index);
}

double Disturbance::noise(std::int64_t index) const {
    if (parameters_.noise_v == 0) return 0.0;
    const double radius = std::sqrt(-2 * std::log(1 - random(parameters_.seed, index, Draw::noise_radius)));
    const double sigmas = radius * std::cos(2 * pi * random(parameters_.seed, index, Draw::noise_angle));
    return parameters_.noise_v * std::clamp(sigmas, -most_sigma, most_sigma);
}

double Disturbance::ripple(std::int64_t index) const {
    if (parameters_.ripple_v == 0) return 0.0;
    const double time_s = (static_cast<double>(index) + 0.5) * seconds_between(Nanoseconds{0}, slot_);
    return parameters_.ripple_v / 2 * std::sin(2 * pi * parameters_.ripple_hz * time_s);
}

double Disturbance::spikes(std::int64_t index) const {
    if (!parameters_.has_spikes()) return 0.0;
    const double slot_s = seconds_between(Nanoseconds{0}, slot_);
    const double chance = std::min(1.0, parameters_.spikes_per_s * slot_s);
    const auto slots = std::max<std::int64_t>(1, std::llround(parameters_.spike_s / slot_s));
    for (std::int64_t first = index; first > index - slots; --first) {
        if (random(parameters_.seed, first, Draw::spike) >= chance) continue;
        return random(parameters_.seed, first, Draw::spike_sign) < 0.5 ? parameters_.spike_v : -parameters_.spike_v;
    }
    return 0.0;
}

}  // namespace otbench::circuit
