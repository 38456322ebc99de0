#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/event_sink.hpp"
#include "bus/capture/line_capture.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::check {

/// One frame on the line of a case, or bytes that make none.
struct LineFrame {
    bool from_client = true;
    Nanoseconds start{};   ///< of the first start bit, since the line was set up
    Nanoseconds end{};     ///< of the last stop bit
    bool damaged = false;  ///< no sound frame, or a character had a wrong parity or stop bit
    OctetBuffer octets;
    std::uint8_t control = 0;  ///< C; 0 of E5 and of what is damaged
    std::uint8_t address = 0;  ///< A; 0 of E5 and of what is damaged
    std::uint8_t ci = 0;       ///< CI; 0 where the frame has none
    std::string service;       ///< "REQ_UD2", "E5"; "damaged"
    std::string client;        ///< connection that sent it, as `meters::FrameReport` names it; empty of answers
    std::string meters;        ///< meters that act on a request, or the sender; empty: none

    [[nodiscard]] bool is(bus::Service wanted) const { return !damaged && bus::service_of(control) == wanted; }
    [[nodiscard]] bool is_request() const { return from_client && is(bus::Service::REQ_UD2); }
    [[nodiscard]] bool frame_count_bit() const { return (control & bus::control::fcb) != 0; }
};

/// Everything that was on the line of a case, in order: what clients sent, and what the meters answered. Faults of the
/// link lie between the answers here and what the client received.
class Journal : public EventSink {
public:
    Journal();

    [[nodiscard]] bus::LineCapture& capture() { return capture_; }
    /// Takes in what is still incomplete; the journal ends.
    void finish();
    [[nodiscard]] const std::vector<LineFrame>& frames() const { return frames_; }
    /// When the last frame so far ended.
    [[nodiscard]] Nanoseconds last_activity() const;

    Cause record(Nanoseconds at, std::string_view kind, Cause cause, std::initializer_list<EventField> fields) override;

private:
    struct Sent {
        Nanoseconds end;
        std::string client, meters;
    };
    void add(const bus::CapturedFrame& captured);

    std::vector<LineFrame> frames_;
    std::vector<Sent> sent_;  ///< whole frames of clients, by their ends
    bus::LineCapture capture_;
    std::uint64_t events_ = 0;
};

}  // namespace otbench::check
