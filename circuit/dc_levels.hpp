#pragma once

#include "circuit/parameters.hpp"

namespace otbench::circuit {

/// The two levels of the bus: mark is idle and logical one, space is a zero.
enum class BusState { mark, space };

/// RX voltage that separates the two logic levels of the controller's input: half of its 3.3 V.
inline constexpr double rx_logic_v = 1.65;

/// What hangs on the bus terminals: current sinks behind the loop resistance of the line. They draw their nominal
/// current down to 12 V at their end, less in proportion below, nothing at 2 V.
struct BusLoad {
    double nominal_a = 0.0;
    double line_ohm = 0.0;
};

/// Where the converter and its load come to rest.
struct OperatingPoint {
    double supply_v = 0.0;   ///< of the rail, after the droop over the supply's resistance
    double bus_v = 0.0;      ///< at the converter's terminals
    double slave_v = 0.0;    ///< at the far end of the line
    double load_a = 0.0;     ///< through the line
    double emitter_a = 0.0;  ///< of the follower Q1: load and bleed R8; what the receiver senses

    [[nodiscard]] double mbus_minus_v() const { return supply_v - bus_v; }
};

/// The direct-current behaviour of the converter (spec: circuit, section 2). Volts, amperes, ohm.
///
/// A resistor may be open or zero; every result is finite. Constant after construction, no state.
class DcLevels {
public:
    /// Throws std::invalid_argument for a negative or undefined value.
    explicit DcLevels(const ConverterParameters& parameters);

    [[nodiscard]] OperatingPoint operating_point(BusState state, const BusLoad& load) const;

    /// Emitter current of Q1 at which RX stands at `rx_v`; 0 if the divider never lets RX rise that high.
    [[nodiscard]] double emitter_threshold(BusState state, double supply_v, double rx_v = rx_logic_v) const;
    /// The same as current out of the bus terminals: less by what R8 takes; may be negative.
    [[nodiscard]] double rx_threshold(BusState state, double rx_v = rx_logic_v) const;

    [[nodiscard]] double rx_high_v(double supply_v) const;
    /// RX voltage at an operating point, by the sense stage's transfer curve.
    [[nodiscard]] double rx_voltage(BusState state, const OperatingPoint& point) const;
    /// Logic level of RX at an operating point. An open R1 leaves the input to its pull-up: high.
    [[nodiscard]] bool rx_level(BusState state, const OperatingPoint& point) const;

    /// Voltage of MBUS- above ground while Q1 carries `emitter_a`.
    [[nodiscard]] double mbus_minus(BusState state, double supply_v, double emitter_a) const;
    /// kT/q at the converter's temperature.
    [[nodiscard]] double thermal_v() const { return thermal_v_; }
    /// Voltage of node B above ground while Q2 is off and Q1 draws no base current: the height of its jump.
    [[nodiscard]] double divider_v() const { return parameters_.supply_v * divider_share_; }

    /// As given, with open parts and shorts replaced by large and small resistances.
    [[nodiscard]] const ConverterParameters& parameters() const { return parameters_; }

private:
    [[nodiscard]] double emitter_base_v(double emitter_a) const;
    [[nodiscard]] double sense_v(double collector_a) const;
    [[nodiscard]] double saturated_v(double supply_v, double emitter_a) const;
    [[nodiscard]] double inverse_beta(double emitter_a) const;
    [[nodiscard]] double rail(BusState state, double terminal_a) const;

    ConverterParameters parameters_;
    double thermal_v_;
    double relative_saturation_;  ///< of the junctions' saturation currents, to 27 degrees Celsius
    double relative_beta_;        ///< of Q1's 1/beta, to 27 degrees Celsius
    double divider_share_;        ///< R3 / (R3 + R6)
    double divider_ohm_;          ///< R3 and R6 in parallel
    double switch_a_;             ///< what Q2 can sink while TX is high
};

}  // namespace otbench::circuit
