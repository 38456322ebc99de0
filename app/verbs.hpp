#pragma once

#include <string_view>

namespace CLI {
class App;
}

namespace otbench::app {

/// Adds the verb `asked` to the command line with the layout of its help; all verbs, with `help`, when it needs the
/// others or is none.
void add_verbs(CLI::App& app, int& exit_code, std::string_view asked = {});

// Each adds its verb to the command line; the verb's callback stores its exit code in `exit_code`.
void add_check_client(CLI::App& app, int& exit_code);
void add_check_gateway(CLI::App& app, int& exit_code);
void add_circuit(CLI::App& app, int& exit_code);
void add_completion(CLI::App& app, int& exit_code);
void add_ctl(CLI::App& app, int& exit_code);
void add_decode(CLI::App& app, int& exit_code);
void add_dissector(CLI::App& app, int& exit_code);
void add_emulate(CLI::App& app, int& exit_code);
void add_encode(CLI::App& app, int& exit_code);
void add_exec(CLI::App& app, int& exit_code);
void add_list(CLI::App& app, int& exit_code);
void add_man(CLI::App& app, int& exit_code);
void add_merge(CLI::App& app, int& exit_code);
void add_read(CLI::App& app, int& exit_code);
void add_poll(CLI::App& app, int& exit_code);
void add_record(CLI::App& app, int& exit_code);
void add_replay(CLI::App& app, int& exit_code);
void add_run(CLI::App& app, int& exit_code);
void add_scan(CLI::App& app, int& exit_code);
void add_scenario(CLI::App& app, int& exit_code);
void add_send(CLI::App& app, int& exit_code);
void add_serve(CLI::App& app, int& exit_code);
void add_tape(CLI::App& app, int& exit_code);
void add_trace(CLI::App& app, int& exit_code);
void add_validate(CLI::App& app, int& exit_code);
void add_profiles(CLI::App& app, int& exit_code);
void add_firmware(CLI::App& app, int& exit_code);

/// Exit code for a wrong command line or a bad file.
inline constexpr int usage_error = 2;
/// Exit code when something that the verb needs failed: a broker, an endpoint, a tool, a disk.
inline constexpr int environment_error = 3;
/// Exit code when the user stopped the verb.
inline constexpr int interrupted_exit = 130;

}  // namespace otbench::app
