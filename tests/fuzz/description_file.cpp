// Any text as the input of `otbench encode`.
#include "app/codec/description_file.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    meters::YamlErrors errors{"text"};
    const auto descriptions = app::read_descriptions(std::string{fuzz::text_of(data, size)}, errors);
    fuzz::require(errors.empty() != descriptions.empty(), "there are descriptions or errors");
    for (const meters::ProfileError& error : errors.take()) (void)meters::to_string(error);
    for (const bus::AnswerDescription& description : descriptions)
        if (const auto frame = bus::encode_answer(description))
            fuzz::require(bus::parse_frame(*frame).has_value(), "what is encoded is a frame");
    return 0;
}
