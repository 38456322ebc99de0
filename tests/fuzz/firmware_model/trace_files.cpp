// Files of steps and traces: read or refused, whatever they hold. Input: the two, with a line of three dashes between.
#include <sstream>
#include <string>

#include "firmware_model/conformance/trace_case.hpp"
#include "firmware_model/conformance/trace_diff.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const std::string text{fuzz::text_of(data, size)};
    const auto cut = text.find("\n---\n");
    const auto second = cut == std::string::npos ? std::string{} : text.substr(cut + 5);

    std::istringstream steps{text};
    const auto read = firmware::TraceCase::parse(steps);
    fuzz::require(read || !read.error().empty(), "a refusal says why");

    std::istringstream a{text.substr(0, cut)};
    std::istringstream b{second};
    const auto differences = firmware::compare_traces(a, "a", b, "b");
    fuzz::require(differences || !differences.error().empty(), "a refusal says why");
    return 0;
}
