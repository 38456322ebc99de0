#pragma once

namespace CLI {
class App;
}

namespace otbench::app {

/// Adds "import" to the verb `profiles`; its callback stores its exit code in `exit_code`.
void add_import_profile(CLI::App& profiles, int& exit_code);

}  // namespace otbench::app
