#pragma once

#include <cstdint>
#include <istream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/checked.hpp"
#include "base/time.hpp"

namespace otbench::runner {

/// An event as a line of events.jsonl has it (docs/user/traces.md).
struct RecordedEvent {
    std::uint64_t id = 0;
    Nanoseconds at{};
    std::string kind, source;            ///< `source` may be empty
    std::uint64_t cause = 0;             ///< 0: none
    std::vector<std::uint64_t> carries;  ///< events whose bytes it contains
    nlohmann::ordered_json fields;       ///< the fields of its kind
    std::string line;                    ///< as it was read
};

/// All events of a run, in the order of their ids.
struct RecordedTrace {
    std::vector<RecordedEvent> events;

    /// Null when no event has that id.
    [[nodiscard]] const RecordedEvent* find(std::uint64_t id) const;
    /// What led to an event, from its cause to the first one.
    [[nodiscard]] std::vector<const RecordedEvent*> causes(const RecordedEvent& event) const;
    /// When what an event completes began: a received byte with the edge of its start bit, a request likewise.
    [[nodiscard]] Nanoseconds beginning(const RecordedEvent& event) const;
};

/// Reads events.jsonl, line by line. The error begins with the number of the line, "7: …".
[[nodiscard]] Checked<RecordedTrace> read_trace(std::istream& file);

/// The same from the file at `path`, or from the events.jsonl of a run's folder. The error begins with the path.
[[nodiscard]] Checked<RecordedTrace> read_trace_file(const std::string& path);

/// A field that holds a text, also one that is not printable ASCII ("title_hex"); empty when the event has none.
[[nodiscard]] std::string text_field(const RecordedEvent& event, const std::string& name);

/// "3.954193003 s  frame heat direction=answer …": an event in a line for people.
[[nodiscard]] std::string event_text(const RecordedEvent& event);

}  // namespace otbench::runner
