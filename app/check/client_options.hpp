#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/run/run_options.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// Which client is judged, as the command line says it.
struct ClientArguments {
    std::string client;                ///< name of a description, or a file
    std::string command;               ///< of the action read
    std::vector<std::string> actions;  ///< ACTION=COMMAND
    std::string expect;
    std::string attach, attach_time = "10s", run_limit = "30s";
    bool tcp = false, pty = false, rfc2217 = false;
    bool list_clients = false;
};

void add_client_options(CLI::App& verb, ClientArguments& arguments);

/// Prints the descriptions of clients that come along, one a line; returns the exit code.
int list_clients(const char* verb);

/// How to run that client; nothing after a complaint that begins with `verb`.
[[nodiscard]] std::optional<check::RunOptions> run_options(const ClientArguments& arguments, const char* verb);

}  // namespace otbench::app
