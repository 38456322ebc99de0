// events.jsonl as `otbench trace` reads it: two traces, with a line of three dashes between, are taken and compared, or
// refused with a line.
#include <sstream>

#include "runner/trace/trace_diff.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    constexpr std::string_view dashes = "---\n";
    const auto text = fuzz::text_of(data, size);
    const auto cut = std::min(text.find(dashes), text.size());
    std::istringstream first_file{std::string{text.substr(0, cut)}};
    std::istringstream second_file{std::string{text.substr(std::min(cut + dashes.size(), text.size()))}};
    const auto first = runner::read_trace(first_file), second = runner::read_trace(second_file);
    fuzz::require(first || !first.error().message.empty(), "a refusal says why");
    if (!first || !second) return 0;
    for (const auto& event : first->events) (void)first->causes(event);
    fuzz::require(runner::compare_traces(*first, *first, {}).empty(), "a trace equals itself");
    (void)runner::difference_text(runner::compare_traces(*first, *second, {}), 2);
    return 0;
}
