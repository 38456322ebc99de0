#pragma once

#include <ostream>

#include "firmware_model/conformance/trace_case.hpp"

namespace otbench::firmware {

/// Does to a new device what `trace_case` says and writes what it does to `out`, one JSON object a line, as the
/// reference recordings do. Once in a process, because SystemC elaborates only once.
void play_trace(const TraceCase& trace_case, std::ostream& out);

}  // namespace otbench::firmware
