#pragma once

#include <boost/core/span.hpp>

#include "runner/language/config_words.hpp"

namespace otbench::runner {

namespace keys {

extern const MappingDescription scenario, device, flash, device_uart, bus, bridge, converter, resistors, transistors,
    cable, converter_change, cable_change, meter;
extern const MappingDescription publish_step, wait_step, expect_message_step, decode_step, expect_line_step, note_step,
    meter_step, serial_link, serial_link_step;
extern const MappingDescription link_step, power_cycle_step, pin_step, expect_pin_step, sensor_step, query_script_step,
    converter_step, cable_step, query;
extern const MappingDescription wait_until, message, reading, line, range;

/// Every mapping of the format.
[[nodiscard]] boost::span<const MappingDescription* const> all();
/// The steps among them. The first key of each is its verb.
[[nodiscard]] boost::span<const MappingDescription* const> steps();

}  // namespace keys

}  // namespace otbench::runner
