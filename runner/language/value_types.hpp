#pragma once

#include <boost/core/span.hpp>

#include "runner/language/config_words.hpp"

namespace otbench::runner {

constexpr bool required = true;
constexpr bool optional = false;

/// What the keys of the format may hold. A type without a schema of its own is the mapping of that name.
namespace types {

// clang-format off
extern const ValueType
    text, path, label, quirk, requirements, expected_failure, step_reference, save, save_source, value_names, tolerances, formula, formulas, json_values, message_pattern, signal, signal_range, duration_range, frames, read_target, scan_target, meter_names, repeat, count, loop, tags, parameters, exclude, version, pace, seed, broker, duration, devices, bus, buses, bus_name, steps, device_model, process_time, environment, topics, power, ready, command, crash_reaction, mac, board, fixes, assumptions,
    flash, sensors, sensor_address, sensor_temperature, serial_port, port, link_event, serial_path, gpio, speed,
    addresses, query, converter, cable, meters, converter_model, converter_change, cable_change, transistors,
    transistor, frequency, leak, voltage, current, resistance, capacitance, length, temperature,
    resistance_per_length, capacitance_per_length, endpoint, bridge_role, bridges, device_uart, uart_port, parity,
    pin, resistors, resistor, flag, profile, address, meter_id, unit_loads, values, meter_model, settings, serial_link,
    link_faults, mqtt_faults, packet_choice, packet_cut, meter_name, payload, topic, device_name, qos, message_expectation, wait, wait_condition,
    decode_source, readings, line, message_list, regex, reading_value, voltage_range, current_range, count_range,
    level, amount;
// clang-format on

/// All of them.
[[nodiscard]] boost::span<const ValueType* const> all();

}  // namespace types

}  // namespace otbench::runner
