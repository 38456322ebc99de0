#include "runner/run/quirk_search.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/core/span.hpp>

#include "runner/report/console_report.hpp"
#include "runner/report/result_text.hpp"
#include "runner/run/runner.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::runner {
namespace {

using firmware::Quirk;
using firmware::QuirkEntry;
using firmware::QuirkFixes;

constexpr std::uint64_t most_events = 4'000'000, most_runs = 60;
constexpr std::uint64_t short_run = 50'000;  // events: well below a second
constexpr int halvings_of_short_runs = 3;

const QuirkEntry& entry_of(Quirk quirk) {
    const auto all = firmware::quirks();
    return *std::find_if(all.begin(), all.end(), [&](const QuirkEntry& entry) { return entry.quirk == quirk; });
}

std::vector<Quirk> switchable_quirks() {
    std::vector<Quirk> all;
    for (const QuirkEntry& entry : firmware::quirks())
        if (entry.is_switchable()) all.push_back(entry.quirk);
    return all;
}

class QuirkSearch {
public:
    QuirkSearch(std::size_t failed, const TrialRun& run) : failed_{failed}, run_{run} {}

    /// `halvings`: how often to halve these even if they change nothing.
    void look_among(boost::span<const Quirk> candidates, int halvings) {
        QuirkFixes fixes;
        for (const Quirk quirk : candidates) fixes.fix(quirk);
        const std::size_t passed = run_(fixes, failed_);
        if (candidates.size() == 1) {
            if (passed > failed_) found_.push_back(candidates.front());
        } else if (passed != failed_ || halvings > 0) {
            look_among(candidates.first(candidates.size() / 2), halvings - 1);
            look_among(candidates.subspan(candidates.size() / 2), halvings - 1);
        }
    }
    [[nodiscard]] const std::vector<Quirk>& found() const { return found_; }

private:
    std::size_t failed_;
    const TrialRun& run_;
    std::vector<Quirk> found_;
};

std::size_t passed_steps(const std::vector<StepResult>& steps) {
    return std::size_t(
        std::count_if(steps.begin(), steps.end(), [](const StepResult& step) { return !step.failed(); }));
}

bool can_be_repeated(const Scenario& scenario) {
    return scenario.pace == 0.0 && !scenario.needs_real_time() &&
           std::all_of(scenario.devices.begin(), scenario.devices.end(),
                       [](const Device& device) { return device.command.empty() && device.flash_file.empty(); });
}

/// The scenario up to a step, as it can be repeated in any number.
Scenario trial_of(const Scenario& scenario, const QuirkFixes& fixes, std::size_t last) {
    Scenario trial = scenario;
    trial.broker = "internal";
    trial.steps.erase(trial.steps.begin() + std::ptrdiff_t(last) + 1, trial.steps.end());
    for (Device& device : trial.devices)
        for (const Quirk quirk : switchable_quirks())
            if (fixes[quirk]) device.firmware.options.fixes.fix(quirk);
    return trial;
}

std::size_t run_trial(const Scenario& trial, const std::vector<std::filesystem::path>& profile_folders) {
    std::size_t passed = 0;
    const auto work = [&](std::size_t, int result_fd) {
        ConsoleReport unread{stdout, false, stdout};
        sim::write_all(result_fd, result_text(run_scenario(trial, {{}, profile_folders}, unread, sim::interrupted)));
        return 0;
    };
    sim::WorkerPool{1, true}.run(1, work, [&](std::size_t, const sim::WorkerOutcome& outcome) {
        if (const auto result = read_result(outcome.result)) passed = passed_steps(result->steps);
    });
    return passed;
}

}  // namespace

std::string quirk_text(Quirk quirk) {
    const QuirkEntry& entry = entry_of(quirk);
    return fmt::format("Q{} ({})", entry.number(), entry.effect);
}

std::vector<Quirk> find_quirks(std::size_t failed, int halvings, const TrialRun& run) {
    QuirkSearch search{failed, run};
    search.look_among(switchable_quirks(), halvings);
    return search.found();
}

std::string explain_failure(const Scenario& scenario, const RunResult& result,
                            const std::vector<std::filesystem::path>& profile_folders) {
    const StepResult* failed = result.verdict == Verdict::failed ? failed_step(result) : nullptr;
    if (failed == nullptr || !can_be_repeated(scenario)) return {};
    const auto before = std::size_t(failed - result.steps.data());
    std::uint64_t runs_left = std::min(most_runs, most_events / std::max<std::uint64_t>(result.events, 1));
    const int halvings = result.events <= short_run ? halvings_of_short_runs : 0;
    const auto quirks = find_quirks(before, halvings, [&](const QuirkFixes& fixes, std::size_t unexplained) {
        if (runs_left == 0 || sim::interrupted) return unexplained;
        --runs_left;
        return run_trial(trial_of(scenario, fixes, failed->index), profile_folders);
    });
    std::string text;
    for (const Quirk quirk : quirks) {
        const QuirkEntry& entry = entry_of(quirk);
        text += fmt::format("{}this is what Q{} does ({}); with 'fix: Q{}' this step passes", text.empty() ? "" : "\n",
                            entry.number(), entry.effect, entry.number());
    }
    return text;
}

}  // namespace otbench::runner
