#pragma once

#include <string>
#include <vector>

#include "sim/host/master/device_address.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::sim {

/// A real board with otb-iot: where its serial line ends, where it is on the broker, and how its power is switched.
struct BoardSettings {
    Endpoint serial;
    DeviceAddress address;  ///< of which the broker, the root and the chip count
    /// Programs with their arguments; empty: the power stays as it is.
    std::vector<std::string> switch_on, switch_off;
};

/// Plays steps for boards (firmware::random_board_steps) to a board, in real time, and returns its trace: its replies
/// as PUBLISH packets and its bytes (firmware::board_view). A step ends when its pause is over and nothing has come for
/// a while. Throws std::runtime_error, a line for the user, when the board does not answer or its line or broker is
/// lost.
std::string play_on_board(const BoardSettings& settings, const std::vector<std::string>& steps);

}  // namespace otbench::sim
