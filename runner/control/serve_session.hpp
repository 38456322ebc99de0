#pragma once

#include "runner/control/bench_session.hpp"

namespace otbench::runner {

/// Answers the requests that come over the socket `fd` of a `sim::ControlFront` until the end; the exit code of the
/// process. Throws `std::system_error` when the other process has gone, or a file of the trace cannot be written.
int serve_session(SessionOptions options, int fd, const std::atomic<bool>& interrupted);

}  // namespace otbench::runner
