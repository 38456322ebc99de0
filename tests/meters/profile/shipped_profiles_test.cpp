#include <gtest/gtest.h>

#include <algorithm>
#include <variant>

#include "meters/profile/profile_index.hpp"

namespace otbench::meters {
namespace {

const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

/// Of records and telegrams that are octets without a meaning, over all shipped profiles. It may only shrink.
constexpr std::size_t most_raw_escapes = 0;

TEST(ShippedProfiles, need_no_octets_without_a_meaning) {
    std::size_t raw = 0;
    for (const auto& name : shipped.names()) {
        const auto profile = shipped.load(name);
        ASSERT_TRUE(profile) << name;
        for (const auto& readout : (*profile)->readouts) {
            for (const auto& telegram : readout.telegrams) {
                raw += std::holds_alternative<RawTelegram>(telegram.content) ? 1 : 0;
                if (const auto* variable = std::get_if<VariableTelegram>(&telegram.content))
                    raw += static_cast<std::size_t>(
                        std::count_if(variable->records.begin(), variable->records.end(),
                                      [](const ProfileRecord& record) { return !record.description.raw.empty(); }));
            }
        }
    }
    EXPECT_LE(raw, most_raw_escapes);
}

}  // namespace
}  // namespace otbench::meters
