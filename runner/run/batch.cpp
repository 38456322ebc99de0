#include "runner/run/batch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/output_file.hpp"
#include "runner/report/batch_report.hpp"
#include "runner/report/console_report.hpp"
#include "runner/run/missing_peer.hpp"
#include "runner/run/missing_requirement.hpp"
#include "runner/run/quirk_search.hpp"
#include "runner/run/runner.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;

/// The result of a worker that could not report one itself.
RunResult lost_result(const Scenario& scenario, const sim::WorkerOutcome& outcome) {
    RunResult result = blank_result(scenario);
    result.verdict = sim::interrupted ? Verdict::interrupted : Verdict::environment;
    result.error = outcome.signal ? fmt::format("the process of this scenario was ended by signal {}", outcome.signal)
                                  : fmt::format("the process of this scenario ended with code {}", outcome.exit_code);
    return result;
}

RunResult result_of(const Scenario& scenario, const sim::WorkerOutcome& outcome) {
    auto result = read_result(outcome.result);
    return result ? std::move(*result) : lost_result(scenario, outcome);
}

/// Whether a new attempt may end differently: outside the bench there is chance.
bool is_worth_a_retry(Verdict verdict) {
    return verdict == Verdict::failed || verdict == Verdict::time_limit || verdict == Verdict::environment;
}

/// One batch: rounds of processes, the first with all cases, each further one with those that are retried.
class Batch {
public:
    Batch(const Plan& plan, const BatchOptions& options)
        : plan_{plan},
          options_{options},
          several_{plan.total > 1},
          report_{plan.cases.size(), several_, options.all_reports},
          pool_{options.processes, several_} {
        if (options.wall_limit)
            pool_.end_at(std::chrono::steady_clock::now() +
                         std::chrono::duration_cast<std::chrono::steady_clock::duration>(*options.wall_limit));
        find_skips();
        if (options.out.empty()) return;
        make_output_folder(options.out);
        for (std::size_t i = 0; i < plan.cases.size(); ++i)
            if (skips_.count(i) == 0) make_output_folder(folder_of(i));
    }

    std::vector<RunResult> run() {
        std::vector<std::size_t> round(plan_.cases.size());
        std::iota(round.begin(), round.end(), std::size_t{0});
        for (attempt_ = 1; !round.empty() && !stopped_ && !sim::interrupted && !pool_.reached_limit(); ++attempt_)
            round = run_round(round);
        std::vector<RunResult> results;
        for (auto& [index, result] : results_) results.push_back(std::move(result));
        return results;
    }

private:
    void find_skips() {
        for (std::size_t i = 0; i < plan_.cases.size(); ++i) {
            const Scenario& scenario = plan_.cases[i].scenario;
            auto reason = missing_requirement(scenario, options_.hardware);
            if (!reason && options_.asked.count(scenario.path) == 0) reason = missing_peer(scenario);
            if (reason) skips_.emplace(i, std::move(*reason));
        }
    }

    [[nodiscard]] std::string folder_of(std::size_t i) const {
        const std::string& folder = plan_.cases[i].folder;
        return options_.out.empty() || folder.empty() ? options_.out : options_.out + "/" + folder;
    }

    /// What a process does.
    int run_case(std::size_t i, int result_fd) const {
        if (skips_.count(i) != 0) return 0;
        ConsoleReport report{stdout, ConsoleReport::wants_colours(stdout), several_ ? stderr : stdout};
        const RunOptions options{folder_of(i), options_.profile_folders, options_.update, options_.on_failure,
                                 options_.wave_accuracy_v};
        const RunResult result = run_scenario(plan_.cases[i].scenario, options, report, sim::interrupted);
        sim::write_all(result_fd, result_text(result));
        return exit_code(result.verdict);
    }

    [[nodiscard]] RunResult result_of_case(std::size_t i, const sim::WorkerOutcome& outcome) const {
        const PlannedCase& planned = plan_.cases[i];
        RunResult result = blank_result(planned.scenario);
        if (const auto skip = skips_.find(i); skip != skips_.end()) {
            result.verdict = Verdict::skipped;
            result.error = skip->second;
        } else {
            result = result_of(planned.scenario, outcome);
        }
        if (pool_.reached_limit() && (result.verdict == Verdict::interrupted || outcome.signal != 0)) {
            result.verdict = Verdict::time_limit;
            result.error = "stopped at the wall-clock limit of the run";
        }
        result.index = planned.index;
        result.folder = planned.folder;
        result.attempts = attempt_;
        return result;
    }

    /// Runs these cases and returns those that are to be run again.
    std::vector<std::size_t> run_round(const std::vector<std::size_t>& round) {
        std::vector<std::size_t> again;
        pool_.run(
            round.size(), [&](std::size_t n, int result_fd) { return run_case(round[n], result_fd); },
            [&](std::size_t n, const sim::WorkerOutcome& outcome) {
                RunResult result = result_of_case(round[n], outcome);
                if (attempt_ <= options_.retries && is_worth_a_retry(result.verdict)) {
                    again.push_back(round[n]);
                    BatchReport::retried(result);
                } else {
                    result.explanation =
                        explain_failure(plan_.cases[round[n]].scenario, result, options_.profile_folders);
                    report_.finished(result, outcome.output);
                    count_failure(result.verdict);
                }
                results_.insert_or_assign(result.index, std::move(result));
            });
        return again;
    }

    void count_failure(Verdict verdict) {
        if (is_good(verdict) || verdict == Verdict::skipped) return;
        stopped_ = options_.stop_after && ++failures_ >= *options_.stop_after;
        if (stopped_) pool_.stop();
    }

    const Plan& plan_;
    const BatchOptions& options_;
    bool several_;
    BatchReport report_;
    sim::WorkerPool pool_;
    std::map<std::size_t, std::string> skips_;  ///< why a case is not run, by its place in the plan
    std::map<std::size_t, RunResult> results_;  ///< by their indices
    std::size_t attempt_ = 1, failures_ = 0;
    bool stopped_ = false;
};

/// Whether a file of a folder is a scenario: folder.yaml is what the scenarios beside it have in common, and a
/// `.part.yaml` is included by others.
bool is_scenario_file(const fs::directory_entry& entry) {
    const auto extension = entry.path().extension();
    return entry.is_regular_file() && (extension == ".yaml" || extension == ".yml") &&
           entry.path().stem().extension() != ".part" && entry.path().filename() != "folder.yaml";
}

}  // namespace

Summary run_batch(const Plan& plan, const BatchOptions& options) {
    return {plan.total, plan.shard, Batch{plan, options}.run()};
}

std::vector<std::string> find_scenario_files(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        if (!fs::exists(path)) throw std::runtime_error{path + ": no such file or folder"};
        if (!fs::is_directory(path)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator{path})
            if (is_scenario_file(entry)) found.push_back(entry.path().string());
        if (found.empty()) throw std::runtime_error{path + ": no scenario file (*.yaml) in this folder"};
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

}  // namespace otbench::runner
