#pragma once

#include <istream>
#include <string>
#include <vector>

#include "bus/capture/captured_frame.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::meters {

/// What the first line of a tape says.
struct TapeHead {
    std::string source;        ///< who recorded what: "otbench record serial:/dev/ttyUSB0"; may be empty
    Nanoseconds started{};     ///< time 0 of the frames, since 1970; 0 when unknown
    bus::UartFormat format{};  ///< speed and shape of the characters
    std::string meter;         ///< as for `otbench emulate`, its profile's path from the tape's folder; may be empty
};

/// A recorded dialogue on a bus: NAME.mbus.jsonl, one JSON object a line, the head first, then frames in order of time.
struct Tape {
    TapeHead head;
    std::vector<bus::CapturedFrame> frames;
};

/// The lines of a tape, with their line ends.
[[nodiscard]] std::string tape_line(const TapeHead& head);
[[nodiscard]] std::string tape_line(const bus::CapturedFrame& frame);

/// Reads a tape; the error names `file` and the line. A frame has at least one octet and does not end before it begins;
/// keys that are unknown are passed over, so that later versions may add some.
[[nodiscard]] Checked<Tape> read_tape(std::istream& text, const std::string& file);

}  // namespace otbench::meters
