// What a worker process tells of its scenario: a result or nothing, also when the worker died in the middle of it.
#include "runner/report/result.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto result = runner::read_result(std::string{fuzz::text_of(data, size)});
    if (result) fuzz::require(runner::read_result(runner::result_text(*result)).has_value(), "a result can be read");
    return 0;
}
