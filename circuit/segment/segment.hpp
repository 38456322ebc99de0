#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "circuit/netlist/parameters.hpp"
#include "circuit/segment/crossing.hpp"
#include "circuit/segment/disturbance.hpp"
#include "circuit/solver/trajectory.hpp"

namespace otbench::circuit {

/// Errors that a segment allows: fifty times those of measurements, for less than half of the steps. Its crossings come
/// within 20 ns of theirs with a line of 20 m, and within 150 ns with one of 300 m.
inline constexpr ErrorLimits segment_limits{2e-3, 2e-3, 20e-3, 5e-3, 20e-9};

/// One converter, one cable and the slaves along it, event-driven: inputs are the TX pin and the slaves' current
/// switches with their times, outputs are crossings. Nothing is computed between events, and the transient of an edge
/// that occurred before is looked up (`Plant`).
///
/// The supply is on from the start and TX is low until the first `set_tx`: the bus stands in space, the slaves have
/// taken that level for their mark and read mark; each that has power causes a crossing at the start.
///
/// Feed inputs in order of time. After each input, and after each `pop()`, ask `next()`; call `pop()` when that time
/// has come and no earlier input is known. An input may cancel or move crossings that were due later. Crossings at one
/// instant come in the order of `What`, then of slaves. The same inputs give the same crossings. Not thread-safe; knows
/// no clock. Segments of the same parts share what they compute: use all that a thread has made on that thread.
class Segment {
public:
    /// Time begins at `start`. Throws std::invalid_argument for parameters that are negative or not a number.
    Segment(const ConverterParameters& converter, const CableParameters& cable,
            const std::vector<SlaveParameters>& slaves, Nanoseconds start = {});
    ~Segment();
    Segment(Segment&&) noexcept;
    Segment& operator=(Segment&&) noexcept;

    /// All throw std::invalid_argument for an `at` before the last input or crossing taken, and `set_slave_space`
    /// throws std::out_of_range for a slave that is not there.

    /// The pin's voltage begins to change at `at`, in a ramp of 20 ns.
    void set_tx(Nanoseconds at, TxInput input, Tag tag);
    /// The slave's current starts to change at `at`, in a ramp of one microsecond.
    void set_slave_space(std::size_t slave, Nanoseconds at, bool space, Tag tag);

    /// From `at` on other values hold: a fault that comes or goes, another supply. The voltages go on from where they
    /// are. The line's length and the kind of converter stay as they are. Throws std::invalid_argument as the
    /// constructor does.
    void reconfigure(Nanoseconds at, const ConverterParameters& converter, const CableParameters& cable, Tag tag);
    /// At `at` another slave is connected, which has no power before and reads mark; returns its index, the next one
    /// that none has had. The line is another network from then on, which goes on from about the voltages that it has.
    /// Throws std::invalid_argument for parameters that are negative or not a number.
    std::size_t add_slave(Nanoseconds at, const SlaveParameters& slave, Tag tag);
    /// At `at` a slave that sends no space is disconnected; inputs must not name it any more.
    void remove_slave(std::size_t slave, Nanoseconds at, Tag tag);
    /// From `at` on this comes on top of the bus voltage: at the slaves' receivers, and as the current that it drives
    /// through the line's capacitance at the converter's.
    void disturb(Nanoseconds at, const DisturbanceParameters& disturbance, Tag tag);

    /// When the next crossing comes, or at least has to be looked for.
    [[nodiscard]] std::optional<Nanoseconds> next() const;
    /// The crossing that comes at `next()`; nothing when the transients were only to be looked at farther ahead. Throws
    /// std::logic_error when nothing is due.
    std::optional<Crossing> pop();

    /// Electrical state at `at`, which must not lie before the last input or crossing taken.
    [[nodiscard]] double bus_voltage(Nanoseconds at) const;  ///< volts at the converter's terminals
    [[nodiscard]] double slave_voltage(std::size_t slave, Nanoseconds at) const;
    [[nodiscard]] double bus_current(Nanoseconds at) const;  ///< amperes drawn by all slaves
    [[nodiscard]] bool rx(Nanoseconds at) const;
    /// Voltage at the converter's terminals and the slaves' current from `from` to `to`, with the corners between:
    /// straight lines through them draw the curves. `from` must not lie before the last input.
    [[nodiscard]] std::vector<BusPoint> bus_curve(Nanoseconds from, Nanoseconds to) const;
    /// Idle current of the slaves over what the receiver takes for a space: at 1 or above RX is stuck low. Infinite
    /// when it sticks without any slave.
    [[nodiscard]] double idle_current_share() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace otbench::circuit
