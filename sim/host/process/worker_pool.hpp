#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace otbench::sim {

/// How one worker process ended.
struct WorkerOutcome {
    int exit_code = 0;   ///< 128 + signal when a signal ended it
    int signal = 0;      ///< the signal that ended it, or 0
    std::string output;  ///< what it wrote to its standard output; empty unless captured
    std::string result;  ///< what it wrote to the pipe it was given
};

/// Set by SIGINT and SIGTERM once `watch_interrupts` was called, in this process and in workers forked from it.
extern std::atomic<bool> interrupted;
/// Makes SIGINT and SIGTERM set `interrupted`; a second one, unless it follows within 0.3 s, ends the
/// process at once, with its workers.
void watch_interrupts();
/// Thrown by what takes long when `interrupted` was set meanwhile.
struct Interrupted {};

/// Runs jobs in forked processes, because SystemC allows one simulation a process. The calling process must have no
/// other threads. When it dies, even by SIGKILL, its workers die with it.
class WorkerPool {
public:
    /// The work of job `index`; what it writes to `result` comes back as `WorkerOutcome::result`, what it returns as
    /// the exit code. An exception ends the worker with code 1, its text on standard error; `Interrupted` with 130.
    using Work = std::function<int(std::size_t index, int result_fd)>;
    using Done = std::function<void(std::size_t index, WorkerOutcome outcome)>;

    /// At most `processes` at once; with `capture` each worker's standard output is kept instead of passed through.
    WorkerPool(std::size_t processes, bool capture) : processes_(processes), capture_(capture) {}

    /// At this time all workers are treated as when `interrupted` is set.
    void end_at(std::chrono::steady_clock::time_point limit) { limit_ = limit; }
    /// Starts no more jobs; those that run go on to their end. May be called from `Done`.
    void stop() { stopped_ = true; }
    /// Whether `end_at` has come.
    [[nodiscard]] bool reached_limit() const { return reached_limit_; }

    /// Runs `count` jobs, and calls `done` in the order of their numbers. When `interrupted` is set, running workers
    /// get SIGINT (and after a while SIGKILL), and no more are started. Throws `std::system_error` when it cannot fork,
    /// and what `done` throws, when the running workers have ended in the same way.
    void run(std::size_t count, const Work& work, const Done& done);

private:
    bool is_ending();

    std::size_t processes_;
    bool capture_;
    std::optional<std::chrono::steady_clock::time_point> limit_;
    bool stopped_ = false, reached_limit_ = false;
};

/// Writes all of `text` to `fd`; throws `std::system_error` when that fails.
void write_all(int fd, const std::string& text);

}  // namespace otbench::sim
