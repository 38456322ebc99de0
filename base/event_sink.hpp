#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"

namespace otbench {

/// The id of a recorded event, carried along with what that event caused (an edge, a frame, a message).
/// `Cause::none` marks what nothing on the bench caused, such as the start of the run.
enum class Cause : std::uint64_t { none = 0 };

/// One named value of an event.
struct EventField {
    using Value = std::variant<std::int64_t, double, bool, std::string, std::vector<Cause>>;

    EventField(std::string_view name, bool v) : key(name), value(v) {}
    EventField(std::string_view name, int v) : key(name), value(std::int64_t{v}) {}
    EventField(std::string_view name, std::int64_t v) : key(name), value(v) {}
    EventField(std::string_view name, double v) : key(name), value(v) {}
    EventField(std::string_view name, const char* v) : key(name), value(std::string{v}) {}
    EventField(std::string_view name, std::string v) : key(name), value(std::move(v)) {}
    EventField(std::string_view name, std::vector<Cause> v) : key(name), value(std::move(v)) {}

    std::string_view key;  ///< must outlive the sink: a literal
    Value value;
};

/// Receives the events of every layer; in order, they are the trace of a run.
///
/// Strings are octets, one per character; a sink that writes JSON decides how to show those that are not text.
class EventSink {
public:
    virtual ~EventSink() = default;

    /// Records that `kind`, one of `base/event_kinds.hpp`, happened at `at` because of the event `cause`.
    /// Returns the id of the new event: unique within the run and larger than that of any event recorded before.
    virtual Cause record(Nanoseconds at, std::string_view kind, Cause cause,
                         std::initializer_list<EventField> fields) = 0;
};

}  // namespace otbench
