#pragma once

#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "circuit/measure/waveform.hpp"
#include "circuit/netlist/conditions.hpp"
#include "circuit/segment/plant_run.hpp"

namespace otbench::circuit {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// An operating point for measurements; `unknown` for quantities that the circuit or the engine does not have.
struct Operating {
    double bus_v = unknown, slave_v = unknown, mbusn_v = unknown, rx_v = unknown;
    double b_v = unknown, s_v = unknown;  ///< of the nodes of that name
    double bus_a = unknown;               ///< out of the converter's terminals
    double supply_a = unknown;            ///< out of the supply
    double tx_a = unknown;                ///< out of the TX pin
    double q1_collector_a = unknown, q1_emitter_a = unknown, q2_collector_a = unknown, q3_base_a = unknown;
    double q1_w = unknown, q3_w = unknown, r5_w = unknown;
};

/// Voltages while one input is swept.
struct Sweep {
    std::vector<double> input, bus_v, rx_v, s_v, mbusn_v;
    /// Of a swept voltage where the input has a value; straight lines between the points.
    [[nodiscard]] double at(const std::vector<double>& voltage, double value) const;
    /// Input at which a voltage first passes a level.
    [[nodiscard]] std::optional<double> input_at(const std::vector<double>& voltage, double level_v, bool down) const;
};

/// Both TX edges at the slave, from one operating point to the other; time 0 is the middle of the edge of TX.
struct TxEdges {
    double mark_v, space_v;
    Waveform slave_fall, slave_rise, rx_fall, rx_rise;
    double sense_peak_v = unknown;  ///< of node S in the mark edge
};

/// RX while the slave's current goes on and off; time 0 is the middle of the slave's ramp.
struct SlaveEdges {
    Operating idle, space;
    Waveform rx_on, rx_off;
};

/// Characters both ways: what TX and the slave's current do, and when the slave's voltage and RX cross levels.
struct Traffic {
    std::vector<LevelChange> tx, slave;  ///< slave: level false = space current
    std::vector<double> slave_levels_v;
    double rx_level_v;
    Nanoseconds end;
};
struct TrafficSeen {
    std::vector<std::vector<LevelChange>> slave;  ///< by level
    std::vector<LevelChange> rx;
};

/// Something that can be measured: a converter with its bus and one group of meters under given conditions.
class Rig {
public:
    virtual ~Rig() = default;
    [[nodiscard]] virtual Operating operating(double tx_v, double meters_a) = 0;
    /// 0 to 40 mA from the meters, and 0 to 5 V at TX.
    [[nodiscard]] virtual Sweep sweep_current(double tx_v) = 0;
    [[nodiscard]] virtual Sweep sweep_tx(double meters_a) = 0;
    /// The meters' current at which RX falls below a level; nothing when it does not up to the sweep's end, or has
    /// none.
    [[nodiscard]] virtual std::optional<double> rx_threshold_a(double tx_v, double level_v);
    [[nodiscard]] virtual TxEdges tx_edges() = 0;
    [[nodiscard]] virtual SlaveEdges slave_edges() = 0;
    [[nodiscard]] virtual TrafficSeen run(const Traffic& traffic) = 0;

    [[nodiscard]] const Conditions& conditions() const { return conditions_; }

protected:
    explicit Rig(const Conditions& conditions) : conditions_{conditions} {}
    [[nodiscard]] double meters_a(bool space) const {
        return conditions_.idle_a() + (space ? conditions_.space_a() : 0.0);
    }
    Conditions conditions_;
};

/// Steps of the sweeps.
inline constexpr double sweep_current_step_a = 0.02e-3, sweep_current_end_a = 40e-3;
inline constexpr double sweep_tx_step_v = 0.005, sweep_tx_end_v = 5.0;

/// The model. Throws std::invalid_argument for a fault or resistor that the converter does not have.
std::unique_ptr<Rig> model_rig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit);

// What both engines do with the conditions' fault and resistors. All throw std::invalid_argument for a fault, resistor
// or transistor that does not exist.

/// The fault that the conditions name.
FaultParts fault_of(const Conditions& conditions);
/// The resistors that are not as in the circuit, by the conditions or by the fault.
std::map<std::string, double> changed_resistors(const Conditions& conditions, const FaultParts& fault,
                                                const Circuit& circuit);
/// The circuit (none: otb-iot's own) with a fault built in.
std::shared_ptr<const Circuit> with_fault(const FaultParts& fault, const std::shared_ptr<const Circuit>& circuit);

}  // namespace otbench::circuit
