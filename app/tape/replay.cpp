// otbench replay: a tape answers its master again.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "app/codec/capture_input.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/tape/tape_files.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "meters/line/fleet.hpp"
#include "sim/host/emulation/tape_server.hpp"

namespace otbench::app {
namespace {

struct ReplayArguments {
    std::string tape;
    std::vector<std::string> meters, endpoints;
    std::optional<double> baud;
};

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

/// The meters that answer what is not on the tape: those that `texts` describe or, without any, the tape's own. When
/// the profile of that one is missing, the tape alone still answers.
Checked<std::vector<std::unique_ptr<meters::Meter>>> meters_behind(const meters::Tape& tape, const std::string& path,
                                                                   const std::vector<std::string>& texts,
                                                                   const char* verb) {
    const meters::ProfileIndex index{profile_folders()};
    const bool by_tape = texts.empty() && !tape.head.meter.empty();
    std::vector<meters::MeterDescription> descriptions;
    for (const auto& text : by_tape ? std::vector{tape.head.meter} : texts) {
        auto description = meters::parse_meter_description(text);
        if (!description) return description.error();
        if (by_tape)
            description->profile =
                meters::profile_path(description->profile, std::filesystem::path{path}.parent_path());
        descriptions.push_back(std::move(*description));
    }
    auto made = meters::make_meters(descriptions, index);
    if (made || !by_tape) return made;
    print_error("{}: {}; requests that are not on the tape get no answer\n", verb, made.error().message);
    return std::vector<std::unique_ptr<meters::Meter>>{};
}

}  // namespace

bool is_tape_name(const std::string& path) {
    return ends_with(path, ".mbus.jsonl");
}

int serve_tape(const std::string& path, const std::vector<std::string>& meters,
               const std::vector<std::string>& endpoints, const char* verb, std::optional<double> baud) {
    const auto tape = open_tape(path, verb, baud);
    if (!tape) return usage_error;
    auto behind = meters_behind(*tape, path, meters, verb);
    if (!behind) {
        print_error("{}: {}\n", verb, behind.error().message);
        return usage_error;
    }
    const bool has_meters = !behind->empty();
    sim::TapeServer server{*tape, std::move(*behind)};
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
    if (server.unknown() > 0)
        print_error("{} requests are not on the tape{}\n", server.unknown(),
                    has_meters ? "; meters of a profile received them" : "");
    return 0;
}

void add_replay(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("replay", "Answer requests like the meters of a tape");
    auto arguments = std::make_shared<ReplayArguments>();
    verb->add_option(
            "TAPE", arguments->tape,
            "Tape of 'otbench record', or - for standard input; or a capture of Wireshark (pcapng) or of a logic "
            "analyser (VCD, sigrok's .sr)")
        ->required();
    verb->add_option("--on", arguments->endpoints,
                     "Endpoint at which clients find the bus, for example pty:/tmp/meter or tcp-listen:127.0.0.1:10001")
        ->type_name("ENDPOINT")
        ->required();
    verb->add_option("--profile", arguments->meters,
                     "Meter that answers requests which are not on the tape, as for 'otbench emulate', for example "
                     "itron-cf-echo-2@5 or ./heat.yaml@5")
        ->type_name("PROFILE[@ADDRESS]")
        ->default_str("the one that the tape names");
    add_capture_options(*verb, arguments->baud);
    finish_help(
        *verb,
        {"otbench replay heat.mbus.jsonl --on tcp-listen:127.0.0.1:10001",
         "otbench replay heat.mbus.jsonl --profile itron-cf-echo-2@5 --on pty:/tmp/meter",
         "otbench replay waves.sr --on tcp-listen:127.0.0.1:10001"},
        "0 interrupted, 2 invalid option or tape, 3 an endpoint cannot be opened",
        "The same requests get the recorded answers after the recorded delays. A meter of --profile, or else of the "
        "profile that the tape names, answers other requests. Runs until interrupted.");
    verb->callback([arguments, &exit_code] {
        exit_code =
            serve_tape(arguments->tape, arguments->meters, arguments->endpoints, "otbench replay", arguments->baud);
    });
}

}  // namespace otbench::app
