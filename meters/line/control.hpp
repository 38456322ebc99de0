#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bus/record/codec_error.hpp"
#include "meters/line/fleet.hpp"
#include "meters/line/line_gateway.hpp"
#include "meters/profile/profile_index.hpp"

namespace otbench::meters {

/// A bus as the control interface knows it.
struct ControlledBus {
    std::string name;
    LineGateway* gateway;
};

/// What the commands of the control interface act on.
struct ControlScope {
    std::vector<ControlledBus> buses;
    const ProfileIndex* profiles = nullptr;  ///< for `add`; null: meters cannot be added
    Nanoseconds now{};                       ///< the present time of the gateways
};

/// Connects the meters of a description to a bus; they listen at once. An error, for the user, when a name is used
/// already, or an address on that bus unless the description says that it is shared.
[[nodiscard]] Checked<void> add_meters(const MeterDescription& description, const ControlledBus& bus,
                                       const ControlScope& scope);

/// Executes one command of the control interface (`help` lists them) and returns its output, lines of text; with
/// "json " before the command, one line with an array of objects. Names of meters and buses may contain the wild cards
/// * and ?. The error is for the user; what was changed before it stays.
[[nodiscard]] Checked<std::string> execute_command(std::string_view line, const ControlScope& scope);

}  // namespace otbench::meters
