#include "runner/control/debug_session.hpp"

#include <fmt/core.h>

#include <memory>
#include <utility>

#include "base/printable.hpp"
#include "runner/control/serve_session.hpp"
#include "runner/report/result.hpp"
#include "runner/steps/execution.hpp"
#include "sim/host/control/control_channel.hpp"

namespace otbench::runner {

FailureHook debug_session(SessionOptions options, int fd, const std::atomic<bool>& interrupted) {
    const auto channel = std::make_shared<sim::ControlChannel>(fd);
    const auto session = std::make_shared<BenchSession>(std::move(options), interrupted);
    return [channel, session, &interrupted](Execution& run, const StepResult& failed) {
        session->stop_at(run, failed);
        fmt::print(stderr,
                   "{}: this step failed; the control interface answers (run.failure, run.continue, shutdown)\n",
                   printable(to_string(failed.at, run.scenario.path)));
        while (!interrupted && session->wish() == BenchSession::Wish::none) {
            const auto line = channel->next();
            if (!line) return false;
            serve_line(*session, *channel, *line);
        }
        return session->wish() == BenchSession::Wish::next_steps;
    };
}

}  // namespace otbench::runner
