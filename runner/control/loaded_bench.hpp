#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/rpc/dispatcher.hpp"
#include "runner/language/parser/step_reader.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// What a bench is made of, as `bench.load` asks for it.
struct LoadRequest {
    std::string file;            ///< of the scenario; empty: `text`
    std::string text, name;      ///< the scenario itself, and the path by which messages and the trace name it
    ParameterValues parameters;  ///< of the scenario, instead of its own
    std::optional<std::uint64_t> seed;
    std::string broker, pace;         ///< instead of the scenario's; empty: as there
    std::string out;                  ///< folder for the files of the trace; empty: none
    bool record = true;               ///< signals, so that steps can look back at them
    std::vector<std::string> topics;  ///< to subscribe to before the devices start
};

/// The bench of a scenario whose steps come one by one.
struct BenchParts {
    BenchParts(Scenario what, std::unique_ptr<sim::TestBench> where)
        : scenario(std::move(what)), bench(std::move(where)), run(scenario, *bench) {}

    Scenario scenario;
    std::unique_ptr<sim::TestBench> bench;
    Execution run;
};

/// What the methods of the control interface work on: a bench that a client loads, or that of a run.
struct LoadedBench {
    /// Of a run that stops at steps that fail; it must outlive this.
    LoadedBench(Execution& of, ProfileCatalog catalog);
    /// Of a client.
    LoadedBench(std::unique_ptr<BenchParts> own, ProfileCatalog catalog);

    /// Hands the frames that are over to what records them.
    void advance_captures();

    std::unique_ptr<BenchParts> parts;  ///< null for a run
    Execution& run;
    const Scenario& scenario;
    sim::TestBench& bench;
    ProfileCatalog profiles;
    StepReader reader;
    std::vector<Step> steps;                               ///< those that were performed last
    std::map<std::string, nlohmann::json> removed_meters;  ///< their counters, by name
    std::string out;
    bool records_signals = true;
    bool wakes_at_events = false;        ///< a wait ends at the next event
    std::string broken;                  ///< why it cannot go on; empty: it can
    const StepResult* failed = nullptr;  ///< of a run: the step at which it has stopped
};

/// Reads the scenario of a request.
[[nodiscard]] boost::system::result<Scenario, rpc::Failure> read_scenario(const LoadRequest& request,
                                                                          const ProfileCatalog& profiles);

/// The mistakes of a file as a failure: the first one as its message, all of them as its data.
[[nodiscard]] rpc::Failure failure_of(const std::vector<Diagnostic>& diagnostics);

/// Asked after each slice of a bench's time, with its virtual time, whether time goes on.
using GoesOn = std::function<bool(Nanoseconds now)>;

/// Builds the bench of `scenario` and lets its time run until steps can begin. Throws as `start_run`, `RunStopped` when
/// time does not go on. Once a process.
[[nodiscard]] std::unique_ptr<LoadedBench> load_bench(Scenario scenario, const LoadRequest& request,
                                                      const std::vector<std::filesystem::path>& profile_folders,
                                                      ProfileCatalog profiles, const std::atomic<bool>& interrupted,
                                                      const GoesOn& goes_on);

/// Writes what a run writes at its end. Throws `std::system_error`.
void close_bench(LoadedBench& loaded);

}  // namespace otbench::runner
