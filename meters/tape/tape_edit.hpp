#pragma once

#include <string>
#include <vector>

#include "meters/tape/tape.hpp"

namespace otbench::meters {

/// Numbers about a tape.
struct TapeStatistics {
    std::size_t requests = 0, answers = 0, damaged = 0;
    std::size_t unanswered = 0;  ///< requests, those to 255 included
    Nanoseconds duration{};
    std::vector<Nanoseconds> response_times;  ///< ascending
};
[[nodiscard]] TapeStatistics statistics(const Tape& tape);

/// What differs between two tapes apart from times and comments, a line a frame: "3: < e5" with - or + in front.
[[nodiscard]] std::vector<std::string> difference(const Tape& left, const Tape& right);

}  // namespace otbench::meters
