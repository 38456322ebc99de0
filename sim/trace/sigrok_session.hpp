#pragma once

#include <string>

#include "base/time.hpp"

namespace otbench::sim {

/// Writes the waves of a run of that `length` in `vcd`, as `VcdWriter` writes them, as a session of sigrok, for
/// PulseView and sigrok-cli: levels as logic channels, voltages and currents as analogue ones, sampled every 10 µs. A
/// run that takes longer than a minute gets none, as the session would hold more samples than programs can show. The
/// same waves give the same bytes.
///
/// Throws `std::system_error` when `session` cannot be written.
void write_sigrok_session(const std::string& vcd, const std::string& session, Nanoseconds length);

}  // namespace otbench::sim
