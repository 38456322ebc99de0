#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "circuit/parameters.hpp"

namespace otbench::circuit {

/// What the converter's TX input sees.
enum class TxInput { low, high, floating };

/// A crossing that somebody outside has to know of.
struct Crossing {
    enum class What {
        bus_edge,       ///< the voltage at the converter's terminals passed the middle of its step; level true = mark
        slave_receiver, ///< receiver of slave `slave` changed; level true = mark
        slave_power,    ///< supply of slave `slave` came (true) or went (false), its 12 V limit
        rx,             ///< the converter's RX output changed level at the logic threshold
    };
    Tick at;
    What what;
    std::size_t slave = 0;
    bool level = false;
    Tag tag{};  ///< what was given with the input that led to this crossing
};

/// One converter, one cable and the slaves at its end, as an event-driven behavioural model: inputs are the TX pin and
/// the slaves' current switches with their times, outputs are crossings. Nothing is computed between events.
///
/// Feed inputs in order of time. After each input, and after each crossing taken, ask `next()`; take a crossing with
/// `pop()` when its time has come and no earlier input is known. An input may cancel or move crossings that were due
/// later. Not thread-safe; knows no clock.
class Segment {
public:
    Segment(ConverterParameters converter, CableParameters cable, std::vector<SlaveParameters> slaves);
    ~Segment();

    void set_tx(Tick at, TxInput input, Tag tag);
    void set_slave_space(std::size_t slave, Tick at, bool space, Tag tag);

    [[nodiscard]] std::optional<Tick> next() const;
    Crossing pop();

    /// Electrical state at `at`, which must not lie before the last input or crossing taken.
    [[nodiscard]] double bus_voltage(Tick at) const;        ///< volts at the converter's terminals
    [[nodiscard]] double slave_voltage(std::size_t slave, Tick at) const;
    [[nodiscard]] double bus_current(Tick at) const;        ///< amperes drawn by all slaves
    [[nodiscard]] bool rx(Tick at) const;
    /// Idle current of the slaves over what the receiver takes for a space: at 1 or above RX is stuck low.
    [[nodiscard]] double idle_current_share() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace otbench::circuit
