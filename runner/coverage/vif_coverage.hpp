#pragma once

#include <string>

#include "runner/coverage/counts.hpp"

namespace otbench::runner {

/// All VIFs that have a meaning: "13 volume", "FD 17 error-flags".
[[nodiscard]] Counts known_vifs();

/// Counts the VIFs of an answer with variable data in hex, "68 L L 68 C A CI … checksum 16", unless it is encrypted.
void count_vifs(Counts& vifs, const std::string& hex);

}  // namespace otbench::runner
