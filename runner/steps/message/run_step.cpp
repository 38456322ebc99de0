// Runs a program of the user's; virtual time stands still meanwhile.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/event_kinds.hpp"
#include "runner/steps/message/message_check.hpp"
#include "runner/steps/message/payload_save.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/host/process/command.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::runner {
namespace {

const ValueType exit_code_type{"exit-code", "a number from 0 to 255",
                               R"json({"type": "integer", "minimum": 0, "maximum": 255})json"};

constexpr Key run_keys[] = {
    {"run", types::command, required,
     "Runs this program to its end, with otbench run --allow-commands; ${...} in its arguments stands for variables.",
     "", 2},
    {"exit-code", exit_code_type, optional, "The exit code that it must have.", "0"},
    {"output", types::message_expectation, optional,
     "What it must print, without the line end at the end: a text, or one of prefix, regex, contains, json and not."},
    {"within", types::duration, optional, "How long it may take, in real time.", "30s"},
    {"save", types::save, optional, "Parts of what it printed, for later steps."},
    {"device", types::device_name, optional, "The device of ${chip_id}; required if the scenario has several."},
};
const MappingDescription run_description{"run-step", "a run step", run_keys};

struct RunStep : StepAction {
    std::string target;
    std::vector<std::string> command;
    int exit_code = 0;
    Nanoseconds within = std::chrono::seconds{30};
    std::optional<PayloadPattern> output;
    std::vector<Save> saves;

    [[nodiscard]] bool runs_program() const override { return true; }

    void perform(Execution& run, StepResult& result) const override {
        std::vector<std::string> words;
        for (const std::string& word : command) words.push_back(fill_in(run, target, word));
        const auto done = carry_out(words, run, result);
        if (!done) return;
        std::string text = done->output;
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
        run.bench.log().record(
            run.bench.time(), event::program_run, run.step_event,
            {{"command", fmt::format("{}", fmt::join(words, " "))}, {"exit_code", done->exit.code}, {"output", text}});
        result.checks.push_back(check_exit(done->exit, run.bench.time()));
        if (result.failed()) result.notes.push_back("it printed: " + text);
        if (output && !result.failed()) result.checks.push_back(check_text(run, target, *output, text, "output"));
        save_from_payload(run, target, saves, text, result);
    }

private:
    std::optional<sim::CommandResult> carry_out(const std::vector<std::string>& words, Execution& run,
                                                StepResult& result) const {
        try {
            return sim::run_command(words, std::chrono::duration_cast<std::chrono::milliseconds>(within));
        } catch (const sim::Interrupted&) {
            throw RunStopped{Verdict::interrupted};
        } catch (const sim::PeerError& error) {
            result.checks.push_back({false, "run " + words.front(), fmt::format("exit code {}", exit_code),
                                     error.what(), run.bench.time()});
        }
        return std::nullopt;
    }

    [[nodiscard]] Check check_exit(const sim::PeerExit& exit, Nanoseconds at) const {
        return {exit.signal == 0 && exit.code == exit_code, "exit code", fmt::format("{}", exit_code),
                exit.signal == 0 ? fmt::format("{}", exit.code) : fmt::format("ended by signal {}", exit.signal), at};
    }
};

Step parse_run(const Mapping& step, const Context& context) {
    auto run = std::make_shared<RunStep>();
    if (const auto* command = step.find("run")) {
        run->command = parts::parse_command(*command, context);
        for (const std::string& word : run->command)
            if (const auto text = parts::check_placeholders(word, context); !text)
                step.complain("run", text.error().message);
    }
    run->exit_code = step.whole("exit-code", 0, 0, 255);
    step.read("within", run->within, parse_duration);
    if (const auto* output = step.find("output")) {
        const auto expected = parts::parse_message_expectation(*output, context);
        if (expected.payloads.size() == 1 && !expected.none && !expected.topic && !expected.within)
            run->output = expected.payloads.front();
        else
            step.complain("output", "invalid output (expected a text or one of prefix, regex, contains, json and not)");
    }
    run->saves = parts::parse_saves(step, parts::SaveSource::payload, context);
    if (context.has_devices) run->target = parts::device_of(step, context);
    return {step.at(), titled("run", run->command.empty() ? "" : run->command.front()), run};
}

}  // namespace

const StepKind run_step{run_description, parse_run};

}  // namespace otbench::runner
