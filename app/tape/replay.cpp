// otbench replay: a tape answers its master again.
#include <fmt/core.h>

#include <memory>
#include <stdexcept>

#include "app/tape/tape_files.hpp"
#include "app/verbs.hpp"
#include "sim/host/emulation/tape_server.hpp"

namespace otbench::app {
namespace {

constexpr const char* verb_name = "otbench replay";

struct ReplayArguments {
    std::string tape;
    std::vector<std::string> endpoints;
};

int replay(const ReplayArguments& arguments) {
    const auto tape = open_tape(arguments.tape, verb_name);
    if (!tape) return usage_error;
    sim::TapeServer server{*tape};
    try {
        for (const auto& endpoint : arguments.endpoints) fmt::print("{}\n", server.open(endpoint));
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "{}: {}\n", verb_name, error.what());
        return environment_error;
    }
    fmt::print("ready\n");
    std::fflush(stdout);
    server.run();
    if (server.unknown() > 0) fmt::print(stderr, "{} requests are not on the tape\n", server.unknown());
    return 0;
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("replay", "Answer requests as the meters of a tape did");
    auto arguments = std::make_shared<ReplayArguments>();
    verb->add_option("TAPE", arguments->tape, "What 'otbench record' wrote, - for standard input")->required();
    verb->add_option("--on", arguments->endpoints,
                     "Where clients find the bus, as often as you like: pty:/tmp/meter, tcp-listen:127.0.0.1:10001")
        ->required();
    verb->footer(
        "The same requests get the recorded answers after the recorded delays. It runs until interrupted.\n"
        "Example:\n"
        "  otbench replay heat.mbus.jsonl --on tcp-listen:127.0.0.1:10001\n"
        "Exit code: 0, 2 usage or a bad tape, 3 an endpoint cannot be opened.");
    verb->callback([arguments, &exit_code] { exit_code = replay(*arguments); });
}

}  // namespace otbench::app
