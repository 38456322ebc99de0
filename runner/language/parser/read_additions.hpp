#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner {

// What clients add to a bench that exists, in YAML or JSON as in a scenario; all mistakes at once. Whether names and
// addresses are free is not checked.

/// What `buses` of a scenario has under `name`.
[[nodiscard]] boost::system::result<Bus, std::vector<Diagnostic>> read_bus(const std::string& name,
                                                                           std::string_view text, const Scenario& bench,
                                                                           const ProfileCatalog& profiles);
/// What `meters` of a bus has under `name`: a meter, or a fleet.
[[nodiscard]] boost::system::result<std::vector<Meter>, std::vector<Diagnostic>> read_meters(
    const std::string& name, std::string_view text, const Scenario& bench, const ProfileCatalog& profiles);

}  // namespace otbench::runner
