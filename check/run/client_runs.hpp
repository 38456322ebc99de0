#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "check/case.hpp"
#include "check/run/run_options.hpp"

namespace otbench::sim {
class CompanionProcess;
}

namespace otbench::check {

/// A command for /bin/sh, and the time that it may take.
struct TimedCommand {
    std::string text;
    Nanoseconds limit;
};

/// The runs of a client's program in one case, in real time. Nothing happens but in `go_on`.
class ClientRuns {
public:
    /// `commands` in the order of the case; files go into `folder`. Times count from `start`.
    ClientRuns(std::vector<TimedCommand> commands, Case::Order order, const RunOptions& options, std::string folder,
               std::chrono::steady_clock::time_point start);
    ~ClientRuns();
    ClientRuns(const ClientRuns&) = delete;
    ClientRuns& operator=(const ClientRuns&) = delete;

    /// Starts what is due and ends what takes too long; false when nothing is left to do. Throws sim::PeerError when
    /// the shell cannot be started.
    bool go_on();
    [[nodiscard]] const std::vector<ClientRun>& runs() const { return runs_; }

private:
    void begin(std::size_t index);
    void finish(std::size_t index, int exit_code, bool by_itself);
    [[nodiscard]] Nanoseconds now() const;

    std::vector<TimedCommand> commands_;
    Case::Order order_;
    const RunOptions& options_;
    std::string folder_;
    std::chrono::steady_clock::time_point start_;
    std::vector<ClientRun> runs_;
    std::vector<std::unique_ptr<sim::CompanionProcess>> processes_;  ///< by run; null once it has ended
};

}  // namespace otbench::check
