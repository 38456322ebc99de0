#pragma once

#include <boost/core/span.hpp>
#include <string_view>
#include <vector>

namespace otbench::scenarios {

/// What a key may hold. Its `name` is that of a definition in docs/scenario.schema.json, or of one of the mappings
/// below.
struct ValueType {
    std::string_view name;
    std::string_view wording;  ///< "a duration such as 250ms or 2s": completes "'within' must be …"
};

struct Key {
    std::string_view name;
    const ValueType& type;
    bool required;
    std::string_view help;  ///< one sentence, also the schema's description of the key
};

/// One kind of mapping in a scenario file and all the keys it may have: the source of the parser's checks and messages,
/// and what the schema is held to.
struct MappingDescription {
    std::string_view name;   ///< of its definition in the schema
    std::string_view title;  ///< "a meter": how messages call it
    boost::span<const Key> keys;

    [[nodiscard]] const Key* find(std::string_view key) const;  ///< nullptr when there is no such key
    [[nodiscard]] std::vector<std::string_view> key_names() const;
};

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

}  // namespace otbench::scenarios
