// The journal: which frames went over the buses, and whether they are those that were expected.
#include <fmt/core.h>

#include <algorithm>

#include "meters/line/frame_json.hpp"
#include "runner/control/bench_session.hpp"
#include "runner/control/known_names.hpp"
#include "runner/control/loaded_bench.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

/// The buses that there are, and those with frames that were removed.
std::vector<std::string_view> buses_of(const LoadedBench& loaded) {
    auto names = keys_of(loaded.run.buses);
    for (const std::string_view name : keys_of(loaded.run.record.frames()))
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return names;
}

/// A failure when a call names a bus or a kind of frames that cannot be: nothing would be found, which looks right
/// where nothing is expected.
std::optional<Failure> refuse_unknown_names(const LoadedBench& loaded, const Call& call) {
    if (call.has("bus"))
        if (auto unknown = refuse_unknown("bus", call.get<std::string>("bus"), buses_of(loaded))) return unknown;
    for (const char* parameter : {"kind", "before"})
        if (call.has(parameter))
            if (auto unknown = refuse_unknown("kind", call.get<std::string>(parameter), meters::frame_kinds()))
                return unknown;
    return std::nullopt;
}

struct Entry {
    const std::string* bus;
    std::string_view kind;
    const bus::CapturedFrame* frame;
};

/// The frames that a call asks for and that began at `since` or later, in the order of time.
std::vector<Entry> entries_of(LoadedBench& loaded, const Call& call, Nanoseconds since) {
    const auto wanted = call.get<std::string>("bus");
    std::vector<Entry> entries;
    loaded.advance_captures();
    for (const auto& [name, frames] : loaded.run.record.frames()) {
        if (!wanted.empty() && wanted != name) continue;
        for (const bus::CapturedFrame& frame : frames)
            if (frame.start >= since) entries.push_back({&name, meters::frame_kind(frame), &frame});
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.frame->start < b.frame->start; });
    return entries;
}

/// Whether an entry is what a call counts.
bool matches(const Entry& entry, const Call& call) {
    return entry.kind == call.get<std::string>("kind") &&
           (!call.has("address") || meters::frame_address(*entry.frame) == call.get<int>("address"));
}

Outcome verify(LoadedBench& loaded, const Call& call) {
    if (auto unknown = refuse_unknown_names(loaded, call)) return *std::move(unknown);
    const auto kind = call.get<std::string>("kind"), before = call.get<std::string>("before");
    const auto entries = entries_of(loaded, call, Nanoseconds{0});
    auto end = entries.end();
    if (!before.empty()) {
        end = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.kind == before; });
        if (end == entries.end())
            return json{{"passed", false}, {"count", 0}, {"message", fmt::format("no {}", before)}};
    }
    const auto count = static_cast<std::uint64_t>(
        std::count_if(entries.begin(), end, [&](const Entry& entry) { return matches(entry, call); }));
    const bool exact = call.has("count");
    const auto wanted = call.get<std::uint64_t>("count", 1);
    const std::string where = before.empty() ? "" : fmt::format(" before the first {}", before);
    return json{
        {"passed", exact ? count == wanted : count >= wanted},
        {"count", count},
        {"message", fmt::format("{} {}{} (expected {}{})", count, kind, where, exact ? "" : "at least ", wanted)}};
}

}  // namespace

void BenchSession::add_journal_methods() {
    using namespace rpc::types;
    add({"journal",
         "Tells the frames that went over the buses, oldest first.",
         {{"bus", text, false, "Only those of this bus; of all buses if not given."},
          {"kind", text, false, "Only this service, such as `REQ_UD2`; `ACK` or `damaged`; all if not given."},
          {"since_ns", whole, false, "Only those that began at this time or later."}},
         "`frames`: `bus`, `from`, `kind`, `address`, `hex`, `start_ns`, `end_ns`, `who`: meters and events, "
         "`client`: the device, `bench`, or the peer of a bridge that sent it as the master"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            if (auto unknown = refuse_unknown_names(loaded, call)) return *std::move(unknown);
            const Nanoseconds since{call.get<std::int64_t>("since_ns")};
            const auto kind = call.get<std::string>("kind");
            json frames = json::array();
            for (const Entry& entry : entries_of(loaded, call, since))
                if (kind.empty() || entry.kind == kind) frames.push_back(meters::frame_json(*entry.bus, *entry.frame));
            return json{{"frames", frames}};
        });
    add({"journal.subscribe",
         "Sends a notification `frame` for each frame from now on to the calling client, as `journal` tells it.",
         {},
         "nothing"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            loaded.advance_captures();
            frame_clients_.insert(call.client);
            return json::object();
        });
    add({"journal.unsubscribe", "Ends these notifications.", {}, "nothing"},
        [this](LoadedBench& /*loaded*/, const Call& call) -> Outcome {
            frame_clients_.erase(call.client);
            return json::object();
        });
    add({"journal.verify",
         "Counts frames, for checks such as 1 SND_NKE before the first REQ_UD2.",
         {{"kind", text, true, "The service to count, such as `SND_NKE`; `ACK` or `damaged`."},
          {"address", whole, false, "Only frames with this address."},
          {"bus", text, false, "Only frames of this bus."},
          {"before", text, false, "Only frames before the first one of this kind."},
          {"count", whole, false, "How many are expected; at least 1 if not given."}},
         "`passed`, `count`, `message`"},
        verify);
}

void BenchSession::follow_frames() {
    loaded_->run.record.on_frame([this](const std::string& bus, const bus::CapturedFrame& frame) {
        if (frame_clients_.empty()) return;
        const std::string line = rpc::notification("frame", meters::frame_json(bus, frame));
        for (const rpc::ClientId client : frame_clients_) notifications_.emplace_back(client, line);
    });
}

}  // namespace otbench::runner
