#pragma once

#include "check/case.hpp"
#include "check/result.hpp"

namespace otbench::check {

/// Judges the client by the evidence in `result`, and completes that by findings and verdict. Without a run of the
/// client's program, what it prints is not judged.
void judge(const Case& judged, CaseResult& result);

}  // namespace otbench::check
