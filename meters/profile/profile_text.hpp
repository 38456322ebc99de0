#pragma once

#include <string>

#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// The YAML text of a profile, as far as it follows from a recording: identity, form and telegrams of the first
/// readout. `read_profile` gives the same again. How it behaves on the line, further readouts and its alarm are left
/// out.
[[nodiscard]] std::string profile_text(const Profile& profile);

}  // namespace otbench::meters
