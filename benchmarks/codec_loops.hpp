#pragma once

#include <string_view>
#include <vector>

#include "bus/describe.hpp"
#include "bus/frame.hpp"
#include "bus/text_buffer.hpp"

namespace otbench::benchmarks {

/// A recorded telegram and what is made of it before the clock runs.
struct Sample {
    bus::OctetBuffer octets;
    bus::AnswerDescription description;
};

/// The answers of real meters in the folder frames/ of $OTBENCH_SHARED. Ends the program with a message when there are
/// none.
[[nodiscard]] std::vector<Sample> recorded_samples();

/// One thing that the codec does with a telegram. Returns a number that depends on all of it, so that no compiler
/// leaves it out.
struct CodecLoop {
    std::string_view name;
    std::size_t (*run)(const Sample& sample, bus::TextBuffer& out);
};

[[nodiscard]] const std::vector<CodecLoop>& codec_loops();

}  // namespace otbench::benchmarks
