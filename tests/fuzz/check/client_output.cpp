// What clients print, and what gateways publish: every form of --expect finds values in any text.
#include "check/client/expectation.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const std::string output{fuzz::text_of(data, size)};
    for (const char* form : {"text", "libmbus-xml", "json:/data", "telegram:ok:([0-9a-f]{2}(?:/[0-9a-f]{2})*)"}) {
        const auto expectation = check::parse_expectation(form);
        fuzz::require(expectation.has_value(), "the form is known");
        (void)(*expectation)->values(output);
    }
    return 0;
}
