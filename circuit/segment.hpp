#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "circuit/bus_course.hpp"
#include "circuit/parameters.hpp"

namespace otbench::circuit {

/// What the converter's TX input sees.
enum class TxInput { low, high, floating };

/// A crossing that somebody outside has to know of.
struct Crossing {
    enum class What {
        bus_edge,        ///< the voltage at the converter's terminals passed the middle of its step; level true = mark
        slave_receiver,  ///< receiver of slave `slave` changed; level true = mark
        slave_power,     ///< supply of slave `slave` came (true) or went (false), its 12 V limit
        rx,              ///< the converter's RX output changed level at the logic threshold
    };
    Tick at;
    What what;
    std::size_t slave = 0;
    bool level = false;
    Tag tag{};          ///< what was given with the input that led to this crossing
    bool echo = false;  ///< of `rx`: an edge of the short pulse that follows a mark edge, not of a slave's current
};

/// One converter, one cable and the slaves along it, event-driven: inputs are the TX pin and the slaves' current
/// switches with their times, outputs are crossings. Nothing is computed between events, and the course of an edge that
/// occurred before is looked up (`Plant`).
///
/// The supply is on from time 0 and TX is low until the first `set_tx`: the bus stands in space, the slaves have taken
/// that level for their mark and read mark; each that has power says so in a crossing at time 0.
///
/// Feed inputs in order of time. After each input, and after each `pop()`, ask `next()`; call `pop()` when that time
/// has come and no earlier input is known. An input may cancel or move crossings that were due later. Crossings at one
/// instant come in the order of `What`, then of slaves. The same inputs give the same crossings. Not thread-safe; knows
/// no clock.
class Segment {
public:
    /// Throws std::invalid_argument for parameters that are negative or not a number.
    Segment(ConverterParameters converter, CableParameters cable, std::vector<SlaveParameters> slaves);
    ~Segment();
    Segment(Segment&&) noexcept;
    Segment& operator=(Segment&&) noexcept;

    /// All throw std::invalid_argument for an `at` before the last input or crossing taken, and `set_slave_space`
    /// throws std::out_of_range for a slave that is not there.

    /// The pin's voltage begins to change at `at`, in a ramp of 20 ns.
    void set_tx(Tick at, TxInput input, Tag tag);
    /// The slave's current starts to change at `at`, in a ramp of one microsecond.
    void set_slave_space(std::size_t slave, Tick at, bool space, Tag tag);

    /// From `at` on other values hold: a fault that comes or goes, another supply. The voltages go on from where they
    /// are. Throws std::invalid_argument as the constructor does.
    void reconfigure(Tick at, const ConverterParameters& converter, const CableParameters& cable, Tag tag);

    /// When the next crossing comes, or at least has to be looked for.
    [[nodiscard]] std::optional<Tick> next() const;
    /// The crossing that comes at `next()`; nothing when the courses were only to be looked at farther ahead. Throws
    /// std::logic_error when nothing is due.
    std::optional<Crossing> pop();

    /// Electrical state at `at`, which must not lie before the last input or crossing taken.
    [[nodiscard]] double bus_voltage(Tick at) const;  ///< volts at the converter's terminals
    [[nodiscard]] double slave_voltage(std::size_t slave, Tick at) const;
    [[nodiscard]] double bus_current(Tick at) const;  ///< amperes drawn by all slaves
    [[nodiscard]] bool rx(Tick at) const;
    /// Voltages at the converter's terminals from `from` to `to`, with the corners between: straight lines through them
    /// draw the curve. `from` must not lie before the last input.
    [[nodiscard]] std::vector<VoltagePoint> bus_curve(Tick from, Tick to) const;
    /// Idle current of the slaves over what the receiver takes for a space: at 1 or above RX is stuck low. Infinite
    /// when it sticks without any slave.
    [[nodiscard]] double idle_current_share() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace otbench::circuit
