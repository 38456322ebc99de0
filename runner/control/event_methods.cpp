// The events of the trace, asked for or as notifications.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "runner/control/bench_session.hpp"
#include "runner/control/loaded_bench.hpp"
#include "sim/trace/event_kinds.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

constexpr std::uint64_t most_events = 10'000;

/// The kinds that a call names; a failure for one that does not exist.
boost::system::result<std::set<std::string>, Failure> kinds_of(const Call& call) {
    std::set<std::string> kinds;
    for (const auto& name : call.get<std::vector<std::string>>("kinds")) {
        if (sim::find_event_kind(name) == nullptr)
            return Failure{Code::invalid_parameters, fmt::format("unknown kind of event '{}'", name)};
        kinds.insert(name);
    }
    return kinds;
}

/// The kind of an event as it is kept: in front of all that people write, so that most need no parser.
std::string kind_in(std::string_view line) {
    constexpr std::string_view key = "\"kind\":\"";
    const auto begin = line.find(key) + key.size();
    return std::string{line.substr(begin, line.find('"', begin) - begin)};
}

/// Gives the events from `first` on that are of these kinds to `take`, until that returns false; the id of the first
/// event that it was not asked about.
template <class Take>
std::uint64_t visit_events(const sim::EventLog& log, std::uint64_t first, const std::set<std::string>& kinds,
                           Take take) {
    const auto& kept = log.kept();
    const std::uint64_t oldest = log.count() - kept.size() + 1;
    std::uint64_t id = std::max(first, oldest);
    for (; id <= log.count(); ++id) {
        const std::string& line = kept[static_cast<std::size_t>(id - oldest)];
        if (!kinds.empty() && kinds.count(kind_in(line)) == 0) continue;
        if (!take(json::parse(line))) break;
    }
    return id;
}

}  // namespace

void BenchSession::add_event_methods() {
    using namespace rpc::types;
    add({"events.since",
         "Tells the events of the trace, oldest first. The last 50000 are kept.",
         {{"id", whole, false, "Id of the first event; 1 if not given."},
          {"kinds", texts, false, "Only events of these kinds; all if not given."},
          {"limit", whole, false, "How many events at most; 1000 if not given, 10000 at most."}},
         "`events`, `next`: the id to continue from, `missed`: how many events were kept no longer"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            const auto kinds = kinds_of(call);
            if (!kinds) return kinds.error();
            const auto limit = std::min(call.get<std::uint64_t>("limit", 1000), most_events);
            const auto first = std::max<std::uint64_t>(call.get<std::uint64_t>("id", 1), 1);
            const sim::EventLog& log = loaded.bench.log();
            json events = json::array();
            const auto next = visit_events(log, first, *kinds, [&](json event) {
                if (events.size() >= limit) return false;
                events.push_back(std::move(event));
                return true;
            });
            const std::uint64_t oldest = log.count() - log.kept().size() + 1;
            return json{{"events", events}, {"next", next}, {"missed", first < oldest ? oldest - first : 0}};
        });
    add({"events.subscribe",
         "Sends a notification `event` for each event from now on to the calling client.",
         {{"kinds", texts, false, "Only events of these kinds; all if not given."}},
         "`next`: the id of the first of them"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            const auto kinds = kinds_of(call);
            if (!kinds) return kinds.error();
            const auto next = loaded.bench.log().count() + 1;
            subscriptions_[call.client] = {*kinds, next};
            return json{{"next", next}};
        });
    add({"events.unsubscribe", "Ends these notifications.", {}, "nothing"},
        [this](LoadedBench& /*loaded*/, const Call& call) -> Outcome {
            subscriptions_.erase(call.client);
            return json::object();
        });
}

std::vector<std::pair<rpc::ClientId, std::string>> BenchSession::take_notifications() {
    // During a call in virtual time, the wall clock must not decide when.
    if (loaded_ && !frame_clients_.empty() && (in_real_time() || !running_.is_busy())) loaded_->advance_captures();
    auto all = std::exchange(notifications_, {});
    if (!loaded_) return all;
    for (auto& [client, subscription] : subscriptions_)
        subscription.next = visit_events(loaded_->bench.log(), subscription.next, subscription.kinds,
                                         [&, to = client](const json& event) {
                                             all.emplace_back(to, rpc::notification("event", event));
                                             return true;
                                         });
    return all;
}

}  // namespace otbench::runner
