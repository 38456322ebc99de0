#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/octets.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::meters {

/// Which way the bytes of a capture went.
enum class Direction : std::uint8_t { unknown, to_meter, from_meter };

/// Bytes that should be one frame, whether they are or not. The views are valid during the call that hands them on.
struct FoundFrame {
    OctetView octets;
    std::size_t line = 0;  ///< on which they begin, from 1
    Direction direction = Direction::unknown;
    boost::system::result<bus::Frame, bus::FrameError> frame;  ///< what they are as a frame
};

/// Gets what a capture holds.
class CaptureSink {
public:
    virtual ~CaptureSink() = default;
    virtual void frame(const FoundFrame& captured) = 0;
    /// A line whose bytes cannot be read; `message` is for people.
    virtual void fault(std::size_t line, std::string message) = 0;
};

/// Bytes that stand together in a capture.
struct FoundOctets {
    OctetView octets;
    std::size_t line = 0;
    Direction direction = Direction::unknown;
    bool may_go_on = false;  ///< an unfinished frame may be completed by what follows
    bool from_log = false;   ///< of a log of both directions: several frames may stand together
};

/// Makes frames of captured bytes: joins what stands on several lines, and takes apart what a log has together. A frame
/// of a log has a direction. Holds at most one unfinished frame.
class FrameJoiner {
public:
    explicit FrameJoiner(CaptureSink& sink) : sink_(sink) {}

    void add(FoundOctets captured);
    /// Nothing completes an unfinished frame any more: it goes to the sink as it is.
    void finish() { release(false); }
    /// Whether the sink got bytes that a meter may have sent.
    [[nodiscard]] bool found() const { return found_; }

private:
    void release(bool may_go_on);
    void hand_on(FoundOctets captured);
    void emit(const FoundOctets& captured, const boost::system::result<bus::Frame, bus::FrameError>& frame);

    CaptureSink& sink_;
    OctetBuffer held_;         ///< an unfinished frame
    FoundOctets held_origin_;  ///< all about it but its bytes
    bool found_ = false;
};

}  // namespace otbench::meters
