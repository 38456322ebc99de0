// The YAML description of any answer builds that answer.
#include "meters/description/description_text.hpp"

#include "meters/description/description_file.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    for (const bus::Frame& frame : fuzz::telegrams_in(data, size)) {
        const auto description = bus::describe_answer(frame);
        if (!description) continue;
        config::Diagnostics errors{"text"};
        const auto read = meters::read_descriptions(meters::description_text(*description), errors);
        fuzz::require(errors.empty() && read.size() == 1, "a description is read");
        const auto encoded = bus::encode_answer(read.front());
        fuzz::require(encoded.has_value(), "a description is encoded");
        fuzz::require(*encoded == bus::long_frame(frame.control, frame.address, frame.ci, frame.data),
                      "a description builds what it describes");
    }
    return 0;
}
