#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "app/control/control_options.hpp"
#include "app/firmware/firmware_options.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/run/device_places.hpp"
#include "app/run/file_watch.hpp"
#include "app/run/final_report.hpp"
#include "app/run/scenario_files.hpp"
#include "app/run/selection_options.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "runner/control/debug_session.hpp"
#include "runner/language/parser/parse.hpp"
#include "runner/run/batch.hpp"
#include "runner/run/debug_prompt.hpp"
#include "runner/run/update.hpp"
#include "runner/selection/shard.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

constexpr const char* run_verb = "otbench run";

struct RunArguments {
    SelectionArguments selected;
    ControlArguments control;
    std::vector<std::string> devices;
    std::string broker, pace, out, wave_accuracy, wall_limit;
    std::optional<std::uint64_t> seed, shuffle;
    std::optional<std::size_t> stop_after;
    std::size_t processes = 1, repeat = 1, retries = 0;
    bool verbose = false, hardware = false, last_failed = false, allow_commands = false, update = false, watch = false;
    bool debug = false;
    FirmwareArguments firmware;
};

/// Overrides settings of the file by those of the command line; false after a complaint.
bool apply(const RunArguments& arguments, runner::Scenario& scenario) {
    if (!arguments.broker.empty()) scenario.broker = arguments.broker;
    if (arguments.seed) scenario.seed = *arguments.seed;
    for (runner::Device& device : scenario.devices)
        if (!arguments.firmware.apply(run_verb, device.firmware.options)) return false;
    for (const std::string& setting : arguments.devices) {
        const auto placed = place_device(setting, scenario);
        if (placed) continue;
        print_error("{}: --device: {}\n", run_verb, placed.error().message);
        return false;
    }
    if (arguments.pace.empty()) return true;
    const auto pace = runner::parse_pace(arguments.pace);
    if (!pace) {
        print_error("{}: --pace: {}\n", run_verb, pace.error().message);
        return false;
    }
    if (scenario.needs_real_time() && *pace != runner::real_pace) {
        print_error("{}: --pace: invalid pace '{}' for {}: bridges work in real time (expected real)\n", run_verb,
                    arguments.pace, scenario.path);
        return false;
    }
    scenario.pace = *pace;
    return true;
}

/// Complains of the first step that runs a program; false if none does.
bool complain_of_programs(const std::vector<runner::Scenario>& scenarios) {
    for (const runner::Scenario& scenario : scenarios)
        for (const runner::Step& step : scenario.steps)
            if (step.action && step.action->runs_program()) {
                print_error("{}: this step runs a program (expected otbench run --allow-commands)\n",
                            to_string(step.at, scenario.path));
                return true;
            }
    return false;
}

/// What the command line selects; nothing after a complaint.
std::optional<runner::Selection> selection_of(const RunArguments& arguments) {
    auto selection = arguments.selected.selection(run_verb);
    if (!selection) return std::nullopt;
    selection->repeat = arguments.repeat;
    selection->shuffle = arguments.shuffle;
    if (!arguments.last_failed) return selection;
    auto earlier = arguments.out.empty() ? InputError{"needs --out, the folder of an earlier run"}
                                         : runner::read_summary_file(arguments.out);
    if (!earlier) {
        print_error("{}: --last-failed: {}\n", run_verb, earlier.error().message);
        return std::nullopt;
    }
    selection->failed_earlier = std::move(*earlier);
    return selection;
}

/// `--control`, with what `--allow-commands` means for it.
ControlArguments control_of(const RunArguments& arguments) {
    ControlArguments control = arguments.control;
    control.allow_commands = arguments.allow_commands;
    return control;
}

/// `--debug-on-error`: what a run does at a step that failed.
runner::FailureHook failure_hook(const RunArguments& arguments, std::optional<int> control_fd) {
    if (!control_fd) return runner::debug_prompt(profile_folders());
    return runner::debug_session(session_options(control_of(arguments)), *control_fd, sim::interrupted);
}

/// False after a complaint.
bool read_wave_accuracy(const RunArguments& arguments, runner::BatchOptions& options) {
    constexpr double finest_v = 0.05, coarsest_v = 5.0;
    if (arguments.wave_accuracy.empty()) return true;
    const auto accuracy = config::parse_quantity(arguments.wave_accuracy, Dimension::voltage);
    if (!accuracy || accuracy->si < finest_v || accuracy->si > coarsest_v) {
        print_error("{}: --wave-accuracy: invalid voltage '{}' (expected 50 mV to 5 V)\n", run_verb,
                    arguments.wave_accuracy);
        return false;
    }
    options.wave_accuracy_v = accuracy->si;
    return true;
}

/// The options of the batch; nothing after a complaint. `control_fd`: where the control interface is.
std::optional<runner::BatchOptions> batch_options(const RunArguments& arguments, std::optional<int> control_fd) {
    runner::BatchOptions options;
    options.processes = arguments.processes;
    options.all_reports = arguments.verbose;
    options.asked = {arguments.selected.paths.begin(), arguments.selected.paths.end()};
    options.hardware = arguments.hardware;
    options.out = arguments.out;
    options.profile_folders = profile_folders();
    options.retries = arguments.retries;
    options.update = arguments.update;
    if (arguments.debug) options.on_failure = failure_hook(arguments, control_fd);
    if (arguments.debug && options.processes > 1) {
        print_error("{}: --debug-on-error: {} scenarios at once (expected --jobs 1)\n", run_verb, options.processes);
        return std::nullopt;
    }
    options.stop_after = arguments.stop_after;
    if (!read_wave_accuracy(arguments, options)) return std::nullopt;
    if (arguments.wall_limit.empty()) return options;
    const auto limit = config::parse_duration(arguments.wall_limit);
    if (!limit) {
        print_error("{}: --wall-limit: {}\n", run_verb, limit.error().message);
        return std::nullopt;
    }
    options.wall_limit = *limit;
    return options;
}

/// Creates the file that tells a test runner that shards are supported.
void touch_status_file() {
    const auto path = runner::shard_status_file([](const char* name) -> const char* { return std::getenv(name); });
    if (path && !std::ofstream{*path, std::ios::app}) throw_write_error(*path);
}

/// Writes what came as the new expectation, and says what changed; false when a place could not be changed.
bool update(const runner::Summary& summary) {
    const auto report = runner::update_expectations(summary.results);
    for (const std::string& change : report.changed) fmt::print("updated {}\n", printable(change));
    for (const std::string& reason : report.refused) print_error("{}: not updated: {}\n", run_verb, reason);
    if (report.changed.empty() && report.refused.empty()) fmt::print("nothing to update\n");
    return report.refused.empty();
}

/// Runs a plan and reports on it; the exit code.
int execute(const runner::Plan& plan, const runner::BatchOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const runner::Summary summary = runner::run_batch(plan, options);
    const int code = report_run(summary, options.out, plan.cases.size(), std::chrono::steady_clock::now() - start);
    if (options.update && !update(summary) && code == 0) return runner::exit_code(runner::Verdict::failed);
    if (code != 0 || summary.results.size() == plan.cases.size()) return code;
    return runner::exit_code(sim::interrupted ? runner::Verdict::interrupted : runner::Verdict::time_limit);
}

/// `--control`: a bench that waits for requests instead of performing steps.
int run_under_control(const RunArguments& arguments) {
    FirstBench bench;
    const auto parameters = parameters_of(arguments.selected.parameters, run_verb);
    if (!parameters) return usage_error;
    if (arguments.selected.paths.size() > 1) {
        print_error("{}: --control: {} files (expected one at most)\n", run_verb, arguments.selected.paths.size());
        return usage_error;
    }
    if (!arguments.selected.paths.empty()) bench.file = arguments.selected.paths.front();
    bench.parameters = {parameters->begin(), parameters->end()};
    bench.seed = arguments.seed;
    bench.broker = arguments.broker;
    bench.pace = arguments.pace;
    bench.out = arguments.out;
    return run_controlled(control_of(arguments), bench, run_verb);
}

/// Lets `watch` watch the files outside its folders that a scenario uses.
void watch_files(const runner::Scenario& scenario, FileWatch* watch) {
    if (watch == nullptr) return;
    for (const runner::Device& device : scenario.devices)
        if (!device.command.empty()) watch->add(device.command.front());
    for (const std::string& file : scenario.files) watch->add(file);
    for (const runner::Bus& bus : scenario.buses)
        for (const runner::Meter& meter : bus.meters) watch->add(meter.profile);
}

int run_once(const RunArguments& arguments, FileWatch* watch, std::optional<int> control_fd = std::nullopt) {
    auto scenarios = arguments.selected.load(run_verb);
    if (!scenarios) return usage_error;
    for (const runner::Scenario& scenario : *scenarios) watch_files(scenario, watch);
    for (runner::Scenario& scenario : *scenarios)
        if (!apply(arguments, scenario)) return usage_error;
    if (!arguments.allow_commands && complain_of_programs(*scenarios)) return usage_error;
    const auto selection = selection_of(arguments);
    const auto options = batch_options(arguments, control_fd);
    if (!selection || !options) return usage_error;
    const auto& earlier = selection->failed_earlier;
    if (earlier && runner::overall(earlier->results) == runner::Verdict::passed) {
        print_error("{}: {}: every case passed\n", run_verb, arguments.out);
        return 0;
    }
    const auto plan = SelectionArguments::plan(std::move(*scenarios), *selection, run_verb);
    if (!plan) return usage_error;
    try {
        touch_status_file();
        return execute(*plan, *options);
    } catch (const std::system_error& error) {
        print_error("{}: {}\n", run_verb, error.what());
        return environment_error;
    }
}

/// The words with which this program was started.
std::vector<std::string> own_words() {
    std::ifstream file{"/proc/self/cmdline"};
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    return words;
}

/// Runs, and starts this program anew when a file has changed, until the user interrupts it.
int run_and_watch(const RunArguments& arguments) {
    const auto program = std::filesystem::read_symlink("/proc/self/exe").string();
    FileWatch watch{arguments.selected.paths, arguments.out};
    watch.add(program);
    for (const std::string& setting : arguments.devices) watch.add(setting.substr(setting.find('=') + 1));
    run_once(arguments, &watch);
    if (arguments.update) watch.remember();
    std::vector<std::string> words = own_words();
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    while (!sim::interrupted) {
        print_error("{}: waiting for a change (Ctrl-C ends)\n", run_verb);
        const auto changed = watch.wait(sim::interrupted);
        if (!changed) break;
        print_error("{}: {} has changed\n", run_verb, *changed);
        ::execv(program.c_str(), argv.data());
        watch.remember();  // a program that is being built cannot be started yet
    }
    return interrupted_exit;
}

int run(const RunArguments& arguments) {
    const bool is_controlled = arguments.control.are_given();
    if (is_controlled && !arguments.debug) return run_under_control(arguments);
    if (is_controlled && arguments.watch) {
        print_error("{}: --control and --watch exclude each other\n", run_verb);
        return usage_error;
    }
    if (arguments.selected.paths.empty()) {
        print_error("{}: no scenario (expected FILE, or --control)\n", run_verb);
        return usage_error;
    }
    if (is_controlled)
        return run_behind_control(
            control_of(arguments), [&](int fd) { return run_once(arguments, nullptr, fd); }, run_verb);
    sim::watch_interrupts();
    return arguments.watch ? run_and_watch(arguments) : run_once(arguments, nullptr);
}

/// The options that override settings of the files, and those on where results go.
void add_settings(CLI::App& verb, RunArguments& arguments) {
    verb.add_option(
            "--broker", arguments.broker,
            "MQTT broker: mosquitto (started for the run), internal, or mqtt[s]://[user@]host[:port], for example "
            "mqtt://127.0.0.1:1883 or 'mqtts://user@host?ca=ca.pem&password-file=secret'")
        ->type_name("BROKER")
        ->default_str("the file's, or mosquitto");
    verb.add_option("--pace", arguments.pace,
                    "Pace of virtual time: virtual (as fast as possible), real, or a factor, for example x10 for ten "
                    "times real time")
        ->type_name("PACE")
        ->default_str("the file's, or virtual");
    verb.add_option("--seed", arguments.seed, "Start of all randomness, for example 42")
        ->type_name("NUMBER")
        ->check(whole_number())
        ->default_str("the file's, or 1");
    verb.add_option("--device", arguments.devices,
                    "Run the firmware of device NAME in a process that speaks the device protocol, for example "
                    "boiler=build/bin/sample_gateway, or on a real device whose serial line ends at an endpoint, for "
                    "example boiler=external:serial:/dev/ttyUSB0 (with --broker)")
        ->type_name("NAME=PLACE")
        ->allow_extra_args(false)
        ->default_str("the file's");
    verb.add_option("--out", arguments.out,
                    "Write report.html, events.jsonl, waves.vcd, waves.sr, bus.pcapng, junit.xml and summary.json to "
                    "this folder, for "
                    "example results")
        ->type_name("DIR")
        ->default_str("no files");
    verb.add_option("--wave-accuracy", arguments.wave_accuracy,
                    "Draw bus voltages in waves.vcd to within this voltage, from 50 mV to 5 V, for example 50mV")
        ->type_name("VOLTAGE")
        ->default_str("10 mV, or 6 % of what an edge swings where that is more");
    verb.add_flag("--update", arguments.update,
                  "Write what came as the new expectation, into snapshots and into the replies and values that the "
                  "scenario files expect");
    verb.add_flag("--allow-commands", arguments.allow_commands,
                  "Let steps of scenarios run programs on this machine; allow it only for files that you trust");
    verb.add_flag("--hardware", arguments.hardware,
                  "Also run scenarios with skip-unless: hardware, as real devices are connected");
    verb.add_flag("-v,--verbose", arguments.verbose, "Print the steps of passing scenarios, too, when several run");
}

/// The options on how often, in what order and how long the cases run.
void add_repetitions(CLI::App& verb, RunArguments& arguments) {
    verb.add_option("-j,--jobs", arguments.processes, "Scenarios to run at once, for example 4")
        ->type_name("COUNT")
        ->check(whole_number(1, 256))
        ->capture_default_str();
    verb.add_option("--repeat", arguments.repeat, "Run each case this many times, for example 10")
        ->type_name("COUNT")
        ->check(whole_number(1, 100'000))
        ->capture_default_str();
    verb.add_option("--retry", arguments.retries, "Run a case that fails again up to this many times, for example 2")
        ->type_name("COUNT")
        ->check(whole_number(0, 1000))
        ->capture_default_str();
    verb.add_option("--shuffle", arguments.shuffle, "Run the cases in the random order of this seed, for example 7")
        ->type_name("NUMBER")
        ->check(whole_number())
        ->default_str("the order of the files");
    verb.add_option("--stop-after", arguments.stop_after,
                    "Start no further cases after this many failures, for example 1")
        ->type_name("COUNT")
        ->check(whole_number(1, 1'000'000))
        ->default_str("run all cases");
    verb.add_option("--wall-limit", arguments.wall_limit,
                    "End the run after this much real time, for example 10min (exit code 42)")
        ->type_name("DURATION")
        ->default_str("no limit");
    verb.add_flag("--debug-on-error", arguments.debug,
                  "Stop at each step that fails, and read commands and further steps from standard input, or with "
                  "--control from clients");
    verb.add_flag("--watch", arguments.watch,
                  "Run again whenever a scenario, a file beside it, Otbench or a program under test changes, until "
                  "interrupted");
    verb.add_flag("--last-failed", arguments.last_failed,
                  "Run only the cases that did not pass in the earlier run whose results are in --out");
}

}  // namespace

void add_run(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("run", "Run scenario files and report the results");
    auto arguments = std::make_shared<RunArguments>();
    arguments->selected.add_to(*verb, SelectionArguments::Paths::optional);
    arguments->control.add_to(*verb);
    add_settings(*verb, *arguments);
    add_repetitions(*verb, *arguments);
    arguments->firmware.add_to(*verb);
    finish_help(*verb,
                {"otbench run scenarios/library/ping.yaml", "otbench run scenarios --out results -j 2",
                 "otbench run scenarios --tag bridge --shard 2/4 --out shard-2"},
                "0 passed, skipped or failed as expected, 1 a check failed or passed unexpectedly, 2 invalid scenario "
                "or option, 3 the environment failed "
                "(broker, endpoint, disk), 42 time limit reached, 130 interrupted",
                "Scenarios found in a folder are skipped when their bridges have no peer on this machine; name the "
                "file to run one.");
    verb->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace otbench::app
