// Whatever can be imported becomes a file that can be read, and a meter that sends the telegrams again.
#include "meters/profile/profile_import.hpp"

#include <algorithm>
#include <memory>

#include "meters/profile/profile_text.hpp"
#include "meters/profile/readout.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using fuzz::require;

void import_and_rebuild(const std::vector<bus::Frame>& telegrams) {
    const auto imported = meters::import_profile(telegrams);
    if (!imported) return;
    const auto profile = meters::read_profile(meters::profile_text(imported->profile), "imported", "imported.yaml");
    require(profile.has_value(), "an imported profile can be read");
    if (!imported->notes.empty()) return;
    const meters::Readout readout{*profile};
    std::uint8_t access_number = (*profile)->first_access_number;
    auto frame = telegrams.begin();
    for (std::size_t i = 0; i < readout.size(0) && !(*profile)->readouts[0].telegrams[i].invented; ++i) {
        const bus::UserData sent = readout.telegram(0, i, access_number);
        frame = std::find_if(frame, telegrams.end(), [&](const bus::Frame& recorded) {
            return recorded.ci == sent.ci &&
                   std::equal(recorded.data.begin(), recorded.data.end(), sent.data.begin(), sent.data.end());
        });
        require(frame != telegrams.end(), "an imported profile sends what was recorded");
        access_number = static_cast<std::uint8_t>(access_number + (*profile)->access_number_step);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto telegrams = otbench::fuzz::telegrams_in(data, size);
    import_and_rebuild({telegrams.begin(), telegrams.end()});
    return 0;
}
