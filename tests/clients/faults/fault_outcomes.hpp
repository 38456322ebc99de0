#pragma once

#include <vector>

namespace otbench::tests {

/// What the bench's own master makes of a meter of four telegrams at address 5, id 10000045, with some faults.
///
/// A result is the number of telegrams and, where the readout does not get to its end, the reason: "4 telegrams",
/// "no answer", "1 telegram, no answer", "connection lost". "after repeats" at its end means that at least one request
/// has to be repeated; without it, repeats are allowed but not needed.
struct FaultOutcome {
    const char* faults;                ///< of the meter or its link: "NAME=VALUE, NAME=VALUE"
    const char* first;                 ///< result of the first readout
    const char* second = first;        ///< of the next one over the same connection
    const char* address = "5";         ///< or a secondary address
    const char* preamble = "";         ///< hex that the master sends in front of each frame
    const char* at_pty = nullptr;      ///< of both readouts, where a pty has another result
    const char* by_rfc2217 = nullptr;  ///< the same with RFC 2217
};

[[nodiscard]] const std::vector<FaultOutcome>& fault_outcomes();

}  // namespace otbench::tests
