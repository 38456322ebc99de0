// otbench replay: a tape answers its master again.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <stdexcept>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/tape/tape_files.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "sim/host/emulation/tape_server.hpp"

namespace otbench::app {
namespace {

struct ReplayArguments {
    std::string tape;
    std::vector<std::string> endpoints;
};

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

bool is_tape_name(const std::string& path) {
    return ends_with(path, ".mbus.jsonl");
}

int serve_tape(const std::string& path, const std::vector<std::string>& endpoints, const char* verb) {
    const auto tape = open_tape(path, verb);
    if (!tape) return usage_error;
    sim::TapeServer server{*tape};
    try {
        for (const auto& endpoint : endpoints) fmt::print("{}\n", printable(server.open(endpoint)));
    } catch (const std::invalid_argument& error) {
        print_error("{}: {}\n", verb, error.what());
        return usage_error;
    } catch (const std::runtime_error& error) {
        print_error("{}: {}\n", verb, error.what());
        return environment_error;
    }
    fmt::print("ready\n");
    std::fflush(stdout);
    server.run();
    if (server.unknown() > 0) print_error("{} requests are not on the tape\n", server.unknown());
    return 0;
}

void add_replay(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("replay", "Answer requests like the meters of a tape");
    auto arguments = std::make_shared<ReplayArguments>();
    verb->add_option("TAPE", arguments->tape, "Tape of 'otbench record', or - for standard input")->required();
    verb->add_option("--on", arguments->endpoints,
                     "Endpoint at which clients find the bus, for example pty:/tmp/meter or tcp-listen:127.0.0.1:10001")
        ->type_name("ENDPOINT")
        ->required();
    finish_help(*verb,
                {"otbench replay heat.mbus.jsonl --on tcp-listen:127.0.0.1:10001",
                 "otbench replay heat.mbus.jsonl --on pty:/tmp/meter"},
                "0 interrupted, 2 invalid option or tape, 3 an endpoint cannot be opened",
                "The same requests get the recorded answers after the recorded delays. Runs until interrupted.");
    verb->callback(
        [arguments, &exit_code] { exit_code = serve_tape(arguments->tape, arguments->endpoints, "otbench replay"); });
}

}  // namespace otbench::app
