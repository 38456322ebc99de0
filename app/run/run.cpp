#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "app/firmware/firmware_options.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/run/device_places.hpp"
#include "app/run/scenario_files.hpp"
#include "app/verbs.hpp"
#include "runner/language/parser/parse.hpp"
#include "runner/report/reports.hpp"
#include "runner/run/batch.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

struct RunArguments {
    std::vector<std::string> paths, parameters, devices;
    std::string broker, pace, out;
    std::optional<std::uint64_t> seed;
    std::size_t processes = 1;
    bool verbose = false, hardware = false;
    FirmwareArguments firmware;
};

/// Overrides settings of the file by those of the command line; false after a complaint.
bool apply(const RunArguments& arguments, runner::Scenario& scenario) {
    if (!arguments.broker.empty()) scenario.broker = arguments.broker;
    if (arguments.seed) scenario.seed = *arguments.seed;
    for (runner::Device& device : scenario.devices)
        if (!arguments.firmware.apply("otbench run", device.firmware.options)) return false;
    for (const std::string& setting : arguments.devices) {
        const auto placed = place_device(setting, scenario);
        if (placed) continue;
        print_error("otbench run: --device: {}\n", placed.error().message);
        return false;
    }
    if (arguments.pace.empty()) return true;
    const auto pace = runner::parse_pace(arguments.pace);
    if (!pace) {
        print_error("otbench run: --pace: {}\n", pace.error().message);
        return false;
    }
    if (scenario.needs_real_time() && *pace != runner::real_pace) {
        print_error("otbench run: --pace: invalid pace '{}' for {}: bridges work in real time (expected real)\n",
                    arguments.pace, scenario.path);
        return false;
    }
    scenario.pace = *pace;
    return true;
}

int run(const RunArguments& arguments) {
    sim::watch_interrupts();
    const auto parameters = parameters_of(arguments.parameters, "otbench run");
    if (!parameters) return usage_error;
    auto scenarios = load_scenarios(arguments.paths, *parameters);
    if (!scenarios) return usage_error;
    for (runner::Scenario& scenario : *scenarios)
        if (!apply(arguments, scenario)) return usage_error;
    try {
        const auto results = runner::run_batch(*scenarios, {arguments.processes,
                                                            arguments.verbose,
                                                            {arguments.paths.begin(), arguments.paths.end()},
                                                            arguments.hardware,
                                                            arguments.out,
                                                            profile_folders()});
        if (results.size() < scenarios->size()) return runner::exit_code(runner::Verdict::interrupted);
        return runner::exit_code(runner::overall(results));
    } catch (const std::system_error& error) {
        print_error("otbench run: {}\n", error.what());
        return environment_error;
    }
}

}  // namespace

void add_run(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("run", "Run scenario files and report the results");
    auto arguments = std::make_shared<RunArguments>();
    verb->add_option("FILE", arguments->paths, "Scenario files, or folders of them")->required();
    verb->add_option("--broker", arguments->broker,
                     "MQTT broker: mosquitto (started for the run), internal, or mqtt://[user[:password]@]host[:port], "
                     "for example mqtt://127.0.0.1:1883")
        ->type_name("BROKER")
        ->default_str("the file's, or mosquitto");
    verb->add_option("--pace", arguments->pace,
                     "Pace of virtual time: virtual (as fast as possible), real, or a factor, for example x10 for ten "
                     "times real time")
        ->type_name("PACE")
        ->default_str("the file's, or virtual");
    verb->add_option("--seed", arguments->seed, "Start of all randomness, for example 42")
        ->type_name("NUMBER")
        ->check(whole_number())
        ->default_str("the file's, or 1");
    verb->add_option("--param", arguments->parameters,
                     "Run only the cases with this value of a parameter, for example baud=2400")
        ->type_name("NAME=VALUE")
        ->default_str("all cases");
    verb->add_option("--device", arguments->devices,
                     "Run the firmware of device NAME in a process that speaks the device protocol, for example "
                     "boiler=build/bin/sample_gateway, or on a real device whose serial line ends at an endpoint, for "
                     "example boiler=external:serial:/dev/ttyUSB0 (with --broker)")
        ->type_name("NAME=PLACE")
        ->default_str("the file's");
    verb->add_option(
            "--out", arguments->out,
            "Write events.jsonl, waves.vcd, bus.pcapng, junit.xml and summary.json to this folder, for example results")
        ->type_name("DIR")
        ->default_str("no files");
    verb->add_option("-j,--jobs", arguments->processes, "Scenarios to run at once, for example 4")
        ->type_name("COUNT")
        ->check(whole_number(1, 256))
        ->capture_default_str();
    verb->add_flag("--hardware", arguments->hardware,
                   "Also run scenarios with skip-unless: hardware, as real devices are connected");
    arguments->firmware.add_to(*verb);
    verb->add_flag("-v,--verbose", arguments->verbose, "Print the steps of passing scenarios, too, when several run");
    finish_help(*verb, {"otbench run scenarios/library/ping.yaml", "otbench run scenarios --out results -j 2"},
                "0 passed, skipped or failed as expected, 1 a check failed or passed unexpectedly, 2 invalid scenario "
                "or option, 3 the environment failed "
                "(broker, endpoint, disk), 42 time limit reached, 130 interrupted",
                "Scenarios found in a folder are skipped when their bridges have no peer on this machine; name the "
                "file to run one.");
    verb->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace otbench::app
