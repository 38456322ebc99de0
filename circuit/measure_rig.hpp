#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "circuit/conditions.hpp"
#include "circuit/plant.hpp"

namespace otbench::circuit {

/// A resting point as the measurements look at it.
struct Operating {
    double bus_v = 0.0, slave_v = 0.0, mbusn_v = 0.0, rx_v = 0.0;
    double bus_a = 0.0;     ///< out of the converter's terminals
    double supply_a = 0.0;  ///< out of the supply
    double tx_a = 0.0;      ///< out of the TX pin

    /// Of a part or node; not a number when the converter has none of that name.
    [[nodiscard]] double node(const std::string& name) const;
    [[nodiscard]] double resistor_w(const std::string& name) const;
    [[nodiscard]] double collector_a(const std::string& name) const;
    [[nodiscard]] double base_a(const std::string& name) const;
    [[nodiscard]] double emitter_a(const std::string& name) const;  ///< into a PNP's emitter
    [[nodiscard]] double transistor_w(const std::string& name) const;

    const Plant* plant = nullptr;
    NetworkState state;
};

/// A low pulse on RX; seconds from the TX edge.
struct Pulse {
    double start_s, end_s;
};
using Pulses = std::vector<Pulse>;

/// Both TX edges at the slave, from rest to rest. Times in seconds from the middle of the edge of TX.
struct TxEdges {
    double mark_v, space_v;
    /// Until the bus has fallen (risen) by so much; nothing when it never does.
    [[nodiscard]] std::optional<double> fallen_by(double volts) const;
    [[nodiscard]] std::optional<double> risen_by(double volts) const;
    bool rx_high_at_rest;
    Pulses echoes_in_space, echoes_in_mark;
    double sense_peak_v;  ///< of node S in the mark edge

    Probe slave;
    Plant::CoursePtr fall, rise;
};

/// RX while the slave's current goes on and off. Times in seconds from the middle of the slave's ramp.
struct SlaveEdges {
    Operating idle, space;
    [[nodiscard]] std::optional<double> rx_falls_to(double volts) const;
    [[nodiscard]] std::optional<double> rx_rises_to(double volts) const;

    Probe rx;
    Plant::CoursePtr on, off;
};

/// A converter with its bus and one group of meters under the conditions of a measurement.
class Rig {
public:
    /// Throws std::invalid_argument for a fault or resistor that the converter does not have.
    Rig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit);

    [[nodiscard]] Drive drive(double tx_v, bool slave_space) const;
    [[nodiscard]] Operating operating(const Drive& drive);
    /// With this current from the meters instead of theirs.
    [[nodiscard]] Operating swept(double tx_v, double amperes);
    [[nodiscard]] TxEdges tx_edges(const Conditions& conditions);
    [[nodiscard]] SlaveEdges slave_edges(const Conditions& conditions);
    [[nodiscard]] Plant& plant() { return *plant_; }

private:
    Conditions conditions_;
    double across_bus_ohm_ = open_circuit;
    std::unique_ptr<Plant> plant_;
    NetworkState last_;
};

}  // namespace otbench::circuit
