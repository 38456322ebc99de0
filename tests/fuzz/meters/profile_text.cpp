// Whatever can be imported becomes a file that can be read, and a meter that sends the telegrams again.
#include "meters/profile/profile_text.hpp"

#include "meters/profile/profile_import.hpp"
#include "tests/fuzz/rebuilt_telegrams.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto telegrams = fuzz::telegrams_in(data, size);
    const auto imported = meters::import_profile({telegrams.begin(), telegrams.end()});
    if (!imported) return 0;
    const auto profile = meters::read_profile(meters::profile_text(imported->profile), "imported", "imported.yaml");
    fuzz::require(profile.has_value(), "an imported profile can be read");
    if (imported->notes.empty()) fuzz::require_rebuilt(*profile, telegrams);
    return 0;
}
