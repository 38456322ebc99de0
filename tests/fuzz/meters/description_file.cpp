// Any text as the input of `otbench encode`.
#include "meters/description/description_file.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    config::Diagnostics errors{"text"};
    const auto descriptions = meters::read_descriptions(fuzz::text_of(data, size), errors);
    fuzz::require(errors.empty() != descriptions.empty(), "there are descriptions or errors");
    for (const auto& error : errors.take_all()) (void)to_string(error);
    for (const bus::AnswerDescription& description : descriptions)
        if (const auto frame = bus::encode_answer(description))
            fuzz::require(bus::parse_frame(*frame).has_value(), "what is encoded is a frame");
    return 0;
}
