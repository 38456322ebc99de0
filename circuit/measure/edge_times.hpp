#pragma once

#include <optional>
#include <string>
#include <vector>

#include "circuit/measure/rig.hpp"

namespace otbench::circuit {

/// RX voltage that separates the levels of the controller's input: half of its 3.3 V.
inline constexpr double rx_half_v = 1.65;

/// A low pulse on RX; seconds from the TX edge.
struct Pulse {
    double start_s, end_s;
};
using Pulses = std::vector<Pulse>;
double total_s(const Pulses& pulses);

/// What is read off both TX edges. Times in seconds from the middle of the TX edge; nothing when the voltage never
/// comes so far.
class EdgeTimes {
public:
    explicit EdgeTimes(TxEdges edges);

    [[nodiscard]] std::optional<double> fallen_by(double volts) const;
    /// The way back, up to so much below the mark level.
    [[nodiscard]] std::optional<double> risen_to_within(double volts) const;
    /// Until a percentage of the step is done.
    [[nodiscard]] std::optional<double> space_share(double percent) const;
    [[nodiscard]] std::optional<double> mark_share(double percent) const;
    /// From 10 to 90 %.
    [[nodiscard]] std::optional<double> space_transition() const;
    [[nodiscard]] std::optional<double> mark_transition() const;

    double mark_v, swing_v, sense_peak_v;
    bool rx_settles_high;
    Pulses echoes_in_space, echoes_in_mark;

private:
    Waveform fall_, rise_;
};

/// Delays of RX after the middle of the slave's ramps.
struct RxDelays {
    std::optional<double> fall_s, rise_s;
    [[nodiscard]] std::optional<double> stretch_s() const {
        return fall_s && rise_s ? std::optional{*rise_s - *fall_s} : std::nullopt;
    }
};
RxDelays rx_delays(const SlaveEdges& edges, double level_v);

/// A quantity that may have no value.
Quantity scaled(std::string name, std::optional<double> value, double scale, const char* unit);

}  // namespace otbench::circuit
