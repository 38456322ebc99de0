#pragma once

#include <atomic>

#include "runner/control/bench_session.hpp"
#include "runner/run/perform_steps.hpp"

namespace otbench::runner {

/// Serves the requests of `sim::ControlFront` on the socket `fd` while a run stands at a step that failed: until one of
/// them lets it go on, or ends it.
[[nodiscard]] FailureHook debug_session(SessionOptions options, int fd, const std::atomic<bool>& interrupted);

}  // namespace otbench::runner
