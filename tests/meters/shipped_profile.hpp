#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "meters/profile/profile_index.hpp"

namespace otbench::meters {

/// The profile of the Itron CF Echo II as the bench brings it along.
inline std::shared_ptr<const Profile> cf_echo_2() {
    const auto profile = load_profile(OTBENCH_SOURCE_DIR "/meters/profiles/itron-cf-echo-2.yaml");
    if (profile) return *profile;
    ADD_FAILURE() << to_string(profile.error().front());
    return std::make_shared<Profile>();
}

}  // namespace otbench::meters
