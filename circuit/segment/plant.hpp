#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "circuit/netlist/circuit_parts.hpp"
#include "circuit/netlist/time.hpp"
#include "circuit/segment/converter_kind.hpp"
#include "circuit/segment/line.hpp"
#include "circuit/solver/trajectory.hpp"

namespace otbench::circuit {

/// The two levels of the bus: mark is idle and logical one, space is a zero.
enum class BusState { mark, space };

/// Edges of a logic output at TX are ramps of this length, and the slaves' current edges of that.
inline constexpr double tx_ramp_s = 20e-9;
inline constexpr double slave_ramp_s = 1e-6;

/// Where the inputs of an installation stand or go to.
struct Drive {
    double tx_v = 0.0;
    bool tx_driven = true;      ///< false: the pin floats
    std::vector<double> tap_a;  ///< nominal current of the meters at each tap

    friend bool operator==(const Drive& a, const Drive& b) {
        return a.tx_v == b.tx_v && a.tx_driven == b.tx_driven && a.tap_a == b.tap_a;
    }
};

/// A converter, a line and the meters at their taps as one network, with the transients its voltages took: the same
/// edge from the same state, or from one that differs by less than can be measured, is integrated once and then looked
/// up. How many are kept is limited.
class Plant {
public:
    /// Throws std::invalid_argument for a parameter that is negative or not a number.
    Plant(const ConverterParameters& converter, const CableParameters& cable, const std::vector<Tap>& taps,
          const ErrorLimits& limits = {});
    ~Plant();
    Plant(const Plant&) = delete;
    Plant& operator=(const Plant&) = delete;

    struct OperatingPoint;
    /// A transient with what may follow it.
    struct Transient {
        Transient(std::shared_ptr<Network> owner, NetworkState start, Stimulus stimulus, const ErrorLimits& limits)
            : network{std::move(owner)}, trajectory{*network, std::move(start), std::move(stimulus), limits} {}
        std::shared_ptr<Network> network;
        Trajectory trajectory;
        struct Next {
            Nanoseconds elapsed;
            Drive drive;
            std::shared_ptr<Transient> transient;
        };
        std::vector<Next> followers;
        std::shared_ptr<OperatingPoint> end;  ///< once known
    };
    using TransientPtr = std::shared_ptr<Transient>;

    /// Where the circuit settles with these inputs.
    [[nodiscard]] const NetworkState& operating_point(const Drive& drive);
    /// The same for inputs that are tried only once, by way of a state near by.
    [[nodiscard]] NetworkState operating_point(const Drive& drive, const NetworkState& guess) const;
    /// The transient that begins at the operating point and stays there.
    [[nodiscard]] TransientPtr steady(const Drive& drive);
    /// The transient that begins `elapsed` after the start of another one, when the inputs change to `drive`: TX in a
    /// ramp of `tx_ramp_s`, the taps in ramps of `slave_ramp_s`.
    [[nodiscard]] TransientPtr change(const TransientPtr& from, Nanoseconds elapsed, const Drive& drive);
    /// The transient that begins with the voltages that another plant has `elapsed` after the start of a transient.
    /// Nodes that only this one has begin at their operating point.
    [[nodiscard]] TransientPtr continue_from(const Plant& other, const TransientPtr& from, Nanoseconds elapsed,
                                             const Drive& drive);

    /// Half way between mark and space at the terminals, with the meters' currents of `drive`.
    [[nodiscard]] double middle_v(const Drive& drive);

    [[nodiscard]] Probe terminals() const { return {plus_, minus_}; }
    [[nodiscard]] Probe tap(std::size_t index) const { return {plus_, taps_.at(index)}; }
    /// The input of the converter's receiver: the voltage of RX, or one that falls as the bus current rises.
    [[nodiscard]] Probe rx() const { return rx_; }
    /// Voltage behind the TX input, and whether it drives at all.
    [[nodiscard]] double tx_v(TxInput input) const;
    [[nodiscard]] bool is_driven(TxInput input) const;
    [[nodiscard]] Probe node(const std::string& name) const;
    [[nodiscard]] double voltage(const NetworkState& state, const Probe& probe) const;
    static constexpr double tx_siemens = 1e3;  ///< of the pin that drives TX
    [[nodiscard]] double supply_siemens() const;
    [[nodiscard]] const Schematic& schematic() const { return schematic_; }
    [[nodiscard]] const Network& network() const { return *network_; }
    [[nodiscard]] const ConverterParameters& converter() const { return converter_; }
    [[nodiscard]] const ConverterKind& kind() const { return kind_; }

private:
    [[nodiscard]] Stimulus constant(const Drive& drive) const;
    [[nodiscard]] std::shared_ptr<OperatingPoint> find_operating_point(const Inputs& inputs);
    [[nodiscard]] Stimulus ramped_from(const Transient& from, Nanoseconds elapsed, const Drive& drive) const;
    TransientPtr transient(NetworkState start, Stimulus stimulus);
    void forget();

    ConverterParameters converter_;
    const ConverterKind& kind_;
    ErrorLimits limits_;
    Schematic schematic_;
    Schematic::Node plus_, minus_;
    Probe rx_;
    std::vector<Schematic::Node> taps_;
    std::shared_ptr<Network> network_;
    std::vector<std::shared_ptr<OperatingPoint>> operating_points_;
    std::vector<TransientPtr> transients_;
    std::vector<std::pair<std::vector<double>, double>> middles_;  ///< by the currents at the taps
};

}  // namespace otbench::circuit
