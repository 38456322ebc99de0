#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// The values of a profile by the names that they have in a decoded reading ("time-point", "energy[storage=1]"), and
/// their names in the profile. Of several with one decoded name, the first.
[[nodiscard]] std::map<std::string, std::string> decoded_names(const Profile& profile);

/// The name in the profile of a value that is given by this name or by its decoded one; nothing if there is neither.
[[nodiscard]] std::optional<std::string> value_name(const Profile& profile, std::string_view name);

}  // namespace otbench::meters
