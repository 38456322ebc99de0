#pragma once

#include <sstream>
#include <string>

#include "runner/trace/recorded_trace.hpp"

namespace otbench::runner {

/// A trace from lines that are events.
inline RecordedTrace trace_of(const std::string& lines) {
    std::istringstream file{lines};
    return read_trace(file).value();
}

}  // namespace otbench::runner
