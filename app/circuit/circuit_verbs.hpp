#pragma once

namespace CLI {
class App;
}

namespace otbench::app {

// Parts of `otbench circuit`; each adds its command to the verb.
void add_circuit_check(CLI::App& verb, int& exit_code);
void add_circuit_margins(CLI::App& verb, int& exit_code);
void add_circuit_montecarlo(CLI::App& verb, int& exit_code);
void add_circuit_sweep(CLI::App& verb, int& exit_code);

}  // namespace otbench::app
