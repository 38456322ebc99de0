// What `otbench run -k` selects by.
#include "runner/language/scenario.hpp"
#include "runner/selection/expression.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto predicate = runner::parse_case_expression(fuzz::text_of(data, size));
    if (!predicate) return 0;
    runner::Scenario scenario;
    scenario.path = "scenarios/a.yaml";
    scenario.name = "A name";
    scenario.tags = {"quick"};
    fuzz::require((*predicate)(scenario) == (*predicate)(scenario), "a case is meant or not");
    return 0;
}
