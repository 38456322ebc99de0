// The YAML description of any answer builds that answer.
#include "app/codec/description_text.hpp"

#include "app/codec/description_file.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    for (const bus::Frame& frame : fuzz::telegrams_in(data, size)) {
        const auto description = bus::describe_answer(frame);
        if (!description) continue;
        meters::YamlErrors errors{"text"};
        const auto read = app::read_descriptions(app::description_text(*description), errors);
        fuzz::require(errors.empty() && read.size() == 1, "a description is read");
        const auto encoded = bus::encode_answer(read.front());
        fuzz::require(encoded.has_value(), "a description is encoded");
        fuzz::require(*encoded == bus::long_frame(frame.control, frame.address, frame.ci, frame.data),
                      "a description builds what it describes");
    }
    return 0;
}
