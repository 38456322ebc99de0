#pragma once

#include <boost/core/span.hpp>
#include <string>
#include <string_view>

#include "meters/captures/frame_joiner.hpp"

namespace otbench::meters {

/// A block of bytes in a log of socat, of which some are on the next lines.
struct SocatBlock {
    std::size_t missing = 0;  ///< bytes that are still to come
    OctetBuffer octets;
    std::size_t line = 0;
};

/// What reads a line works on.
struct CaptureContext {
    std::size_t line = 0;  ///< the number of the present line
    FrameJoiner& frames;
    CaptureSink& sink;
    SocatBlock socat = {};
    std::size_t dump_offset = 0;  ///< of a hex dump with offsets: what the next line should begin with
    OctetBuffer octets = {};      ///< of the present line; its memory is used again
};

/// A way to write telegrams down.
struct CaptureNotation {
    std::string_view example;  ///< for people, in one line
    bool is_log;               ///< other lines stand between those with telegrams
    bool has_blocks;           ///< a block of bytes goes on over lines, which nothing else reads
    /// Whether the line, which is not blank, is of this notation; then its bytes, if it has any, have gone to `to`.
    bool (*read)(std::string_view line, CaptureContext& to);
};

/// All of them; the first that fits a line reads it.
[[nodiscard]] boost::span<const CaptureNotation> capture_notations();

/// Their examples, joined by commas.
[[nodiscard]] std::string capture_examples();

}  // namespace otbench::meters
