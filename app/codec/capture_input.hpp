#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "meters/tape/tape.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// As many bytes of a file as `is_capture` needs.
inline constexpr std::size_t capture_begin_bytes = 64;

/// The largest capture that is read.
inline constexpr std::size_t most_capture_bytes = 512U << 20;

/// Whether a file that begins so is a capture of Wireshark (pcapng) or of a logic analyser (VCD, session of sigrok).
[[nodiscard]] bool is_capture(std::string_view begin);

/// What a capture of a bus holds, as a tape; times from its first frame on. `baud` is the speed on the waves of a logic
/// analyser; without it the usual ones are tried. The error says what is wrong with the file, or that it has no frame.
[[nodiscard]] Checked<meters::Tape> read_capture(std::string_view file, std::optional<double> baud);

/// Adds --baud for such waves to `verb`.
void add_capture_options(CLI::App& verb, std::optional<double>& baud);

}  // namespace otbench::app
