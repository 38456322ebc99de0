#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "meters/profile/readout.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace otbench::fuzz {

/// A meter of this profile, which was made from `telegrams`, sends them again, but for those that it passes over.
inline void require_rebuilt(const std::shared_ptr<const meters::Profile>& profile,
                            const std::vector<bus::Frame>& telegrams) {
    const meters::Readout readout{profile};
    std::uint8_t access_number = profile->first_access_number;
    auto frame = telegrams.begin();
    for (std::size_t i = 0; i < readout.size(0) && !profile->readouts[0].telegrams[i].invented; ++i) {
        const bus::UserData sent = readout.telegram(0, i, access_number);
        frame = std::find_if(frame, telegrams.end(), [&](const bus::Frame& recorded) {
            return recorded.ci == sent.ci &&
                   std::equal(recorded.data.begin(), recorded.data.end(), sent.data.begin(), sent.data.end());
        });
        require(frame != telegrams.end(), "an imported profile sends what was recorded");
        access_number = static_cast<std::uint8_t>(access_number + profile->access_number_step);
    }
}

}  // namespace otbench::fuzz
