#pragma once

#include <boost/core/span.hpp>
#include <string_view>

#include "base/decimal.hpp"
#include "base/event_sink.hpp"
#include "base/text_buffer.hpp"

namespace otbench::sim {

/// An event whose source and fields are elsewhere.
struct EventView {
    Cause id;
    std::string_view source;
    Nanoseconds at;
    std::string_view kind;
    Cause cause;
    boost::span<const EventField> fields;
};

/// Appends an event as a line of a trace (see `EventLog`), without the line end. `time` writes the times of all events.
void append_event(TextBuffer& text, const EventView& event, GrowingDecimal& time);

}  // namespace otbench::sim
