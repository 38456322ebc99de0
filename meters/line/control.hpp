#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bus/record/codec_error.hpp"
#include "meters/line/line_gateway.hpp"

namespace otbench::meters {

/// A bus as the control interface knows it.
struct ControlledBus {
    std::string name;
    LineGateway* gateway;
};

/// Carries out one line of the control interface on the meters of `buses` and the links to them, and returns what it
/// says:
///   list                 a line a meter: name, address, id, profile
///   buses                a line a bus: its name
///   get METER [KEY]      "KEY=VALUE", one or all
///   set METER KEY=VALUE  see `apply_setting` and, for a bus, `set_link_fault`; nothing
/// METER may be bus:NAME for a bus, and * for all meters or, where KEY is a fault of links, all buses. The error is for
/// the user.
[[nodiscard]] Checked<std::string> carry_out(std::string_view line, const std::vector<ControlledBus>& buses);

}  // namespace otbench::meters
