#pragma once

#include <deque>
#include <vector>

#include "circuit/segment/crossing.hpp"
#include "circuit/segment/tracking_receiver.hpp"

namespace otbench::circuit {

/// The present transients of a plant's voltages.
struct TransientView {
    const Plant* plant = nullptr;
    Plant::TransientPtr transient;
    Nanoseconds start{};
    const SteppedVoltage* disturbance = nullptr;  ///< of the bus voltage

    [[nodiscard]] BusTransient terminals() const { return {*transient, plant->terminals(), start}; }
    [[nodiscard]] BusTransient tap(std::size_t index) const {
        return {*transient, plant->tap(index), start, disturbance};
    }
};

/// The slaves along a line: their places, their currents, and the output of their receivers. Slaves at one place with
/// the same threshold share one receiver.
class BusSlaves {
public:
    /// Throws std::invalid_argument for parameters that are negative or not a number.
    BusSlaves(const std::vector<SlaveParameters>& slaves, double length_m);

    /// In order of distance; those at one place share one. A bus without slaves still has its end.
    [[nodiscard]] const std::vector<Tap>& taps() const { return taps_; }
    [[nodiscard]] std::size_t tap_of(std::size_t slave) const { return slaves_.at(slave).tap; }
    [[nodiscard]] bool sends_space(std::size_t slave) const { return slaves_.at(slave).space; }
    void set_space(std::size_t slave, bool space) { slaves_.at(slave).space = space; }
    /// What the slaves at a tap draw when the bus feeds them well; and all of them while none sends.
    [[nodiscard]] double nominal_a(std::size_t tap) const;
    [[nodiscard]] double idle_a() const;

    /// The slaves have stored the voltage that they find, and have no power yet.
    void begin(const TransientView& transients);

    /// Another slave, of which the index is returned, has a place on the line: the taps are others from now on. Throws
    /// as the constructor.
    std::size_t add(const SlaveParameters& slave);
    /// It begins at `at`, as the others did, with transients of these taps.
    void join(std::size_t slave, Nanoseconds at, const TransientView& transients);
    /// A slave leaves its place, and its index to nobody: the taps are others from now on.
    void remove(std::size_t slave);
    /// From `at` on the transients are these.
    void follow(Nanoseconds at, const TransientView& transients);
    /// Offers what comes next; `tx` and `last` tag a receiver's and a supply's change.
    void offer(FirstCrossing& first, Tag tx, Tag last) const;
    /// Makes the change that is due, or searches farther ahead. Other slaves to which the same happens are added to
    /// `others`.
    void on_crossing(const FirstCrossing& first, const TransientView& transients, std::deque<Crossing>& others);

private:
    struct Slave {
        SlaveParameters parameters;
        std::size_t tap = 0;
        bool space = false;
        bool gone = false;
    };
    /// Slaves at one tap, never none.
    struct Group {
        TrackingReceiver receiver;
        std::vector<std::size_t> members;
        bool powered = false;
        Expected power_due{};
    };

    static void watch_power(Group& group, Nanoseconds at, const BusTransient& seen);
    static void follow(Group& group, Nanoseconds at, const BusTransient& seen);
    [[nodiscard]] std::size_t tap_of(const Group& group) const { return slaves_[group.members[0]].tap; }
    void place();

    double length_m_;
    std::vector<Slave> slaves_;
    std::vector<Tap> taps_;
    std::vector<Group> groups_;
};

}  // namespace otbench::circuit
