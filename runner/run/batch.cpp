#include "runner/run/batch.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "runner/report/batch_report.hpp"
#include "runner/report/console_report.hpp"
#include "runner/report/reports.hpp"
#include "runner/run/missing_peer.hpp"
#include "runner/run/missing_requirement.hpp"
#include "runner/run/quirk_search.hpp"
#include "runner/run/runner.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;

/// The folder of each scenario's trace: the output folder itself for one, a subfolder of its own otherwise.
std::vector<std::string> trace_folders(const std::vector<Scenario>& scenarios, const std::string& out) {
    std::vector<std::string> folders;
    std::set<std::string> used;
    for (const Scenario& scenario : scenarios) {
        if (out.empty() || scenarios.size() == 1) {
            folders.push_back(out);
            continue;
        }
        const std::string stem = fs::path{scenario.path}.stem().string();
        std::string name = stem;
        for (int n = 2; !used.insert(name).second; ++n) name = fmt::format("{}-{}", stem, n);
        folders.push_back(out + "/" + name);
    }
    return folders;
}

/// Nothing for an empty name.
void make_folder(const std::string& folder) {
    if (folder.empty()) return;
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && !fs::is_directory(folder)) error = std::make_error_code(std::errc::not_a_directory);
    if (!error && ::access(folder.c_str(), W_OK | X_OK) != 0) error = {errno, std::generic_category()};
    if (error) throw std::system_error{error, "cannot write to " + folder};
}

/// A result for a worker that could not tell one itself.
RunResult lost_result(const Scenario& scenario, const sim::WorkerOutcome& outcome) {
    RunResult result;
    result.name = scenario.name;
    result.path = scenario.path;
    result.steps_in_file = scenario.steps.size();
    result.verdict = sim::interrupted ? Verdict::interrupted : Verdict::environment;
    result.error = outcome.signal ? fmt::format("the process of this scenario was ended by signal {}", outcome.signal)
                                  : fmt::format("the process of this scenario ended with code {}", outcome.exit_code);
    return result;
}

RunResult result_of(const Scenario& scenario, const sim::WorkerOutcome& outcome) {
    auto result = read_result(outcome.result);
    return result ? std::move(*result) : lost_result(scenario, outcome);
}

RunResult skipped(const Scenario& scenario, const std::string& reason) {
    RunResult result;
    result.name = scenario.name;
    result.path = scenario.path;
    result.steps_in_file = scenario.steps.size();
    result.verdict = Verdict::skipped;
    result.error = reason;
    return result;
}

/// The results of those that are not to be run, by index.
std::map<std::size_t, RunResult> skipped_ones(const std::vector<Scenario>& scenarios, const BatchOptions& options) {
    std::map<std::size_t, RunResult> results;
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        auto reason = missing_requirement(scenarios[i], options.hardware);
        if (!reason && options.asked.count(scenarios[i].path) == 0) reason = missing_peer(scenarios[i]);
        if (reason) results.emplace(i, skipped(scenarios[i], *reason));
    }
    return results;
}

}  // namespace

std::vector<RunResult> run_batch(const std::vector<Scenario>& scenarios, const BatchOptions& options) {
    const std::map<std::size_t, RunResult> skips = skipped_ones(scenarios, options);
    const std::vector<std::string> folders = trace_folders(scenarios, options.out);
    make_folder(options.out);
    for (std::size_t i = 0; i < folders.size(); ++i)
        if (skips.count(i) == 0) make_folder(folders[i]);

    const bool several = scenarios.size() > 1;
    const bool colours = ConsoleReport::wants_colours(stdout);
    const auto work = [&](std::size_t index, int result_fd) {
        if (skips.count(index) != 0) return 0;
        ConsoleReport report{stdout, colours, several ? stderr : stdout};
        const RunResult result =
            run_scenario(scenarios[index], {folders[index], options.profile_folders}, report, sim::interrupted);
        sim::write_all(result_fd, result_text(result));
        return exit_code(result.verdict);
    };

    const auto start = std::chrono::steady_clock::now();
    std::vector<RunResult> results;
    BatchReport report{scenarios.size(), options.all_stories};
    sim::WorkerPool pool{options.processes, several};
    pool.run(scenarios.size(), work, [&](std::size_t index, const sim::WorkerOutcome& outcome) {
        const auto skip = skips.find(index);
        results.push_back(skip == skips.end() ? result_of(scenarios[index], outcome) : skip->second);
        results.back().explanation = explain_failure(scenarios[index], results.back(), options.profile_folders);
        report.finished(results.back(), outcome.output);
    });
    report.end(results, std::chrono::steady_clock::now() - start);
    if (!options.out.empty()) {
        write_junit(options.out + "/junit.xml", results);
        write_summary(options.out + "/summary.json", results);
    }
    return results;
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
            if (entry.is_regular_file() && (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml"))
                found.push_back(entry.path().string());
        if (found.empty()) throw std::runtime_error{path + ": no scenario file (*.yaml) in this folder"};
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

}  // namespace otbench::runner
