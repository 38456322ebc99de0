#pragma once

#include <termios.h>

#include <optional>

#include "bus/uart/uart_line.hpp"

namespace otbench::sim {

/// The speed of a terminal; nothing for one that is not in the table of termios.
[[nodiscard]] std::optional<double> speed_of(const termios& settings);
/// The code of termios for a speed; nothing when it has none.
[[nodiscard]] std::optional<speed_t> speed_code(double baud);

/// Parity as a client on a pty has set it. The kernel takes PARENB from a pty, so that `otbench exec` writes it in
/// flags that a pty keeps: CMSPAR for parity (with PARODD: odd), PARODD alone for none. Nothing when the client runs
/// without it.
[[nodiscard]] std::optional<bus::Parity> pty_parity(const termios& settings);

}  // namespace otbench::sim
