#pragma once

#include <string>
#include <utility>
#include <vector>

#include "check/case.hpp"
#include "check/groups/rows.hpp"
#include "check/judge/mqtt_checks.hpp"

// What the rows of the gateways' case tables are made of.
namespace otbench::check {

/// Prepares the gateway: every case begins with it.
[[nodiscard]] Ask set_up();
/// Has the gateway read the meter at an address, and waits for what it publishes.
[[nodiscard]] Ask read_meter(int address);
/// Only sends the request for data, without waiting for anything.
[[nodiscard]] Ask post_request(int address, int times = 1);
/// The same as a retained message, also while the gateway is not there.
[[nodiscard]] Ask retain_request(int address);
/// The same on a topic that is the gateway's with `suffix` behind it.
[[nodiscard]] Ask post_request_elsewhere(int address, const std::string& suffix);
/// Publishes any payload on the topic of commands.
[[nodiscard]] Ask post(std::string payload);
/// Sends a command that the gateway does not know, and waits for its answer.
[[nodiscard]] Ask unknown_command();
[[nodiscard]] Ask wait(std::string time);
/// The broker does one of stop, start, close (all connections), reset (all connections), twin.
[[nodiscard]] Ask broker(std::string act);
/// A member of `sim::BrokerFaults` and its value.
[[nodiscard]] Ask fault(std::string name, std::string value);

/// Meters at 1 and 2: the energy of the first is `energy()`.
[[nodiscard]] Line one_meter();
[[nodiscard]] Line two_meters();
[[nodiscard]] Printed energy_of_second();

// The groups, a file for each.
[[nodiscard]] std::vector<Case> connection_cases();
[[nodiscard]] std::vector<Case> message_cases();
[[nodiscard]] std::vector<Case> meter_cases();

}  // namespace otbench::check
