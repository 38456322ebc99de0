#pragma once

#include <CLI/CLI.hpp>

namespace otbench::app {

// Parts of `otbench circuit`; each adds its command to the verb.
void add_circuit_check(CLI::App& verb, int& exit_code);

}  // namespace otbench::app
