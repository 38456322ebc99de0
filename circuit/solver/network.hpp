#pragma once

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
    /// Solves for the end of the step; `state` holds a guess at first. False when the iteration does not converge.
    bool solve(NetworkState& state, const Inputs& inputs, const Step& step, double tolerance_v, int iterations);

    /// Charges of all capacitances of the last state solved for, in coulomb.
    [[nodiscard]] const std::vector<double>& charges() const { return charges_; }
    /// Fills `charges()` from a state.
    void charge(const NetworkState& state, const Inputs& inputs);

    [[nodiscard]] std::size_t node_count() const { return node_count_; }
    [[nodiscard]] std::size_t coil_count() const { return schematic_.coils.size(); }

    /// Whether a node is part of a line: beyond its first coil.
    [[nodiscard]] bool is_line(std::size_t node) const { return line_[node] != 0; }

    /// Currents out of a transistor's terminals' point of view, at an operating point: into collector and base.
    struct TransistorCurrents {
        double collector_a, base_a;
    };
    [[nodiscard]] TransistorCurrents transistor_currents(std::size_t index, const NetworkState& state) const;
    /// Current of a sink at a state: less than its nominal one when its voltage is low.
    static double sink_current(double nominal_a, double volts);

private:
    struct PlacedBipolar {
        int collector, base, emitter;  ///< outer nodes
        int inner_collector, inner_base, inner_emitter;
        double collector_siemens, emitter_siemens;
        Bipolar part;
        double be = 0.0, bc = 0.0;  ///< voltages of the last iteration
    };
    struct PlacedDiode {
        int anode, cathode, inner_anode;
        double siemens;
        Diode part;
        double v = 0.0;
    };

    void place(double kelvin);
    void plan();
    void assemble(const NetworkState& state, const Inputs& inputs, const Step& step);
    void assemble(PlacedBipolar& q, const double* v, const Step& step);
    void assemble(PlacedDiode& d, const double* v, const Step& step);
    /// A current from `a` to `b` that grows by `siemens` with the voltage between them.
    void add_branch(int a, int b, double amperes, double siemens);
    void add_siemens(int a, int b, double siemens, const double* v);
    void add_charge(int a, int b, const Curve& charge, const Step& step);
    void add_slope(int row, int column, double siemens) {
        matrix_.values[static_cast<std::size_t>(matrix_.slot(row - 1, column - 1))] += siemens;
    }
    void forget_limits(const NetworkState& state);

    Schematic schematic_;
    std::size_t node_count_;
    std::vector<PlacedBipolar> bipolars_;
    std::vector<PlacedDiode> diodes_;
    std::vector<char> line_;
    SparseMatrix matrix_;
    std::vector<double> excess_;  ///< current that flows out of each node
    std::vector<double> right_;
    std::vector<double> charges_;
    std::size_t next_charge_ = 0;
    bool limited_ = false;
};

}  // namespace otbench::circuit
