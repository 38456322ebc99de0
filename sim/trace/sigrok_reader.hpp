#pragma once

#include <string_view>

#include "base/checked.hpp"
#include "sim/trace/wave_listener.hpp"

namespace otbench::sim {

/// Whether a file begins like a session of sigrok, which is a ZIP archive.
[[nodiscard]] bool is_sigrok_session(std::string_view begin);

/// Reads a session of sigrok (`.sr`) with logic or analogue channels of one device, as PulseView, sigrok-cli and
/// `write_sigrok_session` write it; returns the time at which it ends. The changes of one channel come after those of
/// another. At most 1 GiB of samples. The error says what is wrong with the file.
[[nodiscard]] Checked<Nanoseconds> read_sigrok_session(std::string_view file, const WaveListener& listener);

}  // namespace otbench::sim
