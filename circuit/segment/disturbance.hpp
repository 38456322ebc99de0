#pragma once

#include <cstdint>

#include "circuit/netlist/time.hpp"

namespace otbench::circuit {

/// What comes on top of the bus voltage from outside. Volts, hertz, seconds; zero for what is not there.
struct DisturbanceParameters {
    double noise_v = 0.0;        ///< root mean square of white noise
    double noise_hz = 100e3;     ///< its bandwidth
    double ripple_v = 0.0;       ///< of the supply, peak to peak
    double ripple_hz = 100.0;    ///< of a rectified mains voltage
    double spike_v = 0.0;        ///< height of pulses of either sign
    double spikes_per_s = 10.0;  ///< on average; they occur at random
    double spike_s = 20e-6;      ///< how long one lasts
    std::uint64_t seed = 1;

    [[nodiscard]] bool has_spikes() const { return spike_v != 0.0 && spikes_per_s > 0.0; }
    [[nodiscard]] bool is_quiet() const { return noise_v == 0.0 && ripple_v == 0.0 && !has_spikes(); }
};

/// A voltage that goes in steps: constant within slots of time, and the same whenever it is asked for.
class SteppedVoltage {
public:
    virtual ~SteppedVoltage() = default;
    [[nodiscard]] virtual double voltage(Nanoseconds at) const = 0;
    /// The end of the slot that contains `at`.
    [[nodiscard]] virtual Nanoseconds slot_end(Nanoseconds at) const = 0;
    /// Never exceeded in either direction.
    [[nodiscard]] virtual double bound_v() const = 0;

protected:
    SteppedVoltage() = default;
    SteppedVoltage(const SteppedVoltage&) = default;
    SteppedVoltage& operator=(const SteppedVoltage&) = default;
};

/// A disturbance of the bus voltage.
class Disturbance : public SteppedVoltage {
public:
    Disturbance() = default;
    /// Throws std::invalid_argument for what is negative or not a number.
    explicit Disturbance(const DisturbanceParameters& parameters);

    [[nodiscard]] bool is_quiet() const { return bound_v_ == 0.0; }
    [[nodiscard]] double bound_v() const override { return bound_v_; }
    [[nodiscard]] double voltage(Nanoseconds at) const override { return in_slot(at / slot_); }
    [[nodiscard]] Nanoseconds slot_end(Nanoseconds at) const override { return (at / slot_ + 1) * slot_; }

    /// By how much it changes where the slot begins that `at` lies in, by the length of a slot; and never more than
    /// that.
    [[nodiscard]] double slope_v_per_s(Nanoseconds at) const;
    [[nodiscard]] double steepest_v_per_s() const { return 2 * bound_v_ / seconds_between(Nanoseconds{0}, slot_); }

private:
    [[nodiscard]] double in_slot(std::int64_t index) const;
    [[nodiscard]] double noise(std::int64_t index) const;
    [[nodiscard]] double ripple(std::int64_t index) const;
    [[nodiscard]] double spikes(std::int64_t index) const;

    DisturbanceParameters parameters_;
    Nanoseconds slot_{1};
    double bound_v_ = 0.0;
};

}  // namespace otbench::circuit
