#pragma once

#include <string>

#include "check/result.hpp"

namespace otbench::check {

/// JUnit XML, a suite for each group. Informational cases pass, cases that are not applicable are skipped.
[[nodiscard]] std::string junit_xml(const Scorecard& scorecard);

}  // namespace otbench::check
