#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "bus/master/master.hpp"

namespace otbench::app {

/// A meter to be read: at a primary address or by its secondary one.
using Target = std::variant<std::uint8_t, bus::SelectSlave>;

/// "5", "14273160", "1427****": an address as the command line takes it.
[[nodiscard]] Checked<Target> parse_target(const std::string& text);

/// Reads it to the end of its telegrams.
[[nodiscard]] bus::Readout read_target(bus::Master& master, const Target& target);

}  // namespace otbench::app
