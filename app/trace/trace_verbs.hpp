#pragma once

namespace CLI {
class App;
}

namespace otbench::app {

// Each adds its verb below `otbench trace`.
void add_trace_query(CLI::App& trace, int& exit_code);
void add_trace_diff(CLI::App& trace, int& exit_code);
void add_trace_coverage(CLI::App& trace, int& exit_code);
void add_trace_perfetto(CLI::App& trace, int& exit_code);
void add_trace_waves(CLI::App& trace, int& exit_code);

}  // namespace otbench::app
