#include "circuit/segment/disturbance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

using namespace std::chrono_literals;

struct Statistics {
    double mean = 0, rms = 0, most = 0;
};

Statistics of(const Disturbance& disturbance, Nanoseconds until) {
    Statistics found;
    int count = 0;
    for (Nanoseconds at{}; at < until; at = disturbance.slot_end(at), ++count) {
        const double volts = disturbance.voltage(at);
        found.mean += volts;
        found.rms += volts * volts;
        found.most = std::max(found.most, std::abs(volts));
    }
    found.mean /= count;
    found.rms = std::sqrt(found.rms / count);
    return found;
}

TEST(Disturbance, is_zero_by_default) {
    EXPECT_TRUE(Disturbance{}.is_quiet());
    EXPECT_TRUE(Disturbance{DisturbanceParameters{}}.is_quiet());
}

TEST(Disturbance, noise_has_the_given_rms_and_bandwidth) {
    DisturbanceParameters parameters;
    parameters.noise_v = 0.5;
    parameters.noise_hz = 50e3;
    const Disturbance noise{parameters};
    EXPECT_EQ(noise.slot_end(0ns), 10us) << "two samples a period of the highest frequency";
    const Statistics found = of(noise, 1s);
    EXPECT_NEAR(found.mean, 0.0, 0.01);
    EXPECT_NEAR(found.rms, 0.5, 0.01);
    EXPECT_LE(found.most, noise.bound_v());
}

TEST(Disturbance, ripple_swings_by_its_peak_to_peak_value) {
    DisturbanceParameters parameters;
    parameters.ripple_v = 0.4;
    const Disturbance ripple{parameters};
    EXPECT_NEAR(of(ripple, 100ms).most, 0.2, 0.001);
    EXPECT_NEAR(of(ripple, 100ms).rms, 0.2 / std::sqrt(2.0), 0.001);
    EXPECT_NEAR(ripple.voltage(2500us), 0.2, 0.01) << "a quarter of a period of 100 Hz";
}

TEST(Disturbance, spikes_have_the_given_rate_and_duration) {
    DisturbanceParameters parameters;
    parameters.spike_v = 3.0;
    parameters.spikes_per_s = 50;
    parameters.spike_s = 20e-6;
    const Disturbance spikes{parameters};
    int slots = 0;
    for (Nanoseconds at{}; at < 100s; at = spikes.slot_end(at)) slots += spikes.voltage(at) != 0.0 ? 1 : 0;
    EXPECT_EQ(spikes.slot_end(0ns), 20us);
    EXPECT_NEAR(slots, 5000, 250);
}

TEST(Disturbance, depends_on_the_seed_and_not_on_earlier_queries) {
    DisturbanceParameters parameters;
    parameters.noise_v = 1.0;
    const Disturbance one{parameters}, same{parameters};
    parameters.seed = 2;
    const Disturbance other{parameters};
    EXPECT_EQ(one.voltage(123ms), same.voltage(123ms));
    EXPECT_NE(one.voltage(123ms), other.voltage(123ms));
}

TEST(Disturbance, refuses_invalid_amounts) {
    DisturbanceParameters parameters;
    parameters.noise_v = -1.0;
    EXPECT_THROW(Disturbance{parameters}, std::invalid_argument);
    parameters = {};
    parameters.noise_hz = 0.0;
    EXPECT_THROW(Disturbance{parameters}, std::invalid_argument);
}

}  // namespace
}  // namespace otbench::circuit
