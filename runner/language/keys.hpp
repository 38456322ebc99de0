#pragma once

#include <boost/core/span.hpp>

#include "runner/language/config_words.hpp"

namespace otbench::runner {

namespace keys {

extern const MappingDescription scenario, folder, device, flash, device_uart, topics, power, ready, bus, bridge,
    converter, resistors, transistors, cable, converter_change, cable_change, meter, serial_link;
extern const MappingDescription include, repeat_step, repeat, any_step, expected_failure;
extern const MappingDescription message, reading, line, range;

/// Every mapping of the format but the steps', which describe themselves.
[[nodiscard]] boost::span<const MappingDescription* const> all();

}  // namespace keys

}  // namespace otbench::runner
