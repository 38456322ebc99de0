#pragma once

#include <string>

#include "base/checked.hpp"
#include "runner/language/scenario.hpp"

namespace otbench::app {

/// Puts the firmware of a device of `scenario` where `setting` says: NAME=PROGRAM with arguments, a process that speaks
/// the device protocol, or NAME=external:ENDPOINT, a real device whose serial line ends there.
Checked<void> place_device(const std::string& setting, runner::Scenario& scenario);

}  // namespace otbench::app
