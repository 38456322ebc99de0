#pragma once

#include <array>
#include <unordered_map>
#include <vector>

#include "circuit/solver/schematic.hpp"
#include "circuit/solver/sparse_matrix.hpp"

namespace otbench::circuit {

/// What drives a network at an instant, in the order of the schematic's sources and sinks.
struct Inputs {
    std::vector<double> source_v;
    std::vector<double> source_siemens;  ///< 0: the source is not connected
    std::vector<double> sink_a;          ///< nominal
};

/// Node voltages (by the schematic's node index, ground at 0; inner nodes of the transistors follow) and coil currents.
struct NetworkState {
    std::vector<double> v;
    std::vector<double> coil_a;
};

/// The nodal equations of a schematic at a temperature: its operating points, and single steps of its transient in
/// time.
///
/// Newton's iteration covers the core: the nodes at transistors, diodes, meters and inputs. All others, nearly the
/// whole of a line, are eliminated before it; as that depends on nothing but the step's `lead`, it is kept for steps of
/// the same kind.
///
/// Holds work space: one thread at a time. Results depend on nothing but the arguments.
class Network {
public:
    Network(const Schematic& schematic, double kelvin);

    /// Where the network settles under constant inputs; `guess` may be empty or any earlier state.
    /// Throws std::runtime_error when no such point is found.
    [[nodiscard]] NetworkState operating_point(const Inputs& inputs, const NetworkState& guess = {});

    /// One step in time. The derivative of a quantity q at the end of the step is taken as lead * q + past, with `past`
    /// in the order of `charges` for charges and of the coils for currents.
    struct Step {
        double lead = 0.0;
        const double* charge_past = nullptr;
        const double* coil_past = nullptr;
    };
    /// Where the transistors were last evaluated. A step that leads them less far from there than their curves bend
    /// noticeably goes on along straight lines. To be kept from one step of a transient to the next, and empty at
    /// first.
    struct OperatedBipolar {
        double be, bc, outer;
        double lead;
        Bipolar::Point point;
        Curve outer_charge;
        Bipolar::Bends bends;
    };
    using Operated = std::vector<OperatedBipolar>;
    /// When Newton's iteration ends: after one that moves no node by more than `tolerance_v` and its share of the
    /// node's voltage, or, within a step in time, leaves less than `left_v` for the next one to move any junction by:
    /// so much as the junctions bend over the way that they went.
    struct Ending {
        double tolerance_v;
        double left_v;
        int most_iterations;
    };
    /// Solves for the end of the step; `state` holds a guess at first. False when the iteration does not converge.
    bool solve(NetworkState& state, const Inputs& inputs, const Step& step, const Ending& ending, Operated& operated);

    /// Charges of all capacitances of the last state solved for, in coulomb.
    [[nodiscard]] const std::vector<double>& charges() const { return charges_; }
    /// Fills `charges()` from a state.
    void charge(const NetworkState& state, const Inputs& inputs);

    [[nodiscard]] std::size_t node_count() const { return node_count_; }
    [[nodiscard]] std::size_t coil_count() const { return schematic_.coils.size(); }

    /// Where a node is: beyond the first coil of a line, at it (or in a transistor there), or before it.
    enum class Place : char { converter, terminals, line };
    [[nodiscard]] Place place(std::size_t node) const { return places_[node]; }

    /// Currents out of a transistor's terminals' point of view, at an operating point: into collector and base.
    struct TransistorCurrents {
        double collector_a, base_a;
    };
    [[nodiscard]] TransistorCurrents transistor_currents(std::size_t index, const NetworkState& state) const;
    /// Current of a sink at a state: less than its nominal one when its voltage is low.
    static double sink_current(double nominal_a, double volts);

private:
    /// A linear part: a current of siemens * volts + history from `a` to `b`.
    struct Branch {
        int a, b;
        std::array<int, 4> slots{};  ///< of the matrix
    };
    struct PlacedBipolar {
        int collector, base, emitter;  ///< inner nodes
        int outer_base;                ///< the same as `base` when the base has no resistance
        Bipolar part;
        std::array<int, 9> slots{};        ///< of the inner nodes: rows of collector, base, emitter
        std::array<int, 4> base_slots{};   ///< from the outer base to the base
        std::array<int, 4> outer_slots{};  ///< from the outer base to the collector
        double be = 0.0, bc = 0.0;         ///< voltages of the last iteration
    };
    struct PlacedDiode {
        int anode, cathode;  ///< the anode is the inner one
        Diode part;
        std::array<int, 4> slots{};
        double v = 0.0, bend = 0.0;
    };
    struct PlacedSink {
        int plus, minus;
        std::array<int, 4> slots{};
    };
    /// The charge of a transistor's or diode's capacitance near the last voltages: how it follows those of two pairs of
    /// nodes.
    struct DeviceCharge {
        int a, b;
        double slope;
        int a2, b2;
        double slope2;
    };
    /// The linear parts for one `lead`.
    struct Linear {
        std::vector<double> siemens;  ///< of the branches
        SparseMatrix::Values condensed;
    };

    void add_parts(double kelvin);
    void find_places();
    void plan();
    [[nodiscard]] std::array<int, 4> slots_between(int a, int b) const;
    [[nodiscard]] const Linear& linear(double lead);
    [[nodiscard]] std::vector<double> siemens(double lead) const;
    void find_history(const Step& step, const Linear& parts);
    void load_linear(const NetworkState& state, const Linear& parts);
    void finish_linear(NetworkState& state, const Linear& parts);

    // Assembling, in network_devices.cpp: currents into `delta_`, slopes into `work_`.
    void assemble(const NetworkState& state, const Inputs& inputs, const Step& step, Operated& operated);
    void operate(PlacedBipolar& q, OperatedBipolar& at, double be, double bc, double outer, double lead);
    void assemble(PlacedBipolar& q, OperatedBipolar& at, const double* v, const Step& step);
    void assemble(PlacedDiode& d, const double* v, const Step& step);
    void add_current(int a, int b, double amperes);
    void add_branch(int a, int b, const std::array<int, 4>& slots, double amperes, double siemens);
    /// The current into a capacitance; the next in the order of charges.
    double next_charge_current(const DeviceCharge& place, double coulomb, const Step& step);
    void forget_limits(const NetworkState& state);
    void move_charges();
    [[nodiscard]] double left_to_move(const Operated& operated) const;

    Schematic schematic_;
    std::size_t node_count_;
    std::vector<PlacedBipolar> bipolars_;
    std::vector<PlacedDiode> diodes_;
    std::vector<PlacedSink> sinks_;
    /// First the schematic's capacitors, coils and batteries, then whatever is a resistor.
    std::vector<Branch> branches_;
    std::vector<double> resistor_siemens_;
    std::vector<Place> places_;  ///< of the nodes
    SparseMatrix matrix_;
    std::vector<int> core_;  ///< its nodes
    std::unordered_map<double, Linear> linear_;
    const Linear* last_linear_ = nullptr;  ///< of these
    double last_lead_ = 0.0;
    SparseMatrix::Values work_;
    std::vector<double> history_;                ///< of the branches
    std::vector<double> right_, delta_, moved_;  ///< by node, ground included
    std::vector<double> charges_;
    std::vector<DeviceCharge> device_charges_;
    std::size_t next_charge_ = 0;
    bool limited_ = false;
    double straight_v_ = 0.0;  ///< by which straight lines may lead transistors astray
};

}  // namespace otbench::circuit
