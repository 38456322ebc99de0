#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace otbench::meters {

/// How many frames of each kind a client has sent or a meter has received, by the names of services ("SND_NKE"), and
/// under `answers` those that came back.
using FrameCounts = std::map<std::string, std::uint64_t>;

inline constexpr const char* answers_count = "answers";

}  // namespace otbench::meters
