#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/circuit/circuit_engine.hpp"
#include "app/circuit/circuit_verbs.hpp"
#include "app/circuit/svg_plot.hpp"
#include "app/paths.hpp"
#include "app/run/scenario_files.hpp"
#include "app/verbs.hpp"
#include "base/config/units.hpp"
#include "circuit/measure/edge_times.hpp"
#include "circuit/replay/replay.hpp"
#include "runner/run/recorded_run.hpp"
#include "runner/run/runner.hpp"
#include "sim/host/process/ngspice.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

using circuit::Deviation;
using circuit::ReplayPiece;
using circuit::Tick;
using nlohmann::json;
namespace fs = std::filesystem;

struct CheckArguments {
    std::string path, plot, around, json_file;
    std::string span = "3ms";
    std::size_t processes = 2;
};

double seconds(Tick at) {
    return std::chrono::duration<double>(at).count();
}

/// A folder that goes away with it.
class PassingFolder {
public:
    PassingFolder() {
        std::string pattern = (fs::temp_directory_path() / "otbench-check-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error{pattern + ": cannot be created"};
        path_ = pattern;
    }
    ~PassingFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
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
        runner::Story story{stdout, false};
        const auto run = runner::run_scenario(scenario, {folder, profile_folders()}, story, sim::interrupted);
        sim::write_all(result, run.error);
        return runner::exit_code(run.verdict);
    };
    sim::WorkerPool{1, true}.run(1, work, [&](std::size_t, const sim::WorkerOutcome& outcome) {
        if (sim::interrupted) throw std::runtime_error{"interrupted"};
        if (!outcome.result.empty() || outcome.signal != 0)
            throw std::invalid_argument{fmt::format("{}: could not be run: {}", path, outcome.result)};
        if (outcome.exit_code != 0)
            fmt::print(stderr, "{}: the scenario did not pass; its circuit is checked all the same\n", path);
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
    const PassingFolder folder;
    run_into(path, folder.path());
    return read(folder.path());
}

// ---- the pieces, each in a process of its own ---------------------------------------------------------------------

json to_json(const Deviation& d) {
    return {static_cast<int>(d.kind), d.at.count(), d.run, d.ngspice, d.allowed, d.slave, d.judged};
}
Deviation deviation_of(const json& j) {
    const auto number = [](const json& value) { return value.is_number() ? value.get<double>() : std::nan(""); };
    return {static_cast<Deviation::Kind>(j[0].get<int>()),
            Tick{j[1].get<std::int64_t>()},
            number(j[2]),
            number(j[3]),
            j[4],
            j[5],
            j[6]};
}

std::vector<Deviation> replay_all(const circuit::Recording& recording, const std::vector<ReplayPiece>& pieces,
                                  std::size_t processes) {
    const auto work = [&](std::size_t index, int result) {
        json answer = json::object();
        try {
            const auto rows = run_deck(circuit::replay_deck(recording, pieces[index]));
            answer["deviations"] = json::array();
            for (const auto& deviation : circuit::judge_replay(recording, pieces[index], rows))
                answer["deviations"].push_back(to_json(deviation));
        } catch (const sim::NgspiceError& error) {
            answer["error"] = error.what();
        }
        sim::write_all(result, answer.dump());
        return 0;
    };
    std::vector<Deviation> all;
    sim::WorkerPool{processes, false}.run(pieces.size(), work, [&](std::size_t, const sim::WorkerOutcome& outcome) {
        if (sim::interrupted) throw std::runtime_error{"interrupted"};
        const auto answer = json::parse(outcome.result, nullptr, false);
        if (answer.is_discarded()) throw std::runtime_error{"a piece of the run was lost: its process ended early"};
        if (answer.contains("error")) throw std::runtime_error{answer["error"].get<std::string>()};
        for (const auto& deviation : answer["deviations"]) all.push_back(deviation_of(deviation));
    });
    return all;
}

// ---- what is told ------------------------------------------------------------------------------------------------

/// All deviations of a kind.
struct Summary {
    std::size_t count = 0, missed = 0;
    const Deviation* worst = nullptr;
};

std::map<Deviation::Kind, Summary> summaries_of(const std::vector<Deviation>& all) {
    std::map<Deviation::Kind, Summary> summaries;
    for (const auto& deviation : all) {
        auto& summary = summaries[deviation.kind];
        ++summary.count;
        if (deviation.judged && deviation.share() > 1) ++summary.missed;
        if (!summary.worst || deviation.share() > summary.worst->share()) summary.worst = &deviation;
    }
    return summaries;
}

std::string value_text(double value, const char* unit) {
    return std::isnan(value) ? "never" : fmt::format("{:.4g} {}", value, unit);
}

void print_summaries(const std::map<Deviation::Kind, Summary>& summaries) {
    fmt::print("{:<18} {:>8} {:>7}  {:>12} {:>12} {:>11}  {}\n", "quantity", "compared", "missed", "worst: run",
               "ngspice", "of allowed", "at");
    for (const auto& [kind, summary] : summaries) {
        const auto& [name, unit] = circuit::kind_of(kind);
        const Deviation& worst = *summary.worst;
        fmt::print("{:<18} {:>8} {:>7}  {:>12} {:>12} {:>10.0f}%  {:.6f} s\n", name, summary.count, summary.missed,
                   value_text(worst.run, unit), value_text(worst.ngspice, unit), worst.share() * 100,
                   seconds(worst.at));
    }
}

json report_of(const runner::RecordedRun& run, const std::vector<ReplayPiece>& pieces,
               const std::map<Deviation::Kind, Summary>& summaries) {
    json report{{"scenario", run.scenario}, {"pieces", pieces.size()}, {"quantities", json::object()}};
    bool passed = true;
    for (const auto& [kind, summary] : summaries) {
        const auto& [name, unit] = circuit::kind_of(kind);
        const Deviation& worst = *summary.worst;
        passed = passed && summary.missed == 0;
        report["quantities"][name] = {
            {"compared", summary.count},
            {"missed", summary.missed},
            {"unit", unit},
            {"worst",
             {{"t_ns", worst.at.count()}, {"run", worst.run}, {"ngspice", worst.ngspice}, {"allowed", worst.allowed}}}};
    }
    report["passed"] = passed;
    return report;
}

/// Levels of TX as a curve.
PlotSeries tx_curve(const circuit::Recording& recording, Tick from, Tick to) {
    PlotSeries series{"TX, driven high", {}, {}};
    double level = 0;
    const auto add = [&](Tick at, double value) {
        series.x.push_back(seconds(at) * 1e3);
        series.y.push_back(value);
    };
    for (const auto& change : recording.tx) {
        const double next = change.input == circuit::TxInput::high ? 1.0 : 0.0;
        if (change.at > from && change.at < to) {
            if (series.x.empty()) add(from, level);
            add(change.at, level);
            add(change.at, next);
        }
        if (change.at < to) level = next;
    }
    if (series.x.empty()) add(from, level);
    add(to, level);
    return series;
}

/// RX of the run, as the level of the voltage that it stands for.
PlotSeries rx_curve(const circuit::Recording& recording, double high_v, Tick from, Tick to) {
    PlotSeries series{"RX of the run", {}, {}, PlotSeries::Style::dashed};
    bool level = recording.rx_at_start;
    const auto add = [&](Tick at) {
        series.x.push_back(seconds(at) * 1e3);
        series.y.push_back(level ? high_v : 0.0);
    };
    for (const auto& seen : recording.seen) {
        if (seen.what != circuit::Crossing::What::rx || seen.at >= to) continue;
        if (seen.at > from) {
            if (series.x.empty()) add(from);
            add(seen.at);
        }
        level = seen.level;
        if (seen.at > from) add(seen.at);
    }
    if (series.x.empty()) add(from);
    add(to);
    return series;
}

void draw(const std::string& path, const runner::RecordedRun& run, const ReplayPiece& piece, Tick around, Tick span) {
    const auto& recording = run.recording;
    const Tick from = std::max(piece.begin, around - span / 3), to = std::min(piece.end, around + span * 2 / 3);
    const auto wave = circuit::replay_wave(piece, run_deck(circuit::replay_deck(recording, piece)));
    PlotSeries spice_bus{"ngspice", {}, {}}, spice_rx{"RX of ngspice", {}, {}};
    for (std::size_t i = 0; i < wave.time_s.size(); ++i) {
        if (wave.time_s[i] < seconds(from) || wave.time_s[i] > seconds(to)) continue;
        spice_bus.x.push_back(wave.time_s[i] * 1e3);
        spice_bus.y.push_back(wave.bus_v[i]);
        spice_rx.y.push_back(wave.rx_v[i]);
    }
    spice_rx.x = spice_bus.x;
    PlotSeries run_bus{"the run", {seconds(from) * 1e3}, {recording.bus_voltage(from)}, PlotSeries::Style::dashed};
    for (const auto& point : recording.bus_v) {
        if (point.at <= from || point.at >= to) continue;
        run_bus.x.push_back(seconds(point.at) * 1e3);
        run_bus.y.push_back(point.volts);
    }
    const double rx_high_v = *std::max_element(wave.rx_v.begin(), wave.rx_v.end());
    write_text(path, svg(Plot{run.scenario + ": bus voltage and RX of the run, and by ngspice",
                              "virtual time in ms",
                              {{"bus in V", {spice_bus, run_bus}, {}},
                               {"RX in V", {spice_rx, rx_curve(recording, rx_high_v, from, to)}, {circuit::rx_half_v}},
                               {"TX", {tx_curve(recording, from, to)}, {}}}}));
}

Tick duration_of(const std::string& option, const std::string& text) {
    const auto duration = runner::parse_duration(text);
    if (!duration) throw std::invalid_argument{fmt::format("{}: {}", option, duration.error().message)};
    return *duration;
}

/// The piece that holds an instant, or the first after it.
const ReplayPiece& piece_at(const std::vector<ReplayPiece>& pieces, Tick at) {
    const auto found =
        std::find_if(pieces.begin(), pieces.end(), [&](const ReplayPiece& piece) { return at < piece.end; });
    return found == pieces.end() ? pieces.back() : *found;
}

int check(const CheckArguments& arguments) {
    sim::watch_interrupts();
    const Tick span = duration_of("--span", arguments.span);
    const auto run = recorded_run(arguments.path);
    const auto pieces = circuit::replay_pieces(run.recording);
    if (pieces.empty()) throw std::invalid_argument{arguments.path + ": nothing happened on the bus of this run"};
    Tick length{};
    for (const auto& piece : pieces) length += piece.end - piece.judged_from;
    const auto all = replay_all(run.recording, pieces, arguments.processes);
    const auto summaries = summaries_of(all);
    print_summaries(summaries);
    fmt::print("{:.3f} s of the run in {} piece{}\n", seconds(length), pieces.size(), pieces.size() == 1 ? "" : "s");
    const json report = report_of(run, pieces, summaries);
    if (!arguments.json_file.empty()) write_text(arguments.json_file, report.dump(1) + "\n");
    if (!arguments.plot.empty()) {
        const auto worst = std::max_element(
            all.begin(), all.end(), [](const Deviation& a, const Deviation& b) { return a.share() < b.share(); });
        const Tick around = arguments.around.empty() ? worst->at : duration_of("--around", arguments.around);
        const ReplayPiece& piece = piece_at(pieces, around);
        draw(arguments.plot, run, piece, std::max(around, piece.judged_from), span);
    }
    const bool judged = std::any_of(all.begin(), all.end(), [](const Deviation& d) { return d.judged; });
    if (!judged) {
        fmt::print("not judged: for lines beyond 1 km no tolerance is promised\n");
        return 0;
    }
    fmt::print("{}\n", report["passed"] ? "the model and ngspice agree within the Primary tolerances"
                                        : "beyond the Primary tolerances");
    return report["passed"] ? 0 : 1;
}

}  // namespace

void add_circuit_check(CLI::App& verb, int& exit_code) {
    CLI::App* command = verb.add_subcommand(
        "check", "Replay what happened on the bus of a run through ngspice, and compare voltages, edges and RX");
    auto arguments = std::make_shared<CheckArguments>();
    command->add_option("RUN", arguments->path, "The folder of a run (otbench run --out), or a scenario to run first")
        ->required();
    command->add_option("--plot", arguments->plot, "Draw the run and ngspice around the worst difference (SVG)");
    command->add_option("--around", arguments->around, "Draw there instead: a virtual time such as 3.88s");
    command->add_option("--span", arguments->span, "How much time to draw")->capture_default_str();
    command->add_option("--json", arguments->json_file, "Also write the result as JSON");
    command->add_option("-j,--jobs", arguments->processes, "Pieces to replay at once")
        ->check(CLI::Range(std::size_t{1}, std::size_t{256}))
        ->capture_default_str();
    command->footer(
        "Exit code: 0 within the Primary tolerances, 1 beyond them or ngspice failed, 2 this run cannot be checked.");
    command->callback([arguments, &exit_code] { exit_code = guarded([&] { return check(*arguments); }); });
}

}  // namespace otbench::app
