#include <fmt/core.h>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/commands/temperature_sensors.hpp"
#include "firmware_model/storage/sensor_config.hpp"
#include "firmware_model/storage/text_values.hpp"

// Temperature sensors: readings and names (spec: firmware, sections 4 and 9.3).

namespace otbench::firmware {
namespace {

TemperatureSensors& sensors(CommandCall& call) {
    return call.firmware.temperature_sensors();
}

SensorConfig sensor_config(CommandCall& call) {
    return SensorConfig{call.firmware.board().flash.config};
}

const QuirkFixes& fixes(const CommandCall& call) {
    return call.firmware.board().config.options.fixes;
}

/// The sensor that the first argument numbers, if there is one.
std::optional<std::size_t> sensor_argument(CommandCall& call) {
    const auto index = to_number(call.argument(0));
    if (index < 0 || static_cast<std::size_t>(index) >= sensors(call).count()) return std::nullopt;
    return static_cast<std::size_t>(index);
}

bool refuse_index(CommandCall& call) {
    return call.refuse("Invalid index");
}

}  // namespace

bool get_sensor_count(CommandCall& call) {
    return call.answer(fmt::format("{}", sensors(call).count()));
}

bool get_sensor_value(CommandCall& call) {
    const auto i = sensor_argument(call);
    return i ? call.answer(sensors(call).value(*i)) : refuse_index(call);
}

bool get_sensor_address(CommandCall& call) {
    const auto i = sensor_argument(call);
    return i ? call.answer(sensors(call).address(*i)) : refuse_index(call);
}

bool set_sensor_name(CommandCall& call) {
    // With all entries in use the firmware searches for one whose sensor is absent, and never ends (quirk Q58).
    const bool hangs =
        sensor_config(call).is_full() && !sensor_config(call).find(call.level(0)) && sensors(call).count() > 0;
    if (hangs && !call.fixed(Quirk::sensor_slots_full)) call.firmware.restarts().hang(call.cause);
    return sensor_config(call).set(call.level(0), call.argument(0), fixes(call)) || call.refuse("No free slots");
}

bool delete_sensor_name(CommandCall& call) {
    sensor_config(call).remove(*sensor_config(call).find(call.level(0)), fixes(call));
    return true;
}

bool delete_all_sensor_names(CommandCall& call) {
    sensor_config(call).remove_all(fixes(call));
    return true;
}

bool trigger_sensor_refresh(CommandCall& call) {
    sensors(call).search(call.cause);
    return get_sensor_count(call);
}

}  // namespace otbench::firmware
