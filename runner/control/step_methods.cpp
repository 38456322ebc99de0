// Steps: exactly those of scenario files, performed by the same code.
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "runner/control/bench_session.hpp"
#include "runner/control/loaded_bench.hpp"
#include "runner/report/console_report.hpp"
#include "runner/report/result.hpp"
#include "runner/run/open_run.hpp"
#include "runner/run/perform_steps.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

/// A file in memory, for the report of a step.
class Story {
public:
    Story() : file_(::open_memstream(&text_, &size_)) {
        if (file_ == nullptr) throw std::system_error{errno, std::generic_category(), "open_memstream"};
    }
    ~Story() {
        std::fclose(file_);
        std::free(text_);
    }
    Story(const Story&) = delete;
    Story& operator=(const Story&) = delete;

    [[nodiscard]] std::FILE* file() const { return file_; }
    [[nodiscard]] std::string text() const {
        std::fflush(file_);
        return {text_, size_};
    }

private:
    char* text_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* file_;
};

/// Why the bench cannot perform a step, if it cannot.
std::optional<Failure> refusal(const LoadedBench& loaded, const Step& step, bool allow_commands) {
    if (!step.action) return std::nullopt;
    if (step.action->runs_program() && !allow_commands)
        return Failure{Code::bad_input, "this step runs a program (expected the option --allow-commands)"};
    if (step.action->recording() == Recording::signals && !loaded.records_signals)
        return Failure{Code::bad_input, "the bench does not record signals (expected \"record\": true in bench.load)"};
    return std::nullopt;
}

/// The results of steps for programs.
json steps_of(const RunResult& result) {
    return json(result).at("steps");
}

/// Throws `RunStopped`; `running` is left with the results of the steps that had finished.
Outcome perform(LoadedBench& loaded, RunningCall& running, std::vector<Step> steps) {
    loaded.steps = std::move(steps);
    subscribe_for(loaded.run, loaded.steps);
    RunResult result;
    const Story story;
    ConsoleReport report{story.file(), false};
    try {
        perform_steps(loaded.run, loaded.steps, result, report);
    } catch (const RunStopped&) {
        running.leave({{"steps", steps_of(result)}, {"story", story.text()}});
        throw;
    }
    return json{{"passed", result.verdict == Verdict::passed},
                {"steps", steps_of(result)},
                {"skipped", result.steps_skipped},
                {"last_events", result.last_events},
                {"story", story.text()},
                {"time_ns", loaded.bench.time().count()}};
}

/// The step at which a run has stopped.
json failed_step_of(const LoadedBench& loaded) {
    RunResult result;
    result.steps = {*loaded.failed};
    const Story story;
    ConsoleReport{story.file(), false}.print_step(*loaded.failed);
    json step = steps_of(result).at(0);
    step["file"] = loaded.failed->at.file.empty() ? loaded.scenario.path : std::string{loaded.failed->at.file};
    return json{{"step", std::move(step)},
                {"story", story.text()},
                {"last_events", loaded.bench.log().last()},
                {"time_ns", loaded.bench.time().count()}};
}

Failure not_stopped() {
    return {Code::no_bench, "no step has failed (expected otbench run --debug-on-error --control)"};
}

}  // namespace

void BenchSession::add_run_methods() {
    add({"run.failure",
         "Tells at which step a run has stopped that was started with `--debug-on-error`. Answered when a step fails.",
         {},
         "`step` (as in the result of `step`, with `file` and `line`), `story`, `last_events`, `time_ns`"},
        [](LoadedBench& loaded, const Call& /*call*/) -> Outcome {
            if (loaded.failed == nullptr) return not_stopped();
            return failed_step_of(loaded);
        });
    add({"run.continue", "Lets such a run perform its next steps, until another one fails.", {}, "`time_ns`"},
        [this](LoadedBench& loaded, const Call& /*call*/) -> Outcome {
            if (loaded.failed == nullptr) return not_stopped();
            wish_ = Wish::next_steps;
            return json{{"time_ns", loaded.bench.time().count()}};
        });
}

void BenchSession::add_step_methods() {
    using namespace rpc::types;
    add({"step",
         "Performs a step or a list of steps, written as in a scenario. A check that fails is a result, not an error.",
         {{"step", rpc::types::step, true, "The step."},
          {"line", whole, false, "Line of the caller's file by which the trace names the step."},
          progress_parameter},
         "`passed`, `steps` (`title`, `checks`, `reading`, `notes`, `started_ns`, `ended_ns`), `story` (the same for "
         "people), `last_events`, `time_ns`"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            const rpc::Request& step = call.parameters.at("step");
            const std::string written = step.is_string() ? step.get<std::string>() : step.dump();
            const auto line = call.get<std::uint64_t>("line");
            constexpr std::uint64_t last_line = 1'000'000'000;
            if (line > last_line)
                return Failure{Code::invalid_parameters, "invalid line (expected at most 1000000000)"};
            StepsResult read = loaded.reader.read(written, static_cast<int>(line));
            if (read.steps.empty()) return failure_of(read.diagnostics);
            for (const Step& each : read.steps)
                if (auto refused = refusal(loaded, each, options_.allow_commands)) return std::move(*refused);
            running_.measure([&loaded]() -> std::optional<double> {
                if (loaded.run.step == nullptr) return std::nullopt;
                return static_cast<double>(loaded.run.step - loaded.steps.data()) /
                       static_cast<double>(loaded.steps.size());
            });
            return perform(loaded, running_, std::move(read.steps));
        });
    add({"meter.set",
         "Changes values, status, faults and other settings of a meter, as the step `meter` does.",
         {{"meter", text, true, "Name of the meter."}, {"set", object, true, "The new ones, by name."}},
         "nothing"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            StepsResult read = loaded.reader.read(call.parameters.dump(), 0);
            if (read.steps.empty()) return failure_of(read.diagnostics);
            const json done = *perform(loaded, running_, std::move(read.steps));
            for (const json& check : done.at("steps").at(0).at("checks"))
                if (!check.at("passed")) return Failure{Code::bad_input, check.at("got").get<std::string>()};
            return json::object();
        });
    add({"variables", "Tells the variables that steps saved.", {}, "values by name"},
        [](LoadedBench& loaded, const Call& /*call*/) -> Outcome { return json(loaded.run.variables); });
}

}  // namespace otbench::runner
