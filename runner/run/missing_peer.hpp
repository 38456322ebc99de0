#pragma once

#include <optional>
#include <string>

namespace otbench::runner {

struct Scenario;

/// Why a scenario's bridges cannot reach anything on this machine; nothing when they can, or when it has none. A serial
/// port must exist and be a device. A pty and a listening port are made by the run itself, so that a peer can come only
/// when someone brings it. A TCP connection is not tried in advance: that would take the peer's only connection.
std::optional<std::string> missing_peer(const Scenario& scenario);

}  // namespace otbench::runner
