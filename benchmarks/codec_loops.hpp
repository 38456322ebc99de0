#pragma once

#include <string_view>
#include <vector>

#include "base/text_buffer.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/describe.hpp"

namespace otbench::benchmarks {

/// A recorded telegram and what is made of it before the clock runs.
struct Sample {
    OctetBuffer octets;
    bus::AnswerDescription description;
};

/// The answers of real meters in the folder frames/ of $OTBENCH_SHARED. Ends the program with a message when there are
/// none.
[[nodiscard]] std::vector<Sample> recorded_samples();

/// One thing that the codec does with a telegram. Returns a number that depends on all of it, so that no compiler
/// leaves it out.
struct CodecLoop {
    std::string_view name;
    std::size_t (*run)(const Sample& sample, TextBuffer& out);
};

[[nodiscard]] const std::vector<CodecLoop>& codec_loops();

}  // namespace otbench::benchmarks
