#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/codec_error.hpp"
#include "meters/meter.hpp"

namespace otbench::meters {

/// Carries out one line of the control interface on `meters` and returns what it says:
///   list                 a line a meter: name, address, id, profile
///   get METER [KEY]      "KEY=VALUE", one or all
///   set METER KEY=VALUE  see `apply_setting`; nothing
/// METER may be * for all of them. The error is for the user.
[[nodiscard]] bus::Checked<std::string> carry_out(std::string_view line, const std::vector<Meter*>& meters);

}  // namespace otbench::meters
