#include "runner/control/running_call.hpp"

namespace otbench::runner {
namespace {

/// Of the wall clock, between two notifications.
constexpr std::chrono::milliseconds progress_interval{250};

}  // namespace

RunningCall::Scope::Scope(RunningCall& running, const rpc::Call& call) : running_(running) {
    running.call_ = Running{call.client, call.id, call.get<rpc::Request>("progress"), Clock::now() + progress_interval};
}

void RunningCall::measure(Share share) {
    if (call_) call_->share = std::move(share);
}

bool RunningCall::is_meant(rpc::ClientId client, const rpc::Request& parameters) const {
    if (!call_) return false;
    const auto id = parameters.find("id");
    return id == parameters.end() || (client == call_->client && *id == call_->id);
}

void RunningCall::cancel() {
    if (call_) call_->cancelled = true;
}

void RunningCall::leave(nlohmann::json done) {
    if (call_) call_->done = std::move(done);
}

std::optional<std::pair<rpc::ClientId, std::string>> RunningCall::progress(Nanoseconds now) {
    if (!call_ || call_->token.is_null() || Clock::now() < call_->next_progress) return std::nullopt;
    call_->next_progress = Clock::now() + progress_interval;
    nlohmann::json parameters{{"token", nlohmann::json(call_->token)}, {"time_ns", now.count()}, {"share", nullptr}};
    if (call_->share)
        if (const auto share = call_->share()) parameters["share"] = *share;
    return std::pair{call_->client, rpc::notification("progress", parameters)};
}

}  // namespace otbench::runner
