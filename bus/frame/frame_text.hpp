#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/octets.hpp"

namespace otbench::bus {

/// Who gets what a `FrameTextReader` finds.
class FrameTextSink {
public:
    virtual ~FrameTextSink() = default;
    /// Octets that should be one frame, whether they are or not, and the line (from 1) on which they begin. Valid
    /// during the call.
    virtual void octets(OctetView octets, std::size_t line) = 0;
    /// A line that holds no octets though it should.
    virtual void fault(std::size_t line, std::string message) = 0;
};

/// Finds frames in lines of text as people and programs write them down:
///
/// - hex digits, with or without blanks between the octets: "68 4d 4d 68 …"
/// - status messages of otb-iot with what its receive buffer held: "ok:68/4d/4d/68/…", the last one ending in "/xx",
///   after a topic or not, one or several on a line
/// - log lines of libmbus: "RECV (083): 68 4D …"; its SEND lines are passed over
///
/// Empty lines and those that start with # are passed over. A frame may go on over several lines: a line that is no
/// frame by itself is joined to an unfinished one before it. Holds one frame and one line, however long the text is.
class FrameTextReader {
public:
    explicit FrameTextReader(FrameTextSink& sink) : sink_(sink) {}

    /// The next line, without its line end.
    void take(std::string_view line);
    /// The text is over: an unfinished frame goes to the sink as it is.
    void finish();

private:
    bool append_hex(std::string_view text, std::string_view separators);
    void take_status_messages(std::string_view text);
    void add(bool more_may_follow);

    FrameTextSink& sink_;
    std::size_t line_ = 0;       ///< the number of the present line
    OctetBuffer found_;          ///< octets of the present line
    OctetBuffer held_;           ///< an unfinished frame
    std::size_t held_line_ = 0;  ///< where it begins
};

}  // namespace otbench::bus
