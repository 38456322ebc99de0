#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/circuit/circuit_engine.hpp"
#include "app/circuit/circuit_verbs.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/run/scenario_files.hpp"
#include "app/verbs.hpp"
#include "base/config/units.hpp"
#include "base/output_file.hpp"
#include "base/temporary_folder.hpp"
#include "base/time.hpp"
#include "circuit/plot/svg_plot.hpp"
#include "circuit/replay/replay.hpp"
#include "circuit/replay/replay_plot.hpp"
#include "circuit/replay/replay_summary.hpp"
#include "runner/run/recorded_run.hpp"
#include "runner/run/runner.hpp"
#include "sim/host/process/ngspice.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

using circuit::Deviation;
using circuit::ReplayPiece;
namespace fs = std::filesystem;

struct CheckArguments {
    std::string path, plot, around, json_file;
    std::string span = "3ms";
    std::size_t processes = 2;
};

/// Runs a scenario in a process of its own, with the broker in process; its trace is the same with any.
void run_into(const std::string& path, const std::string& folder) {
    auto loaded = load_scenarios({path});
    if (!loaded) throw std::invalid_argument{path + ": cannot be run"};
    if (loaded->size() != 1) throw std::invalid_argument{path + ": one scenario at a time can be checked"};
    runner::Scenario& scenario = loaded->front();
    scenario.broker = "internal";
    scenario.pace = 0.0;
    const auto work = [&](std::size_t, int result) {
        runner::ConsoleReport report{stdout, false};
        const auto run = runner::run_scenario(scenario, {folder, profile_folders()}, report, sim::interrupted);
        sim::write_all(result, run.error);
        return runner::exit_code(run.verdict);
    };
    sim::WorkerPool{1, true}.run(1, work, [&](std::size_t, const sim::WorkerOutcome& outcome) {
        check_not_interrupted();
        if (!outcome.result.empty() || outcome.signal != 0)
            throw std::invalid_argument{fmt::format("{}: could not be run: {}", path, outcome.result)};
        if (outcome.exit_code != 0)
            print_error("{}: the scenario did not pass; its circuit is checked all the same\n", path);
    });
}

runner::RecordedRun recorded_run(const std::string& path) {
    const auto read = [&](const std::string& folder) {
        auto run = runner::read_recorded_run(folder);
        if (!run) throw std::invalid_argument{run.error().message};
        if (const auto obstacle = circuit::replay_obstacle(run->recording))
            throw std::invalid_argument{fmt::format("{}: {}", path, *obstacle)};
        return *std::move(run);
    };
    if (!fs::exists(path)) throw std::invalid_argument{path + ": no such file or folder"};
    if (fs::is_directory(path)) return read(path);
    const TemporaryFolder folder;
    run_into(path, folder.path());
    return read(folder.path());
}

// ---- the pieces, each in a process of its own ---------------------------------------------------------------------

std::vector<Deviation> replay_all(const circuit::Recording& recording, const std::vector<ReplayPiece>& pieces,
                                  std::size_t processes) {
    const auto work = [&](std::size_t index, int result) {
        circuit::ReplayOutcome outcome;
        try {
            const auto rows = run_deck(circuit::replay_deck(recording, pieces[index]));
            outcome.deviations = circuit::judge_replay(recording, pieces[index], rows);
        } catch (const sim::NgspiceError& error) {
            outcome.error = error.what();
        }
        sim::write_all(result, circuit::to_json(outcome));
        return 0;
    };
    std::vector<Deviation> all;
    sim::WorkerPool{processes, false}.run(pieces.size(), work, [&](std::size_t, const sim::WorkerOutcome& outcome) {
        check_not_interrupted();
        const auto replayed = circuit::replay_outcome_of(outcome.result);
        if (!replayed) throw std::runtime_error{"a piece of the run was lost: its process ended early"};
        if (!replayed->error.empty()) throw sim::NgspiceError{replayed->error};
        all.insert(all.end(), replayed->deviations.begin(), replayed->deviations.end());
    });
    return all;
}

Nanoseconds duration_of(const std::string& option, const std::string& text) {
    const auto duration = runner::parse_duration(text);
    if (!duration) throw std::invalid_argument{fmt::format("{}: {}", option, duration.error().message)};
    return *duration;
}

/// Draws `span` of the run and of ngspice around an instant.
void draw(const std::string& path, const runner::RecordedRun& run, const ReplayPiece& piece, Nanoseconds around,
          Nanoseconds span) {
    const Nanoseconds from = std::max(piece.begin, around - span / 3), to = std::min(piece.end, around + span * 2 / 3);
    const auto wave = circuit::replay_wave(piece, run_deck(circuit::replay_deck(run.recording, piece)));
    write_whole_file(path, svg(circuit::replay_plot(run.scenario, run.recording, wave, from, to)));
}

int check(const CheckArguments& arguments) {
    const Nanoseconds span = duration_of("--span", arguments.span);
    const auto run = recorded_run(arguments.path);
    const auto pieces = circuit::replay_pieces(run.recording);
    if (pieces.empty()) throw std::invalid_argument{arguments.path + ": nothing happened on the bus of this run"};
    Nanoseconds length{};
    for (const auto& piece : pieces) length += piece.end - piece.judged_from;
    const auto all = replay_all(run.recording, pieces, arguments.processes);
    const auto summaries = circuit::summaries_of(all);
    fmt::print("{}", circuit::table_of(summaries));
    fmt::print("{:.3f} s of the run in {} piece{}\n", in_seconds(length), pieces.size(), pieces.size() == 1 ? "" : "s");
    if (!arguments.json_file.empty())
        write_whole_file(arguments.json_file, circuit::report_of(run.scenario, pieces.size(), summaries));
    if (!arguments.plot.empty()) {
        const auto worst = std::max_element(
            all.begin(), all.end(), [](const Deviation& a, const Deviation& b) { return a.share() < b.share(); });
        const Nanoseconds around = arguments.around.empty() ? worst->at : duration_of("--around", arguments.around);
        const ReplayPiece& piece = circuit::piece_at(pieces, around);
        draw(arguments.plot, run, piece, std::max(around, piece.judged_from), span);
    }
    const bool judged = std::any_of(all.begin(), all.end(), [](const Deviation& d) { return d.judged; });
    if (!judged) {
        fmt::print("not judged: for lines beyond 1 km no tolerance is promised\n");
        return 0;
    }
    const bool passed = circuit::passed(summaries);
    fmt::print("{}\n",
               passed ? "the model and ngspice agree within the Primary tolerances" : "beyond the Primary tolerances");
    return passed ? 0 : 1;
}

}  // namespace

void add_circuit_check(CLI::App& verb, int& exit_code) {
    CLI::App* command =
        verb.add_subcommand("check", "Replay the bus of a run in ngspice, and compare voltages, edges and RX");
    auto arguments = std::make_shared<CheckArguments>();
    command->add_option("RUN", arguments->path, "Folder of a run (otbench run --out), or a scenario to run first")
        ->required();
    command->add_option("--plot", arguments->plot, "Draw the run and ngspice to this file, for example worst.svg")
        ->type_name("FILE")
        ->default_str("no plot");
    command->add_option("--around", arguments->around, "Draw around this virtual time, for example 3.88s")
        ->type_name("TIME")
        ->default_str("the worst difference");
    command->add_option("--span", arguments->span, "Duration to draw, for example 500us")
        ->type_name("TIME")
        ->capture_default_str();
    command->add_option("--json", arguments->json_file, "Also write the result to this file, for example check.json")
        ->type_name("FILE")
        ->default_str("no file");
    command->add_option("-j,--jobs", arguments->processes, "Pieces to replay at once, for example 4")
        ->type_name("COUNT")
        ->check(whole_number(1, 256))
        ->capture_default_str();
    finish_help(*command,
                {"otbench circuit check scenarios/library/ping.yaml --plot worst.svg",
                 "otbench circuit check results/ping --around 3.88s --plot there.svg"},
                "0 within the Primary tolerances, 1 outside them, 2 the run cannot be checked, 3 ngspice or the disk "
                "failed, 130 interrupted");
    command->callback([arguments, &exit_code] { exit_code = guarded([&] { return check(*arguments); }); });
}

}  // namespace otbench::app
