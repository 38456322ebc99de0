#include "check/run/case_run.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "base/temporary_folder.hpp"
#include "check/judge/verdict.hpp"
#include "check/run/client_runs.hpp"
#include "check/run/emulated_line.hpp"
#include "sim/host/emulation/emulation.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::check {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds look_interval = 5ms;  // how often the client's program is looked at
/// After the last run and the last byte: longer than any answer to a request that was already sent.
constexpr Nanoseconds settle_time = 150ms;

std::string endpoint_for(const RunOptions& options, const std::string& folder) {
    if (!options.attach.empty()) return options.attach;
    if (options.client.endpoint == "pty") return "pty:" + folder + "/line";
    return (options.client.endpoint == "tcp" ? "tcp-listen" : "rfc2217-listen") + std::string{":127.0.0.1:0"};
}

/// Why the client cannot be judged in this case; empty if it can.
std::string not_applicable(const Case& judged, const RunOptions& options) {
    const bool tcp = options.client.endpoint == "tcp";
    if (judged.transport == Case::Transport::serial && tcp) return "the case needs a serial port";
    if (judged.transport == Case::Transport::tcp && !tcp) return "the case needs a TCP connection";
    if (!options.attach.empty()) return {};
    for (const Ask& ask : judged.asks)
        if (options.client.commands.count(ask.action) == 0)
            return fmt::format("the client has no command for {}", ask.action);
    return {};
}

std::vector<TimedCommand> commands_of(const Case& judged, const RunOptions& options, const Replacements& line_words) {
    std::vector<TimedCommand> commands;
    if (!options.attach.empty()) return commands;
    for (const Ask& ask : judged.asks) {
        Replacements words = line_words;
        for (const auto& [name, value] : ask.words) words[name] = value;
        commands.push_back(
            {checked(command_line(options.client, ask.action, words)), options.run_limit * ask.patience});
    }
    return commands;
}

void run_client(const Case& judged, const RunOptions& options, Evidence& evidence) {
    const TemporaryFolder folder;
    Journal journal;
    const auto start = std::chrono::steady_clock::now();
    sim::Emulation emulation{journal};
    emulation.capture([&](const std::string&) -> bus::LineCapture& { return journal.capture(); });
    const auto reached = emulation.add(described(judged.line, endpoint_for(options, folder.path())),
                                       meters::ProfileIndex{options.profile_folders});
    ClientRuns runs{commands_of(judged, options, words_of(judged.line, reached.front())), judged.order, options,
                    folder.path(), start};
    bool complete = false;
    Nanoseconds busy_until = options.attach_time;
    emulation.run(look_interval, [&] {
        const Nanoseconds now = std::chrono::steady_clock::now() - start;
        if (runs.go_on()) busy_until = now;
        if (!options.attach.empty()) {
            complete = now > busy_until;
        } else {
            complete = now > std::max(busy_until, journal.last_activity()) + settle_time;
        }
        if (complete) emulation.stop();
    });
    if (!complete) throw sim::Interrupted{};
    journal.finish();
    evidence.frames = journal.frames();
    evidence.runs = runs.runs();
}

}  // namespace

CaseResult run_case(const Case& judged, std::string_view group, const RunOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    CaseResult result = blank_result(judged, group, options.replay);
    result.reason = not_applicable(judged, options);
    if (!result.reason.empty()) return result;
    run_client(judged, options, result.evidence);
    judge(judged, result);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace otbench::check
