#include "runner/trace/perfetto.hpp"

#include <fmt/core.h>

#include <map>
#include <utility>

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
        const RecordedEvent* step = nullptr;
        for (const RecordedEvent& event : trace_.events) {
            if (event.kind == event::bus_edge) continue;
            if (event.kind != event::step) {
                add_slice(event, trace_.beginning(event), event.at);
                continue;
            }
            if (step != nullptr) add_slice(*step, step->at, event.at);
            step = &event;
        }
        if (step != nullptr) add_slice(*step, step->at, trace_.events.back().at);
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
    };

    void add(const Json& event) {
        text_ += text_.empty() ? "\n" : ",\n";
        text_ += event.dump(-1, ' ', true, Json::error_handler_t::replace);
    }

    void name(const char* what, Track track, const std::string& text) {
        add({{"ph", "M"}, {"name", what}, {"pid", track.process}, {"tid", track.thread}, {"args", {{"name", text}}}});
    }

    /// The track of an event, which is named when it is new.
    Track track_of(const RecordedEvent& event) {
        const auto [process, is_new] = processes_.emplace(event.source, int(processes_.size()) + 1);
        const auto [track, is_new_track] =
            tracks_.emplace(std::pair{event.source, event.kind}, Track{process->second, int(tracks_.size()) + 1});
        if (is_new) name("process_name", track->second, event.source.empty() ? "bench" : event.source);
        if (is_new_track) name("thread_name", track->second, event.kind);
        return track->second;
    }

    void add_slice(const RecordedEvent& event, Nanoseconds from, Nanoseconds to) {
        const Track track = track_of(event);
        std::string label = event.kind;
        for (const char* key : {"title", "service", "hex"})
            if (const auto text = text_field(event, key); !text.empty() && label == event.kind) label += ' ' + text;
        add({{"ph", "X"},
             {"name", label},
             {"cat", event.kind},
             {"pid", track.process},
             {"tid", track.thread},
             {"ts", microseconds(from)},
             {"dur", microseconds(std::max(to - from, Nanoseconds{1}))},
             {"args", arguments(event)}});
        const RecordedEvent* cause = trace_.find(event.cause);
        if (cause == nullptr || cause->kind == event::bus_edge) return;
        add_flow("s", event.id, track_of(*cause), cause->at);
        add_flow("f", event.id, track, from);
    }

    static Json arguments(const RecordedEvent& event) {
        Json arguments = event.fields;
        arguments["id"] = event.id;
        return arguments;
    }

    /// The begin ("s") or the end ("f") of an arrow.
    void add_flow(const char* phase, std::uint64_t id, Track track, Nanoseconds at) {
        Json flow = {{"ph", phase},          {"name", "cause"},     {"cat", "cause"},        {"id", id},
                     {"pid", track.process}, {"tid", track.thread}, {"ts", microseconds(at)}};
        if (*phase == 'f') flow["bp"] = "e";  // ends at the slice around it, not at the next one
        add(flow);
    }

    const RecordedTrace& trace_;
    std::map<std::string, int> processes_;
    std::map<std::pair<std::string, std::string>, Track> tracks_;
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
