#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "circuit/solver/kept_states.hpp"
#include "circuit/solver/network.hpp"
#include "circuit/solver/voltage_curve.hpp"

namespace otbench::circuit {

/// An input's transient: constant, then a straight ramp, then constant. Seconds from the trajectory's start.
struct Ramp {
    double from = 0.0, to = 0.0;
    double start_s = 0.0, end_s = 0.0;

    static Ramp constant(double value) { return {value, value, 0.0, 0.0}; }
    [[nodiscard]] double at(double time_s) const {
        if (time_s <= start_s) return time_s == start_s && end_s == start_s ? to : from;
        return time_s >= end_s ? to : from + (to - from) * (time_s - start_s) / (end_s - start_s);
    }
    /// The same transient for a trajectory that starts `later_s` later.
    [[nodiscard]] Ramp seen_from(double later_s) const;

    friend bool operator==(const Ramp& a, const Ramp& b) {
        return a.from == b.from && a.to == b.to && a.start_s == b.start_s && a.end_s == b.end_s;
    }
};

/// All inputs of a network over a time.
struct Stimulus {
    std::vector<Ramp> source_v;
    std::vector<double> source_siemens;
    std::vector<Ramp> sink_a;

    [[nodiscard]] Inputs at(double time_s) const;
    /// The same, into existing inputs.
    void fill(Inputs& inputs, double time_s) const;
    /// Inputs once all ramps are over.
    [[nodiscard]] Inputs end() const;
    friend bool operator==(const Stimulus& a, const Stimulus& b) {
        return a.source_v == b.source_v && a.source_siemens == b.source_siemens && a.sink_a == b.sink_a;
    }
};

/// How much the local error of a step may be. Newton's iteration errs by a twentieth of it at most.
struct ErrorLimits {
    double absolute_v = 40e-6;
    double relative = 4e-5;  ///< of a node's voltage, on top
    /// At the terminals of a line: its first half cell rings there at some MHz with the junctions' picofarads.
    double terminals_v = 20e-3;
    double line_v = 150e-6;  ///< along the line: what rings there with less than this may fade out faster
    /// A shorter step may err more, by as much as it is shorter: what rings so fast no receiver notices.
    double unnoticed_s = 80e-9;

    /// What a node may err: so many volts, and on top a share of its voltage.
    struct OfNode {
        double absolute_v, relative;
    };
    [[nodiscard]] OfNode of(Network::Place place) const;
    /// By how much a step of this length may err more.
    [[nodiscard]] double ease(double step_s) const {
        constexpr double least_s = 0.5e-9;  // what needs shorter steps is an edge and not a line that rings
        return std::max(1.0, unnoticed_s / std::max(step_s, least_s));
    }
};

/// The transient of a network from a state on, under inputs that become constant: integrated on demand and kept. It
/// ends where everything has settled; from there on it is constant.
///
/// Integration is by the second backward difference formula with steps that follow the local error, in ratios of the
/// fourth root of 2, so that steps of the same kind recur.
class Trajectory {
public:
    Trajectory(Network& network, NetworkState start, Stimulus stimulus, const ErrorLimits& limits = {});

    /// Seconds until everything has settled (to the end, if not known yet).
    [[nodiscard]] double settled_s();
    /// Whether the network has settled by then; may be false too early.
    [[nodiscard]] bool is_settled(double time_s);
    [[nodiscard]] double voltage(const Probe& probe, double time_s);
    /// The same where the last of `times()` that is not later is known.
    [[nodiscard]] double voltage_after(std::size_t index, const Probe& probe, double time_s) const;
    /// First time from then on at which the probe is below (above) the level. Integrates no farther than to
    /// `horizon_s`, unless more is known already.
    [[nodiscard]] Outlook crossing(const Probe& probe, const CrossingQuery& query, double horizon_s);
    /// The state at a time, by a step from the last one kept before it.
    [[nodiscard]] NetworkState state(double time_s);

    /// Points through which straight lines draw the probe's transient, up to that time at least.
    [[nodiscard]] const std::vector<VoltageCurve::Corner>& corners(const Probe& probe, double until_s);

    [[nodiscard]] const Stimulus& stimulus() const { return stimulus_; }
    [[nodiscard]] NetworkState start() const { return states_.at(0); }
    /// The times integrated so far.
    [[nodiscard]] const std::vector<double>& times() const { return times_; }
    [[nodiscard]] double voltage_at(const Probe& probe, std::size_t index) const {
        const double* v = states_.v(index);
        return v[static_cast<std::size_t>(probe.plus)] - v[static_cast<std::size_t>(probe.minus)];
    }
    /// Integrates to the end.
    void complete() {
        while (!over_) extend();
    }
    [[nodiscard]] bool is_over() const { return over_; }

private:
    [[nodiscard]] Outlook search(VoltageCurve& along, const CrossingQuery& query, double horizon_s);
    [[nodiscard]] VoltageCurve& curve(const Probe& probe);
    void bring_up(VoltageCurve& along);
    void extend();
    void extend_beyond(double time_s);
    [[nodiscard]] double next_break(double time_s) const;
    void guess(double step_s);
    bool try_step(double step_s, double end_s);
    [[nodiscard]] double error_of(double step_s) const;
    template <class Volts>
    [[nodiscard]] double interpolated(const Volts& volts, std::size_t index, double time_s) const;
    [[nodiscard]] std::size_t index_before(double time_s) const;
    void keep(double step_s, double end_s);

    Network& network_;
    Stimulus stimulus_;
    ErrorLimits limits_;
    std::vector<ErrorLimits::OfNode> allowed_;  ///< by node
    std::vector<double> breaks_;
    std::vector<double> times_;
    KeptStates states_;
    Network::Operated operated_;                  ///< of the last step
    std::vector<char> kinks_;                     ///< a ramp begins or ends here
    std::vector<double> charge_, charge_before_;  ///< of the last two states
    std::vector<double> charge_past_, coil_past_;
    std::vector<double> guess_;  ///< node voltages at the end of a step
    NetworkState next_;          ///< what a step led to
    Inputs inputs_;
    int level_ = 0;                         ///< of the next step
    double last_s_ = 0.0, before_s_ = 0.0;  ///< the last steps, not rounded as the difference of times is
    std::size_t since_kink_ = 0;            ///< steps
    int quiet_ = 0;                         ///< steps in which nothing moved any more
    bool over_ = false;
    std::optional<double> settled_s_;
    std::vector<std::vector<VoltageCurve>> curves_;  ///< by a node of their probe
};

}  // namespace otbench::circuit
