#pragma once

#include <memory>

#include "circuit/segment/plant.hpp"
#include "circuit/segment/tracking_receiver.hpp"

namespace otbench::circuit {

/// What a converter's RX output makes of the bus. Sees the voltage of the plant's `rx` probe.
class MasterReceiver {
public:
    virtual ~MasterReceiver() = default;
    MasterReceiver(const MasterReceiver&) = delete;
    MasterReceiver& operator=(const MasterReceiver&) = delete;

    /// At `at` the probe begins to follow `transient`; `by_tx`: because TX moved.
    virtual void follow(Nanoseconds at, const BusTransient& transient, bool by_tx) = 0;
    /// What is due on the present transient has come: a change, or the time to look again.
    virtual void on_due(const BusTransient& transient) = 0;
    /// The converter's parts are changed; its transients follow.
    virtual void adapt(const Plant& plant) { (void)plant; }
    [[nodiscard]] virtual const Expected& due() const = 0;
    [[nodiscard]] virtual bool level() const = 0;
    /// Whether RX settles high with the probe at that voltage.
    [[nodiscard]] virtual bool settles_high(double rx_v) const = 0;
    /// When more than one slave seems to send; never for a converter that cannot detect it.
    [[nodiscard]] virtual Expected collision() const { return {}; }
    virtual void on_collision_due(const BusTransient& transient) { (void)transient; }

protected:
    MasterReceiver() = default;
};

/// A logic input at the converter's output, and one that tracks the idle current; with the probe at `rx_v` at first.
std::unique_ptr<MasterReceiver> make_logic_input(const Plant& plant, double rx_v);
std::unique_ptr<MasterReceiver> make_idle_tracking(const Plant& plant, double rx_v);

}  // namespace otbench::circuit
