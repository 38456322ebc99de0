#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace otbench::circuit {

/// The first line of a netlist with which ngspice 39 to 43 runs commands, or reads a file that may hold some; nothing
/// when there is none. Comments count where ngspice obeys them.
std::optional<std::string> netlist_command(std::string_view text);

}  // namespace otbench::circuit
