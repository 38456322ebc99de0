#pragma once

#include <string>
#include <string_view>

#include "base/checked.hpp"
#include "meters/captures/capture_notations.hpp"
#include "meters/captures/frame_joiner.hpp"

namespace otbench::meters {

/// Finds telegrams in lines of text as people and programs write them down; `capture_notations` are the ways it knows.
///
/// Blank lines and those that start with # are passed over. In a log so is every line of another kind; elsewhere it is
/// a fault. A frame in hex may go on over several lines: a line that is not a frame by itself is joined to an
/// unfinished one before it. Holds one frame and one line, however long the text is.
class CaptureReader {
public:
    explicit CaptureReader(CaptureSink& sink) : sink_(sink), frames_(sink), context_{0, frames_, sink} {}
    CaptureReader(const CaptureReader&) = delete;
    CaptureReader& operator=(const CaptureReader&) = delete;

    /// Reads the next line, without its line end.
    void read_line(std::string_view line);
    /// The text is over: an unfinished frame goes to the sink as it is. The error says what was expected when nothing
    /// that a meter sent was found.
    [[nodiscard]] Checked<void> finish();

private:
    enum class Kind : std::uint8_t { undecided, bytes, log };

    void begin(Kind kind);
    void report_unknown(std::size_t number, std::string_view line);

    CaptureSink& sink_;
    FrameJoiner frames_;
    CaptureContext context_;
    Kind kind_ = Kind::undecided;
    std::string unknown_;           ///< the first line of no known notation, shortened
    std::size_t unknown_line_ = 0;  ///< its number; 0: there was none
};

/// Whether `text` (perhaps several lines) has bytes in a known notation.
[[nodiscard]] bool holds_telegrams(std::string_view text);

}  // namespace otbench::meters
