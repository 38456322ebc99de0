#pragma once

#include <boost/core/span.hpp>
#include <optional>

#include "circuit/measure/edge_times.hpp"
#include "circuit/measure/rig.hpp"

namespace otbench::circuit {

/// One installation: a converter, a cable, the meters at its end, and how they are spoken to.
struct StudyPoint {
    Conditions conditions;
    double baud = 2400;
    double threshold_v = 6.95;  ///< of the meters' receivers, below the mark level
};

/// Quantities of an installation, each measured on first use.
class Assessment {
public:
    Assessment(StudyPoint point, Rig& rig) : point_{std::move(point)}, rig_{rig} {}

    [[nodiscard]] const StudyPoint& point() const { return point_; }
    const Operating& mark();         ///< while no meter sends
    const Operating& space();        ///< the same
    const Operating& mark_pulsed();  ///< in mark while a meter sends a space
    const Operating& space_pulsed();
    const EdgeTimes& edges();  ///< of TX, at the meters
    const SlaveEdges& replies();
    const std::optional<double>& threshold_a();  ///< meters' current at which RX falls, in mark
    bool request_reads();                        ///< the meters read a request
    bool reply_reads();                          ///< a reply is read from RX

private:
    StudyPoint point_;
    Rig& rig_;
    std::optional<Operating> mark_, space_, mark_pulsed_, space_pulsed_;
    std::optional<EdgeTimes> edges_;
    std::optional<SlaveEdges> replies_;
    std::optional<std::optional<double>> threshold_a_;
    std::optional<bool> request_reads_, reply_reads_;
};

/// A quantity of an installation by name.
struct AssessedQuantity {
    const char* name;
    const char* unit;
    const char* text;
    std::optional<double> (*measure)(Assessment&);  ///< nothing: never reached; yes and no are 1 and 0
};
boost::span<const AssessedQuantity> assessed_quantities();
/// Throws std::invalid_argument with all names for one that does not exist.
const AssessedQuantity& assessed_quantity(const std::string& name);

}  // namespace otbench::circuit
