#pragma once

#include <memory>
#include <string>

#include "sim/host/broker/broker_absence.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// The broker that an option names: `internal`, `mosquitto` (started for this run) or
/// a URL of `parse_broker_address`. Throws `std::invalid_argument` for any other option, and `BrokerError` when
/// the broker cannot be used; both with one line for the user.
///
/// All but `internal` start threads: call it in the process that runs the simulation, after its last fork.
std::unique_ptr<Broker> make_broker(const std::string& option, BrokerAbsence absence = {});

}  // namespace otbench::sim
