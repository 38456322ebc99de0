#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "circuit/tick.hpp"

namespace otbench::circuit {

/// The converter's RX output: low while the sense stage's comparator says so, and in the echo of a mark edge.
///
/// The comparator's planned changes are inertial: a plan for the other level replaces what had not yet come through.
class RxOutput {
public:
    struct Change {
        Tick at;
        bool level;
        Tag tag{};
        bool echo = false;  ///< an edge of an echo pulse, not of a slave's current
    };

    explicit RxOutput(bool level) : state_{level, false} {}

    /// From `first.at` on the comparator gives `first.level`, and from `second.at` on the other one, if there is a
    /// second. A change to `first.level` that is already on its way keeps its time.
    void plan(Tick now, const Change& first, const std::optional<Change>& second);
    /// Low from `start` to `end`.
    void echo(Tick start, Tick end, Tag tag);

    /// The next change of the output.
    [[nodiscard]] std::optional<Change> next() const;
    /// Makes the next change, of which there must be one.
    Change take();

    [[nodiscard]] bool level(Tick at) const;

private:
    struct State {
        bool comparator;
        bool echo;
        [[nodiscard]] bool level() const { return comparator && !echo; }
        void apply(const Change& change);
    };
    void insert(const Change& change);
    void drop_masked(Tick now);
    [[nodiscard]] std::size_t next_visible() const;

    State state_;
    std::vector<Change> pending_;  ///< in order of time
};

}  // namespace otbench::circuit
