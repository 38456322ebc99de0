#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "base/time.hpp"
#include "sim/host/emulation/control_socket.hpp"

namespace otbench::app {
namespace {

struct CtlArguments {
    std::string socket;
    std::vector<std::string> words;
    double timeout_s = 5;
    bool json = false;
};

/// A word as the control interface reads it: quoted where it has blanks.
std::string quoted(const std::string& word) {
    if (!word.empty() && word.find_first_of(" \t\"\\") == std::string::npos) return word;
    std::string text = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

/// A command of one word with blanks is a whole line.
std::string command_line(const CtlArguments& arguments) {
    std::string line = arguments.json ? "json" : "";
    for (const std::string& word : arguments.words)
        line += (line.empty() ? "" : " ") + (arguments.words.size() == 1 ? word : quoted(word));
    return line;
}

int ctl(CtlArguments arguments) {
    if (const char* set = std::getenv("OTBENCH_CONTROL"); arguments.socket.empty() && set) arguments.socket = set;
    if (arguments.socket.empty()) {
        print_error(
            "otbench ctl: no socket given (expected --control PATH as for 'otbench emulate', or "
            "OTBENCH_CONTROL=PATH)\n");
        return usage_error;
    }
    const auto limit = std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>{arguments.timeout_s});
    try {
        const auto output = sim::control_request(arguments.socket, command_line(arguments), limit);
        if (output) {
            fmt::print("{}", printable(*output));
            return 0;
        }
        print_error("otbench ctl: {}\n", output.error().message);
        return usage_error;
    } catch (const std::runtime_error& error) {
        print_error("otbench ctl: {}\n", error.what());
        return environment_error;
    }
}

}  // namespace

void add_ctl(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("ctl", "Read and change the meters of a running 'otbench emulate'");
    auto arguments = std::make_shared<CtlArguments>();
    verb->add_option("--control", arguments->socket,
                     "Socket that 'otbench emulate --control' created, for example /tmp/control")
        ->type_name("PATH")
        ->default_str("$OTBENCH_CONTROL");
    verb->add_flag("--json", arguments->json, "Print an array of JSON objects");
    verb->add_option("--timeout", arguments->timeout_s, "Seconds to wait for the answer, for example 0.5")
        ->type_name("SECONDS")
        ->check(number(0.001, 3600))
        ->capture_default_str();
    verb->add_option("COMMAND", arguments->words,
                     "Command with its arguments: help (prints all of them), list, get, set, add, remove, counters, "
                     "clients, …")
        ->required();
    finish_help(*verb,
                {"otbench ctl --control /tmp/control get heat energy",
                 "otbench ctl --control /tmp/control set 'flat-*' energy='12 MWh' mute=no",
                 "otbench ctl --control /tmp/control --json counters"},
                "0 done, 2 invalid command, 3 no answer");
    verb->callback([arguments, &exit_code] { exit_code = ctl(*arguments); });
}

}  // namespace otbench::app
