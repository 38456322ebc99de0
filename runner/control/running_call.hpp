#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "base/rpc/dispatcher.hpp"
#include "base/time.hpp"

namespace otbench::runner {

/// What calls that let time run have in common.
inline constexpr rpc::Parameter progress_parameter{
    "progress", rpc::types::token, false,
    "Token of notifications `progress` during the call: `token`, `time_ns`, `share` (0 to 1, or null)."};

/// The call that a session performs, while that lets time run: its progress for a client that asked for it, and its
/// cancellation.
class RunningCall {
public:
    /// From 0 to 1; nothing when it is not known.
    using Share = std::function<std::optional<double>()>;

    /// The time during which `call` is performed; its parameter `progress` is the token of its notifications.
    class Scope {
    public:
        Scope(RunningCall& running, const rpc::Call& call);
        ~Scope() { running_.call_.reset(); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        RunningCall& running_;
    };

    [[nodiscard]] bool is_busy() const { return call_.has_value(); }
    /// How much of it is done, from now on.
    void measure(Share share);

    /// Whether `run.cancel` of a client with these parameters means this call.
    [[nodiscard]] bool is_meant(rpc::ClientId client, const rpc::Request& parameters) const;
    void cancel();
    [[nodiscard]] bool is_cancelled() const { return call_ && call_->cancelled; }

    /// What it had done when it was cancelled: further members of its error's data.
    void leave(nlohmann::json done);
    [[nodiscard]] nlohmann::json left() const { return call_ ? call_->done : nlohmann::json::object(); }

    /// A notification and the client that gets it, when one is due. `now`: virtual time.
    [[nodiscard]] std::optional<std::pair<rpc::ClientId, std::string>> progress(Nanoseconds now);

private:
    using Clock = std::chrono::steady_clock;

    struct Running {
        rpc::ClientId client;
        rpc::Request id, token;  ///< null: none
        Clock::time_point next_progress;
        Share share = {};
        bool cancelled = false;
        nlohmann::json done = nlohmann::json::object();
    };
    std::optional<Running> call_;
};

}  // namespace otbench::runner
