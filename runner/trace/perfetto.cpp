#include "runner/trace/perfetto.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/event_kinds.hpp"
#include "sim/trace/vcd_reader.hpp"

namespace otbench::runner {
namespace {

using Json = nlohmann::ordered_json;

/// Perfetto counts in microseconds.
double microseconds(Nanoseconds t) {
    return std::chrono::duration<double, std::micro>(t).count();
}

class Export {
public:
    explicit Export(const RecordedTrace& trace) : trace_{trace} {}

    void add_events() {
        collect_slices();
        // In the order of their begin, each goes to the first track that is free by then.
        std::stable_sort(slices_.begin(), slices_.end(),
                         [](const Slice& a, const Slice& b) { return a.from < b.from; });
        for (Slice& slice : slices_) {
            slice.track = free_track(*slice.event, slice.from, slice.to);
            place_of_[slice.event->id] = std::size_t(&slice - slices_.data());
            add_slice(slice);
        }
        for (const Slice& slice : slices_) add_flows(slice);
    }

    Checked<Nanoseconds> add_counters(std::istream& vcd) {
        std::vector<std::string> names;
        return sim::read_vcd(vcd,
                             {[&](const sim::WaveSignal& signal) { names.push_back(signal.scope + '.' + signal.name); },
                              [&](std::size_t signal, Nanoseconds at, double value) {
                                  add({{"ph", "C"},
                                       {"name", names[signal]},
                                       {"pid", 0},
                                       {"ts", microseconds(at)},
                                       {"args", {{"value", value}}}});
                              }});
    }

    [[nodiscard]] std::string text() const { return "{\"traceEvents\":[" + text_ + "\n]}\n"; }

private:
    struct Track {
        int process, thread;
        Nanoseconds end;  ///< of its last slice
    };
    /// An event, and what it shows on a track.
    struct Slice {
        const RecordedEvent* event;
        Nanoseconds from, to;  ///< `to` is later
        Track track;
    };

    static constexpr Nanoseconds shortest{1};

    void collect_slices() {
        const RecordedEvent* step = nullptr;
        const auto collect = [&](const RecordedEvent& event, Nanoseconds from, Nanoseconds to) {
            slices_.push_back({&event, from, std::max(to, from + shortest), {}});
        };
        for (const RecordedEvent& event : trace_.events) {
            if (event.kind == event::bus_edge) continue;
            if (event.kind != event::step) {
                collect(event, trace_.beginning(event), event.at);
                continue;
            }
            if (step != nullptr) collect(*step, step->at, event.at);
            step = &event;
        }
        if (step != nullptr) collect(*step, step->at, trace_.events.back().at);
    }

    void add(const Json& event) {
        text_ += text_.empty() ? "\n" : ",\n";
        text_ += event.dump(-1, ' ', true, Json::error_handler_t::replace);
    }

    void name(const char* what, const Track& track, const std::string& text) {
        add({{"ph", "M"}, {"name", what}, {"pid", track.process}, {"tid", track.thread}, {"args", {{"name", text}}}});
    }

    /// The track of an event's source and kind, or, while that shows another such event, a further one; named when new.
    Track free_track(const RecordedEvent& event, Nanoseconds from, Nanoseconds to) {
        const auto [process, is_new] = processes_.emplace(event.source, int(processes_.size()) + 1);
        auto& tracks = tracks_[{event.source, event.kind}];
        auto track = std::find_if(tracks.begin(), tracks.end(), [&](const Track& one) { return one.end <= from; });
        if (track == tracks.end()) {
            track = tracks.insert(track, {process->second, ++threads_, {}});
            if (is_new) name("process_name", *track, event.source.empty() ? "bench" : event.source);
            name("thread_name", *track,
                 tracks.size() == 1 ? event.kind : fmt::format("{} {}", event.kind, tracks.size()));
        }
        track->end = to;
        return *track;
    }

    void add_slice(const Slice& slice) {
        const RecordedEvent& event = *slice.event;
        std::string label = event.kind;
        for (const char* key : {"title", "service", "hex"})
            if (const auto text = text_field(event, key); !text.empty() && label == event.kind) label += ' ' + text;
        add({{"ph", "X"},
             {"name", label},
             {"cat", event.kind},
             {"pid", slice.track.process},
             {"tid", slice.track.thread},
             {"ts", microseconds(slice.from)},
             {"dur", microseconds(slice.to - slice.from)},
             {"args", arguments(event)}});
    }

    /// An arrow from the cause to its effect. It leaves within the slice of the cause, as a slice ends before its end.
    void add_flows(const Slice& slice) {
        const auto place = place_of_.find(slice.event->cause);
        if (place == place_of_.end()) return;
        const Slice& cause = slices_[place->second];
        const Nanoseconds leaves = std::clamp(cause.event->at, cause.from, cause.to - shortest);
        add_flow("s", slice.event->id, cause.track, leaves);
        add_flow("f", slice.event->id, slice.track, slice.from);
    }

    static Json arguments(const RecordedEvent& event) {
        Json arguments = event.fields;
        arguments["id"] = event.id;
        return arguments;
    }

    /// The begin ("s") or the end ("f") of an arrow.
    void add_flow(const char* phase, std::uint64_t id, const Track& track, Nanoseconds at) {
        Json flow = {{"ph", phase},          {"name", "cause"},     {"cat", "cause"},        {"id", id},
                     {"pid", track.process}, {"tid", track.thread}, {"ts", microseconds(at)}};
        if (*phase == 'f') flow["bp"] = "e";  // ends at the slice around it, not at the next one
        add(flow);
    }

    const RecordedTrace& trace_;
    std::vector<Slice> slices_;
    std::unordered_map<std::uint64_t, std::size_t> place_of_;  ///< in `slices_`, by the id of the event
    std::map<std::string, int> processes_;
    std::map<std::pair<std::string, std::string>, std::vector<Track>> tracks_;
    int threads_ = 0;
    std::string text_;
};

}  // namespace

Checked<std::string> perfetto_json(const RecordedTrace& trace, std::istream& vcd) {
    Export result{trace};
    result.add_events();
    const auto end = result.add_counters(vcd);
    if (!end) return end.error();
    return result.text();
}

}  // namespace otbench::runner
