#include "check/run/suite.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "check/result_json.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::check {
namespace {

constexpr int set_up_failed = 3;

/// The work of a worker: the result as JSON, or the line for the user.
int work_on(const SelectedCase& selected, const CaseRunner& run, int result_fd) {
    try {
        sim::write_all(result_fd, to_json(run(selected)));
        return 0;
    } catch (const std::exception& error) {
        sim::write_all(result_fd, error.what());
        return set_up_failed;
    }
}

}  // namespace

std::vector<CaseResult> run_cases(const std::vector<SelectedCase>& cases, const CaseRunner& run, std::size_t jobs,
                                  const std::function<void(const CaseResult&)>& done) {
    std::vector<CaseResult> results;
    std::string failure;
    sim::WorkerPool pool{jobs, true};
    pool.run(
        cases.size(), [&](std::size_t index, int result_fd) { return work_on(cases[index], run, result_fd); },
        [&](std::size_t index, const sim::WorkerOutcome& outcome) {
            if (outcome.exit_code != 0) {
                if (failure.empty() && !sim::interrupted)
                    failure = fmt::format("case {}: {}", cases[index].judged->name,
                                          outcome.exit_code == set_up_failed
                                              ? outcome.result
                                              : fmt::format("its process ended with code {}", outcome.exit_code));
                return pool.stop();
            }
            results.push_back(case_result(outcome.result));
            done(results.back());
        });
    if (sim::interrupted) throw sim::Interrupted{};
    if (!failure.empty()) throw std::runtime_error{failure};
    return results;
}

}  // namespace otbench::check
