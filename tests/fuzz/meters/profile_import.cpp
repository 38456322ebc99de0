// A meter made from whatever can be imported sends the telegrams again. The profile's text has a target of its own,
// because reading YAML takes many times as long.
#include "meters/profile/profile_import.hpp"

#include "tests/fuzz/rebuilt_telegrams.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto telegrams = fuzz::telegrams_in(data, size);
    auto imported = meters::import_profile({telegrams.begin(), telegrams.end()});
    if (!imported || !imported->notes.empty()) return 0;
    fuzz::require_rebuilt(std::make_shared<const meters::Profile>(std::move(imported->profile)), telegrams);
    return 0;
}
