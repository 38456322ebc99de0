#pragma once

#include <memory>

#include "bus/master/master.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// A master in virtual time on `bus`, which no other master drives; `run` must outlive it. What it waits for
/// throws `RunStopped`.
[[nodiscard]] std::shared_ptr<bus::Master> make_master(Execution& run, RunningBus& bus);

}  // namespace otbench::runner
