#pragma once

#include <optional>
#include <string>
#include <vector>

#include "circuit/measure/spice_deck.hpp"
#include "circuit/replay/recording.hpp"

namespace otbench::circuit {

/// A stretch of a recording that ngspice goes through at once: it begins settled, and is judged from `judged_from` on,
/// when nothing is left of what that leaves out.
struct ReplayPiece {
    Nanoseconds begin, judged_from, end;
    std::size_t setup = 0;  ///< of `Recording::setups`
};

/// The stretches in which something happens. They end after about `most`, because ngspice gets slow with the length of
/// its stimuli; times in which the bus is settled belong to none.
std::vector<ReplayPiece> replay_pieces(const Recording& recording, Nanoseconds most = std::chrono::milliseconds{25});

/// Why ngspice cannot replay this recording, as one line; nothing when it can.
std::optional<std::string> replay_obstacle(const Recording& recording);

/// What ngspice needs for a piece: the circuit as it was then, and the recorded inputs.
std::string replay_deck(const Recording& recording, const ReplayPiece& piece);

/// Voltages of a replayed piece; time from the beginning of the recording.
struct ReplayWave {
    std::vector<double> time_s, bus_v, rx_v;
};
ReplayWave replay_wave(const ReplayPiece& piece, const SpiceRows& rows);

/// One thing held against ngspice.
struct Deviation {
    /// The names are those of `deviation_kinds`.
    enum class Kind { bus_level, space_edge, mark_edge, receiver_space, receiver_mark, rx_fall, rx_rise, rx_level };
    Kind kind;
    Nanoseconds at;
    double run, ngspice;    ///< volts, or microseconds after the input that led there; not a number: did not happen
    double allowed;         ///< the "Primary" tolerance (tests/data/circuit/README.md)
    std::size_t slave = 0;  ///< of receivers
    bool judged = true;     ///< false: no tolerance is promised (lines beyond 1 km)
    [[nodiscard]] double off() const;
    /// Of what is allowed; above 1 it misses.
    [[nodiscard]] double share() const { return off() / allowed; }
};
struct DeviationKind {
    const char* name;
    const char* unit;
};
/// By `Deviation::Kind`.
const DeviationKind& kind_of(Deviation::Kind kind);

/// Holds a piece against what ngspice wrote for its deck: the settled bus voltage before an input, when the voltages
/// passed at which the run saw the bus change or a meter's receiver, when RX changed, and its level whenever an input
/// changes. Pulses that come and go between two inputs (echoes, the ringing of a line) are left out.
std::vector<Deviation> judge_replay(const Recording& recording, const ReplayPiece& piece, const SpiceRows& rows);

}  // namespace otbench::circuit
