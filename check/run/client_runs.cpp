#include "check/run/client_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sim/host/process/companion_process.hpp"

namespace otbench::check {
namespace {

constexpr std::size_t kept_output = std::size_t{64} << 10U;        // bytes of each file of a run
constexpr std::uintmax_t most_output = std::uintmax_t{16} << 20U;  // bytes after which a run is ended
constexpr int signal_exit = 128;                                   // as shells number the end by a signal

constexpr const char* printed = "out";  // kinds of files
constexpr const char* errors = "errors";

std::string file_of(const std::string& folder, std::size_t run, const char* kind) {
    return fmt::format("{}/{}.{}", folder, run, kind);
}

std::string content_of(const std::string& file) {
    std::string text(kept_output, '\0');
    std::ifstream stream{file, std::ios::binary};
    stream.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(stream.gcount()));
    return text;
}

/// Whether a run has printed so much that it would fill the disk.
bool is_flood(const std::string& folder, std::size_t run) {
    const auto is_large = [&](const char* kind) {
        std::error_code error;
        const auto size = std::filesystem::file_size(file_of(folder, run, kind), error);
        return !error && size > most_output;
    };
    return is_large(printed) || is_large(errors);
}

}  // namespace

ClientRuns::ClientRuns(std::vector<TimedCommand> commands, Case::Order order, const RunOptions& options,
                       std::string folder, std::chrono::steady_clock::time_point start)
    : commands_(std::move(commands)), order_(order), options_(options), folder_(std::move(folder)), start_(start) {}

ClientRuns::~ClientRuns() = default;

Nanoseconds ClientRuns::now() const {
    return std::chrono::steady_clock::now() - start_;
}

bool ClientRuns::go_on() {
    for (std::size_t i = 0; i < processes_.size(); ++i) {
        if (!processes_[i]) continue;
        if (const auto exit = processes_[i]->ended())
            finish(i, exit->signal != 0 ? signal_exit + exit->signal : exit->code, true);
        else if (runs_[i].flooded = is_flood(folder_, i);
                 runs_[i].flooded || now() - runs_[i].start > commands_[i].limit)
            finish(i, 0, false);
    }
    const bool idle = std::all_of(processes_.begin(), processes_.end(), [](const auto& process) { return !process; });
    while (runs_.size() < commands_.size() && (order_ == Case::Order::together || idle)) {
        begin(runs_.size());
        if (order_ == Case::Order::one_after_another) break;
    }
    return std::any_of(processes_.begin(), processes_.end(), [](const auto& process) { return process != nullptr; });
}

void ClientRuns::begin(std::size_t index) {
    ClientRun run;
    run.command = commands_[index].text;
    sim::ChildProgram program;
    program.command = {"/bin/sh", "-c", run.command};
    if (options_.client.endpoint == "pty")
        program.command.insert(program.command.begin(), {options_.otbench, "exec", "--"});
    program.log_file = file_of(folder_, index, printed);
    program.error_file = file_of(folder_, index, errors);
    run.start = now();
    processes_.push_back(std::make_unique<sim::CompanionProcess>(program));
    runs_.push_back(std::move(run));
}

void ClientRuns::finish(std::size_t index, int exit_code, bool by_itself) {
    processes_[index].reset();
    ClientRun& run = runs_[index];
    run.end = now();
    run.ended = by_itself;
    run.exit_code = exit_code;
    run.out = content_of(file_of(folder_, index, printed));
    run.errors = content_of(file_of(folder_, index, errors));
    run.values = options_.client.expectation->values(run.out);
}

}  // namespace otbench::check
