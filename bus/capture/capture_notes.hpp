#pragma once

#include "base/event_sink.hpp"
#include "bus/capture/line_capture.hpp"

namespace otbench::bus {

/// Hands events on, and notes in a capture which meters and events a frame belongs to: "heat: event 12".
class CaptureNotes : public EventSink {
public:
    /// `next` must outlive this.
    explicit CaptureNotes(EventSink& next) : next_(next) {}

    /// Takes notes in `capture`, which must outlive this, from now on.
    void note_in(LineCapture& capture) { capture_ = &capture; }

    Cause record(Nanoseconds at, std::string_view kind, Cause cause, std::initializer_list<EventField> fields) override;

private:
    EventSink& next_;
    LineCapture* capture_ = nullptr;
};

}  // namespace otbench::bus
