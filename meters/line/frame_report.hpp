#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/event_sink.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::meters {

/// Reports each frame that a client sends once, with the meters that act on it, whether or not there are any.
///
/// Stands between the meters of a line and the sink of their events and passes these on. Its own event is `line_frame`
/// (fields `client`, `service`, `address`, `hex`, and `meters`, names with commas between them).
class FrameReport : public EventSink {
public:
    /// `sink` must outlive it. `on_answer` is called when a meter answers.
    FrameReport(EventSink& sink, std::function<void()> on_answer) : sink_(sink), on_answer_(std::move(on_answer)) {}

    /// `client` sends `frame`, which is complete at `end`; it is reported at `due` or with the first answer, whichever
    /// comes first. By then the meters have received it.
    void frame_sent(const std::string& client, const bus::Frame& frame, Nanoseconds end, Nanoseconds due);
    /// When a frame is to be reported.
    [[nodiscard]] std::optional<Nanoseconds> next() const;
    void advance(Nanoseconds now);

    Cause record(Nanoseconds at, std::string_view kind, Cause cause, std::initializer_list<EventField> fields) override;

private:
    struct Sent {
        std::string client, service, hex;
        int address;
        Nanoseconds end, due;
    };
    void report();

    EventSink& sink_;
    std::function<void()> on_answer_;
    std::optional<Sent> sent_;
    std::vector<std::string> meters_;  ///< that have acted on it
};

}  // namespace otbench::meters
