// otbench serve: a bench that stays up.
#include <CLI/CLI.hpp>
#include <memory>

#include "app/control/control_options.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/numbers.hpp"

namespace otbench::app {
namespace {

constexpr const char* serve_verb = "otbench serve";

struct ServeArguments {
    FirstBench bench;
    ControlArguments control;
    std::string pace;
};

/// "real", or "x60" for values and clocks that run sixty times as fast; nothing after a complaint.
std::optional<double> value_pace(const std::string& text) {
    constexpr double fastest = 10'000;
    if (text.empty() || text == "real") return 1.0;
    if (text.front() == 'x')
        if (const auto factor = parse_number(std::string_view{text}.substr(1));
            factor && *factor >= 1 && *factor <= fastest)
            return *factor;
    print_error("{}: --pace: invalid pace '{}' (expected real, or a factor from x1 to x10000 for values and clocks)\n",
                serve_verb, text);
    return std::nullopt;
}

int serve(ServeArguments arguments) {
    const auto pace = value_pace(arguments.pace);
    if (!pace) return usage_error;
    arguments.bench.value_pace = *pace;
    arguments.bench.pace = "real";
    arguments.bench.record = arguments.control.web.is_given();  // for the scope of the page
    return run_controlled(arguments.control, arguments.bench, serve_verb);
}

}  // namespace

void add_serve(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("serve", "Keep the devices, buses and meters of a bench running");
    auto arguments = std::make_shared<ServeArguments>();
    verb->add_option("BENCH", arguments->bench.file, "Bench or scenario file; its steps are not performed")->required();
    verb->add_option("--broker", arguments->bench.broker,
                     "MQTT broker: mosquitto (started for the bench), internal, or "
                     "mqtt://[user[:password]@]host[:port], for example mqtt://127.0.0.1:1883")
        ->type_name("BROKER")
        ->default_str("the file's, or mosquitto");
    verb->add_option("--pace", arguments->pace,
                     "Pace of the meters' values and clocks, for example x60 for an hour in a minute; bytes keep their "
                     "speed")
        ->type_name("PACE")
        ->default_str("real");
    verb->add_option("--out", arguments->bench.out,
                     "Write events.jsonl, waves.vcd and bus.pcapng to this folder, for example trace")
        ->type_name("DIR")
        ->default_str("no files");
    verb->add_flag("--allow-commands", arguments->control.allow_commands,
                   "Let steps of clients run programs on this machine; allow it only for clients that you trust");
    arguments->control.add_to(*verb);
    finish_help(*verb,
                {"otbench serve scenarios/library/cf_echo_2_read.yaml",
                 "otbench serve bench.yaml --broker mqtt://127.0.0.1:1883 --pace x60",
                 "otbench serve bench.yaml --control unix:/tmp/bench"},
                "0 ended by a signal or a client, 2 invalid bench or option, 3 the environment failed (broker, "
                "endpoint, disk)",
                "Prints the broker, topics and endpoints and then 'ready', and runs until it is told to end.");
    verb->callback([arguments, &exit_code] { exit_code = serve(*arguments); });
}

}  // namespace otbench::app
