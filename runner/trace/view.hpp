#pragma once

#include <istream>
#include <string>
#include <vector>

#include "base/checked.hpp"
#include "runner/trace/lanes.hpp"
#include "sim/trace/vcd_reader.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::runner {

/// What a viewer of waves shows.
struct View {
    std::vector<sim::WaveSignal> signals;  ///< of the waves, in their order
    std::vector<Lane> lanes;
    Nanoseconds end{};
};

/// Writes the waves in `vcd` to `path`, with a signal of texts for each of `lanes`: the text of a block while it lasts,
/// of the later one where two overlap, otherwise an empty one. The error is that of the VCD. Throws
/// `std::system_error` when `path` cannot be written.
[[nodiscard]] Checked<View> write_view(std::istream& vcd, std::vector<Lane> lanes, const std::string& path,
                                       sim::VcdWriter::Unit unit);

/// A save file of GTKWave, `save_file`, for a dump beside it: lanes first, then levels, then analogue signals as
/// curves, and half of the time from the first block of a lane to the end (GTKWave ignores where to begin if less than
/// its window is left).
[[nodiscard]] std::string gtkwave_save(const View& view, const std::string& dump, const std::string& save_file);

/// The same order as a command file of Surfer.
[[nodiscard]] std::string surfer_commands(const View& view);

}  // namespace otbench::runner
