#pragma once

namespace CLI {
class App;
}

namespace otbench::app {

void add_firmware_check(CLI::App& firmware, int& exit_code);
void add_firmware_compare(CLI::App& firmware, int& exit_code);
void add_firmware_serve(CLI::App& firmware, int& exit_code);

}  // namespace otbench::app
