#pragma once

#include "runner/control/bench_session.hpp"

namespace otbench::sim {
class ControlChannel;
struct ControlLine;
}  // namespace otbench::sim

namespace otbench::runner {

/// Answers the requests that come over the socket `fd` of a `sim::ControlFront` until the end; the exit code of the
/// process. Throws `std::system_error` when the other process has gone, or a file of the trace cannot be written.
int serve_session(SessionOptions options, int fd, const std::atomic<bool>& interrupted);

/// Answers a request, or notes that its client has gone; a request that wishes for another process stays unanswered.
void serve_line(BenchSession& session, const sim::ControlChannel& channel, const sim::ControlLine& line);

}  // namespace otbench::runner
