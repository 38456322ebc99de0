#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/rpc/dispatcher.hpp"
#include "runner/control/running_call.hpp"

namespace otbench::runner {

struct Execution;
struct LoadedBench;
struct StepResult;

struct SessionOptions {
    std::string program;                                 ///< what `version` tells
    std::vector<std::filesystem::path> profile_folders;  ///< where the meters' profiles are
    bool allow_commands = false;                         ///< whether steps may run programs of the user's
    double value_pace = 1.0;  ///< how much faster than time the meters' values and clocks run
    int input = -1;  ///< what requests come from: they end the wait for the wall clock between calls; -1: nothing does
};

/// A bench under the control of clients: answers their requests (docs/user/control.md), and lets time run while one of
/// them asks for it or, at the pace of the wall clock, all the time. SystemC allows one bench a process.
class BenchSession {
public:
    /// `interrupted` is checked while time runs.
    BenchSession(SessionOptions options, const std::atomic<bool>& interrupted);
    ~BenchSession();
    BenchSession(const BenchSession&) = delete;
    BenchSession& operator=(const BenchSession&) = delete;

    /// What a request wants of the process.
    enum class Wish {
        none,
        renewal,     ///< another process, which answers `renewed(line)` instead
        next_steps,  ///< that the run goes on behind the step that failed
        end,
    };

    /// Answers a request: with a line without its end, or with nothing.
    [[nodiscard]] std::string answer(const std::string& line, rpc::ClientId client);
    [[nodiscard]] Wish wish() const { return wish_; }

    /// Works on the bench of a run that has stopped at `failed`, until a request wishes that it goes on or ends. `run`
    /// must outlive the session.
    void stop_at(Execution& run, const StepResult& failed);
    /// The request for the process that takes over after `line`.
    [[nodiscard]] std::string renewed(const std::string& line) const;

    /// Calls `attend` now and then while a request lets time run, so that urgent requests are answered and
    /// notifications are sent meanwhile.
    void attend_by(std::function<void()> attend) { attend_ = std::move(attend); }
    /// Whether a request is to be answered while another one lets time run, because it may cancel that.
    [[nodiscard]] static bool is_urgent(const std::string& line);

    /// Notifications for clients since the last call.
    [[nodiscard]] std::vector<std::pair<rpc::ClientId, std::string>> take_notifications();
    void drop_client(rpc::ClientId client);

    /// In real time: forgets what is too old to be asked for, so that a bench that stays up does not grow.
    void tidy();

    /// Whether time runs without being asked for.
    [[nodiscard]] bool in_real_time() const;
    /// Lets it run until `condition` holds; it ends early when the bench cannot go on.
    void let_time_run(const std::function<bool()>& condition);

    /// Why the bench cannot go on; empty: it can.
    [[nodiscard]] std::string trouble() const;

    /// Writes the files of the trace. Throws `std::system_error`.
    void close();

    /// Every method with its parameters, as in the manual.
    [[nodiscard]] std::string method_table() const { return dispatcher_.method_table(); }

private:
    using BenchMethod = std::function<rpc::Outcome(LoadedBench& loaded, const rpc::Call& call)>;

    struct Subscription {
        std::set<std::string> kinds;  ///< empty: all
        std::uint64_t next = 1;       ///< id of the first event that was not sent
    };

    void add(rpc::Method method, BenchMethod handler);
    void add_bench_methods();
    void add_time_methods();
    void add_step_methods();
    void add_run_methods();
    void add_event_methods();
    void add_value_methods();
    void add_building_methods();
    void add_journal_methods();
    void add_frame_methods();
    rpc::Outcome load(const rpc::Call& call);
    [[nodiscard]] bool works_on_run() const;
    /// Of a call that is not possible on the bench of a run.
    [[nodiscard]] static rpc::Failure occupied();
    /// Tells the frames of the bench to clients that subscribed to them, from now on.
    void follow_frames();
    /// Whether time may run on.
    [[nodiscard]] bool goes_on(Nanoseconds now);
    rpc::Outcome guarded(const std::function<rpc::Outcome()>& action);

    SessionOptions options_;
    const std::atomic<bool>& interrupted_;
    rpc::Dispatcher dispatcher_;
    std::unique_ptr<LoadedBench> loaded_;
    rpc::Request load_parameters_;
    bool used_ = false;  ///< the process had a bench
    Wish wish_ = Wish::none;
    RunningCall running_;
    std::function<void()> attend_ = [] {};
    std::chrono::steady_clock::time_point attended_;  ///< last
    std::vector<std::pair<rpc::ClientId, std::string>> notifications_;
    std::map<rpc::ClientId, Subscription> subscriptions_;
    std::set<rpc::ClientId> frame_clients_;  ///< that subscribed to frames
    std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> checkpoints_;  ///< meter, value
};

/// The methods of a bench as a table in Markdown.
[[nodiscard]] std::string bench_method_table();

}  // namespace otbench::runner
