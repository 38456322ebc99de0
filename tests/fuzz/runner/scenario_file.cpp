// Any text as a scenario file.
#include "runner/language/parser/parse.hpp"
#include "runner/steps/registry.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    runner::ProfileCatalog profiles;
    profiles.profiles = {"itron-cf-echo-2", "four-telegram-meter"};
    profiles.values = [](const std::string&) { return runner::ProfileCatalog::Names{"energy", "volume", "power"}; };
    const auto result =
        runner::parse_scenario_text("scenario.yaml", fuzz::text_of(data, size), profiles, runner::step_kinds());
    fuzz::require(result.scenario.has_value() == result.diagnostics.empty(), "there is a scenario or something wrong");
    for (const auto& diagnostic : result.diagnostics) fuzz::require(!diagnostic.message.empty(), "a mistake is told");
    return 0;
}
