#include "runner/language/keys.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <string>
#include <vector>

#include "circuit/electrics/electrical_table.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner {

namespace keys {

namespace {

constexpr Key scenario_keys[] = {
    {"name", types::text, required, "What the scenario shows, in one line."},
    {"description", types::text, optional, "More about it, for the report."},
    {"version", types::version, required, "Version of the file format: 1, or 2 for parameters, include and repeat."},
    {"pace", types::pace, optional,
     "How fast virtual time goes: virtual (as fast as possible), real, or a factor such as x10.", "virtual"},
    {"seed", types::seed, optional, "Start of all randomness; the same seed gives the same run.", "1"},
    {"broker", types::broker, optional, "The MQTT broker: mosquitto (started by the bench), internal, or a URL.",
     "mosquitto"},
    {"time-limit", types::duration, optional, "Virtual time after which the run is ended.", "10min"},
    {"within", types::duration, optional, "How long an expectation without its own within waits, in virtual time.",
     "30s"},
    {"tags", types::tags, optional, "Words by which scenarios can be selected.", "", 2},
    {"skip-unless", types::requirements, optional,
     "What the machine must have, otherwise the scenario is skipped: hardware (otbench run --hardware), tool:NAME (a "
     "program on the search path), or a list.",
     "", 2},
    {"expect-fail", types::expected_failure, optional,
     "The scenario must fail: a known defect such as Q34, a reason in words, or a mapping.", "", 2},
    {"parameters", types::parameters, optional,
     "Values for ${name} anywhere in the file, one case for each combination: lists by name, a list of rows, or a CSV "
     "file.",
     "", 2},
    {"exclude", types::exclude, optional, "Combinations of parameters that are left out.", "", 2},
    {"devices", types::devices, optional,
     "The devices under test, by name; needed unless a bridge or, in version 2, the bench is the master."},
    {"bus", types::bus, optional, "The M-Bus with its level converter, cable and meters."},
    {"buses", types::buses, optional, "Several M-Buses by name, instead of bus.", "", 2},
    {"setup", types::steps, optional, "Steps before the others, after the setup of folder.yaml.", "", 2},
    {"steps", types::steps, required, "What happens, in order."},
    {"teardown", types::steps, optional,
     "Steps after the others, even if one failed, before the teardown of folder.yaml.", "", 2},
};

constexpr Key device_keys[] = {
    {"include", types::path, optional,
     "A YAML file with the keys of a device, relative to the folder of the including file; keys beside it count more.",
     "", 2},
    {"with", types::settings, optional, "Values for ${name} in the included file.", "", 2},
    {"model", types::device_model, required,
     "The kind of device: the model otb-iot, a process on this machine, or an external device."},
    {"command", types::command, optional,
     "The program of a process and its arguments. In real time, {pty}, {broker_host}, {broker_port} and {name} stand "
     "for "
     "its serial port, the broker's address and the device's name."},
    {"time", types::process_time, optional,
     "How a process takes part: virtual (it speaks the device protocol), or real (it has a serial port and a broker).",
     "virtual"},
    {"env", types::environment, optional,
     "Variables for a process in real time, in which the same placeholders may be used."},
    {"topics", types::topics, optional, "The topics of a process in real time or an external device.",
     "those of otb-iot"},
    {"ready", types::ready, optional,
     "When a process or an external device is ready: a time since the start; in real time also a message, or a line "
     "that it prints.",
     "3s, by which meters have started up, too; in virtual time once it has subscribed to its topic"},
    {"power", types::power, optional,
     "Programs that switch an external device off and on, at the start of the run and in a power-cycle step."},
    {"hang-after", types::duration, optional,
     "The CPU time that a process may use without a message; six times as much real time.", "10s"},
    {"on-crash", types::crash_reaction, optional,
     "The result of a crash of a process: restart the device, or fail the run.", "restart"},
    {"look-ahead", types::duration, optional,
     "How far a process may run ahead of the bench without asking; it changes the speed, not the trace.",
     "up to the next event"},
    {"mac", types::mac, required, "The MAC address; without separators it is the chip id in the topics."},
    {"board", types::board, optional, "The board that carries the chip: bare, otbiot or espi.", "bare"},
    {"hat", types::flag, optional, "Whether an M-Bus Master hat is plugged on.", "no"},
    {"mezzanine", types::flag, optional, "Whether a mezzanine with an SC16IS752 is plugged on.", "no"},
    {"fix", types::fixes, optional, "Known firmware defects to switch off, such as Q14,Q31."},
    {"assume", types::assumptions, optional, "Behaviour of the platform, by the names of its options."},
    {"sensors", types::sensors, optional, "Connected DS18B20 sensors, by address."},
    {"flash", types::flash, optional, "The settings stored in flash before the start."},
    {"flash-file", types::text, optional,
     "A file to read the flash from before the run and to write it to afterwards."},
    {"uart", types::device_uart, optional,
     "An endpoint for an external peer at the M-Bus UART, instead of a converter."},
    {"http", types::endpoint, optional,
     "An endpoint for clients of its web server: tcp-listen with a loopback address; needs pace: real."},
};

constexpr Key topics_keys[] = {
    {"command", types::topic, optional, "The topic that the device listens on.", "/otb-iot/CHIP"},
    {"status", types::topic, optional, "The topic that the device replies on.", "/otb-iot/CHIP/status"},
};

constexpr Key ready_keys[] = {
    {"topic", types::topic, optional, "The topic of the message by which the device says that it is ready."},
    {"payload", types::text, optional, "The payload of that message.", "any"},
    {"log", types::regex, optional, "A regular expression found in a line that the program prints when it is ready."},
};

constexpr Key power_keys[] = {
    {"on", types::command, required, "The program that switches the device on."},
    {"off", types::command, required, "The program that switches it off."},
};

constexpr Key device_uart_keys[] = {
    {"on", types::endpoint, required, "The endpoint for the external peer."},
    {"port", types::uart_port, optional, "The UART: hat, mezzanine or console; without it, the one for the M-Bus."},
    {"tx", types::gpio, optional, "The pin that sends, for a UART without lines of its own.", "15"},
    {"rx", types::gpio, optional, "The pin that receives, for a UART without lines of its own.", "13"},
    {"baud", types::speed, optional, "The speed; for the console, 115200.", "2400"},
    {"parity", types::parity, optional, "The parity: even, or none for the console."},
    {"echo", types::flag, optional, "Whether the external converter echoes; echoes are left out."},
};

constexpr Key flash_keys[] = {
    {"blank", types::flag, optional, "Whether the flash is erased."},
    {"ssid", types::payload, optional, "The SSID of the Wi-Fi network."},
    {"password", types::payload, optional, "The password of the Wi-Fi network."},
    {"server", types::payload, optional, "The address or name of the broker."},
    {"port", types::port, optional, "The port of the broker."},
    {"mqtt-user", types::payload, optional, "The user name for the broker."},
    {"mqtt-password", types::payload, optional, "The password for the broker."},
    {"domain", types::payload, optional, "The domain that is appended to a server name without a dot."},
    {"keep-ap-active", types::flag, optional, "Whether its own access point and the form on it stay active.", "no"},
    {"mqtt-httpd", types::flag, optional, "Whether it accepts commands over HTTP.", "no"},
    {"location-1", types::payload, optional, "The first topic level before the chip id."},
    {"location-2", types::payload, optional, "The second topic level before the chip id."},
    {"location-3", types::payload, optional, "The third topic level before the chip id."},
};

constexpr Key bus_keys[] = {
    {"include", types::path, optional,
     "A YAML file with the keys of a bus, relative to the folder of the including file; keys beside it count more.", "",
     2},
    {"with", types::settings, optional, "Values for ${name} in the included file.", "", 2},
    {"converter", types::converter, optional,
     "The level converter between master and bus; without it, a standard master that is not wired to a device."},
    {"serial-link", types::serial_link, optional,
     "The serial line between device and converter, when the converter has a UART of its own."},
    {"cable", types::cable, optional, "The cable between converter and meters."},
    {"meters", types::meters, optional, "The meters at the end of the cable, by name."},
    {"bridge", types::bridges, optional, "An endpoint for real devices, as master or slave."},
};

constexpr Key bridge_keys[] = {
    {"on", types::endpoint, required, "The endpoint for the external peer."},
    {"as", types::bridge_role, required, "The role of the external peer on the bus: master or slave."},
    {"baud", types::speed, optional, "The speed on the bus, and at the peer unless it sets one.", "2400"},
    {"parity", types::parity, optional, "The parity on the bus, and at the peer unless it sets one.", "even"},
    {"echo", types::flag, optional,
     "As master: whether the peer receives the converter's echo of what it sends (yes by default). As slave: "
     "whether the external converter echoes (no by default); echoes are left out."},
    {"unit-loads", types::unit_loads, optional, "As slave: the idle current of its transceiver in units of 1.5 mA.",
     "1"},
};

constexpr Key serial_link_keys[] = {
    {"baud", types::speed, optional, "The speed of the line and of the converter.", "2400"},
    {"faults", types::link_faults, optional, "Faults of the line, as listed by otbench profiles faults."},
};

constexpr Key transistor_keys[] = {
    {"Q1", types::transistor, optional, "Follows the space level and drives the bus."},
    {"Q2", types::transistor, optional, "Is switched by the TX pin and raises the bus to mark."},
    {"Q3", types::transistor, optional, "Turns the current through R5 into the level of RX."},
};

constexpr Key resistor_keys[] = {
    {"R1", types::resistor, optional, "Between the receive divider and the RX pin."},
    {"R2", types::resistor, optional, "Between the TX pin and the base of the transmit transistor."},
    {"R3", types::resistor, optional, "Lower part of the divider that sets the space voltage."},
    {"R4", types::resistor, optional, "Lower part of the divider that sets the high level of RX."},
    {"R5", types::resistor, optional, "Senses the bus current; sets the receive threshold."},
    {"R6", types::resistor, optional, "Upper part of the divider that sets the space voltage."},
    {"R7", types::resistor, optional, "Upper part of the divider that sets the high level of RX."},
    {"R8", types::resistor, optional, "Between supply and MBUS-: across the bus."},
};

constexpr Key meter_keys[] = {
    {"include", types::path, optional,
     "A YAML file with the keys of a meter, relative to the folder of the including file; keys beside it count more.",
     "", 2},
    {"with", types::settings, optional, "Values for ${name} in the included file.", "", 2},
    {"profile", types::profile, required,
     "The profile of the meter: a name from otbench profiles list, or a file relative to this one."},
    {"address", types::address, required, "The primary address; 0 is that of a meter without a configured address."},
    {"id", types::meter_id, optional, "The identification number; without it, the profile's."},
    {"count", types::count, optional,
     "The number of meters like this one: heat-1, heat-2 and so on, with consecutive addresses and identification "
     "numbers.",
     "1", 2},
    {"baud", types::speed, optional, "The speed at the start; without it, the profile's."},
    {"unit-loads", types::unit_loads, optional, "The idle current in units of 1.5 mA."},
    {"space-current", types::current, optional, "The additional current while the meter sends a space.", "15 mA"},
    {"receive-threshold", types::voltage, optional,
     "The voltage below the tracked mark level at which the meter detects a space.", "6.95 V"},
    {"distance", types::length, optional,
     "The distance from the converter along the cable; without it, the end of the cable."},
    {"response-delay", types::duration, optional, "The time from the end of a request to the answer."},
    {"values", types::values, optional, "The values of the meter, by the names of the profile."},
    {"model", types::meter_model, optional, "heat: power, energy and volume follow from flow and temperatures.",
     "none"},
    {"shares-address", types::flag, optional, "Whether another meter may have the same address.", "no"},
    {"faults", types::settings, optional, "Faults of the meter, as listed by otbench profiles faults."},
};

constexpr Key message_keys[] = {
    {"status", types::payload, optional, "Exactly this payload."},
    {"prefix", types::payload, optional, "A payload that begins with this text."},
    {"regex", types::regex, optional,
     "A payload in which this regular expression (RE2 syntax, at most 1000 characters) is found."},
    {"contains", types::payload, optional, "A payload that contains this text.", "", 2},
    {"json", types::json_values, optional,
     "A payload in JSON with these values, by JSON pointer: {/state/energy: 9730 kWh ± 1 %}.", "", 2},
    {"not", types::message_pattern, optional, "A payload that does not match this pattern.", "", 2},
    {"messages", types::message_list, optional, "The payloads of several messages, in this order."},
    {"topic", types::topic, optional, "The topic; without it, the device's status topic."},
    {"within", types::duration, optional, "How long to wait for each message; without it, the scenario's within."},
    {"after", types::duration, optional,
     "The least time from the beginning of the step to the message; the reply time is reported.", "", 2},
    {"rate", types::count_range, optional,
     "How many such messages must arrive in the time of within, such as 9 .. 11; without a pattern, any.", "", 2},
    {"none-within", types::duration, optional,
     "The time in which no such message may arrive; without a pattern, no message at all."},
};

constexpr Key reading_keys[] = {
    {"value", types::reading_value, required, "The expected value with its unit."},
    {"tolerance", types::reading_value, required,
     "The allowed deviation: a value with a unit of the same kind, or a percentage such as 2 %."},
};

constexpr Key line_keys[] = {
    {"bus-voltage-mark", types::voltage_range, optional, "Bus voltage at the converter's terminals while TX is high."},
    {"bus-voltage-space", types::voltage_range, optional, "Bus voltage at the converter's terminals while TX is low."},
    {"bus-current-idle", types::current_range, optional, "The current of all meters while none sends."},
    {"bus-current-space", types::current_range, optional, "The current of all meters while one sends a space."},
    {"rx-low-count", types::count_range, optional,
     "The number of falling edges at the receive pin since the start of the run."},
    {"collision-count", types::count_range, optional,
     "The number of collisions that a standard master answered with a break."},
    {"rx-level", types::level, optional, "The present level of the receive pin: low or high."},
};

constexpr Key range_keys[] = {
    {"min", types::amount, optional, "The lowest allowed value."},
    {"max", types::amount, optional, "The highest allowed value."},
    {"value", types::amount, optional, "The middle of the allowed range; needs tolerance."},
    {"tolerance", types::amount, optional, "The allowed deviation from value."},
};

struct DimensionType {
    Dimension dimension;
    const ValueType& type;
};
const DimensionType dimension_types[] = {
    {Dimension::voltage, types::voltage},
    {Dimension::resistance, types::resistance},
    {Dimension::temperature, types::temperature},
    {Dimension::length, types::length},
    {Dimension::resistance_per_length, types::resistance_per_length},
    {Dimension::capacitance_per_length, types::capacitance_per_length},
    {Dimension::capacitance, types::capacitance},
    {Dimension::frequency, types::frequency},
};

/// What a scenario file has for a parameter.
const ValueType& type_of(const circuit::ElectricalParameter& parameter) {
    using Form = circuit::ElectricalForm;
    switch (parameter.form) {
        case Form::resistance_or_open: return types::leak;
        case Form::duration: return types::duration;
        case Form::flag: return types::flag;
        case Form::resistors: return types::resistors;
        case Form::transistors: return types::transistors;
        case Form::quantity: break;
    }
    return std::find_if(std::begin(dimension_types), std::end(dimension_types),
                        [&](const auto& each) { return each.dimension == parameter.limits.dimension; })
        ->type;
}

/// The electrical parameters of a part: all that a file may give, or those that a step may change.
std::vector<Key> electrical_keys(circuit::ElectricalPart part, bool of_a_change) {
    static std::deque<std::string> texts;  // what the keys' views refer to
    std::vector<Key> keys;
    for (const auto& parameter : circuit::electrical_parameters()) {
        if (parameter.part != part || parameter.key.empty() || (of_a_change && !parameter.changes)) continue;
        const auto range = parameter.limits.wording;
        texts.push_back(range.empty() ? std::string{parameter.help}
                                      : fmt::format("{} Range: {}.", parameter.help, range));
        keys.push_back({parameter.key, type_of(parameter), optional, texts.back(), parameter.standard});
    }
    return keys;
}

/// What the file folder.yaml may give to all scenarios of its folder.
boost::span<const Key> folder_keys() {
    constexpr std::string_view shared[] = {"description", "pace",    "seed", "broker", "time-limit", "within",  "tags",
                                           "skip-unless", "devices", "bus",  "buses",  "setup",      "teardown"};
    static const auto keys = [&] {
        std::vector<Key> all;
        for (const Key& key : scenario_keys)
            if (std::find(std::begin(shared), std::end(shared), key.name) != std::end(shared)) all.push_back(key);
        return all;
    }();
    return keys;
}

constexpr Key include_keys[] = {
    {"include", types::path, required,
     "A YAML file with a list of steps, relative to the folder of the including file.", "", 2},
    {"with", types::settings, optional, "Values for ${name} in the included file."},
};

constexpr Key repeat_step_keys[] = {
    {"repeat", types::repeat, required, "Steps to repeat.", "", 2},
};

constexpr Key repeat_keys[] = {
    {"count", types::count, optional, "The number of rounds, with until the most; ${round} counts from 1."},
    {"for", types::loop, optional, "A name and a list of values for ${name}: {baud: [300, 2400]}."},
    {"until", types::formula, optional,
     "An expression of saved variables: the loop ends after a round in which it is true, and fails if it never is."},
    {"steps", types::steps, required, "The steps of a round."},
};

constexpr Key any_step_keys[] = {
    {"label", types::label, optional, "A name of the step, for expect-fail.", "", 2},
    {"soft", types::flag, optional, "Whether the following steps are done even if this one fails.", "no", 2},
};

constexpr Key expected_failure_keys[] = {
    {"quirk", types::quirk, optional, "The known defect, such as Q34; devices with fix: Q34 must pass instead."},
    {"reason", types::text, optional, "Why it fails, where that is not a known defect."},
    {"step", types::step_reference, optional, "The step that must fail: its number, from 1, or its label."},
};

constexpr Key wiring_keys[] = {
    {"model", types::converter_model, optional, "The kind of converter: otb-iot-level-converter or standard-master.",
     "otb-iot-level-converter"},
    {"port", types::serial_port, optional,
     "The hat or mezzanine that the converter is wired to; without it, give tx and rx."},
    {"tx", types::pin, optional, "The pin by which the device sends."},
    {"rx", types::pin, optional, "The pin by which the device receives."},
};

boost::span<const Key> converter_keys() {
    static const auto keys = [] {
        std::vector<Key> all{std::begin(wiring_keys), std::end(wiring_keys)};
        for (const Key& key : electrical_keys(circuit::ElectricalPart::converter, false)) all.push_back(key);
        return all;
    }();
    return keys;
}
boost::span<const Key> converter_change_keys() {
    static const auto keys = electrical_keys(circuit::ElectricalPart::converter, true);
    return keys;
}
boost::span<const Key> cable_keys() {
    static const auto keys = electrical_keys(circuit::ElectricalPart::cable, false);
    return keys;
}
boost::span<const Key> cable_change_keys() {
    static const auto keys = electrical_keys(circuit::ElectricalPart::cable, true);
    return keys;
}

}  // namespace

const MappingDescription scenario{"scenario", "a scenario", scenario_keys};
const MappingDescription folder{"folder", "a folder's file", folder_keys()};
const MappingDescription device{"device", "a device", device_keys};
const MappingDescription topics{"topics", "a mapping of topics", topics_keys};
const MappingDescription power{"power", "the switch of a device", power_keys};
const MappingDescription ready{"ready-message", "how a device says that it is ready", ready_keys};
const MappingDescription flash{"flash", "what is stored", flash_keys};
const MappingDescription device_uart{"device-uart", "a device's UART", device_uart_keys};
const MappingDescription bus{"bus", "the bus", bus_keys};
const MappingDescription bridge{"bridge", "a bridge", bridge_keys};
const MappingDescription serial_link{"serial-link", "the serial line", serial_link_keys};
const MappingDescription converter{
    "converter", "the converter", converter_keys(),
    R"json("anyOf": [{"required": ["port"]}, {"required": ["tx", "rx"]}, {"not": {"anyOf": [{"required": ["tx"]}, {"required": ["rx"]}]}}])json"};
const MappingDescription resistors{"resistors", "the converter's resistors", resistor_keys};
const MappingDescription cable{"cable", "the cable", cable_keys()};
const MappingDescription transistors{"transistors", "the converter's transistors", transistor_keys};
const MappingDescription converter_change{"converter-change", "a change of the converter", converter_change_keys()};
const MappingDescription cable_change{"cable-change", "a change of the cable", cable_change_keys()};
const MappingDescription meter{"meter", "a meter", meter_keys};
const MappingDescription include{"include-step", "an include", include_keys};
const MappingDescription repeat_step{"repeat-step", "a repeat step", repeat_step_keys};
const MappingDescription repeat{
    "repeat", "a repeat", repeat_keys,
    R"json("oneOf": [{"required": ["count"]}, {"required": ["for"]}], "dependentRequired": {"until": ["count"]})json"};
const MappingDescription any_step{"any-step", "a step", any_step_keys};
const MappingDescription expected_failure{"expected-failure", "an expected failure", expected_failure_keys,
                                          R"json("anyOf": [{"required": ["quirk"]}, {"required": ["reason"]}])json"};
const MappingDescription message{
    "message", "a message expectation", message_keys,
    R"json("oneOf": [{"required": ["status"]}, {"required": ["prefix"]}, {"required": ["regex"]}, {"required": ["contains"]}, {"required": ["json"]}, {"required": ["not"]}, {"required": ["messages"]}, {"required": ["none-within"], "not": {"anyOf": [{"required": ["status"]}, {"required": ["prefix"]}, {"required": ["regex"]}, {"required": ["contains"]}, {"required": ["json"]}, {"required": ["not"]}, {"required": ["messages"]}]}}, {"required": ["rate"], "not": {"anyOf": [{"required": ["status"]}, {"required": ["prefix"]}, {"required": ["regex"]}, {"required": ["contains"]}, {"required": ["json"]}, {"required": ["not"]}, {"required": ["messages"]}, {"required": ["none-within"]}]}}], "dependentRequired": {"rate": ["within"]}, "allOf": [{"not": {"required": ["rate", "after"]}}, {"not": {"required": ["rate", "none-within"]}}, {"not": {"required": ["rate", "messages"]}}, {"not": {"required": ["none-within", "within"]}}, {"not": {"required": ["none-within", "messages"]}}])json"};
const MappingDescription reading{"reading", "a reading", reading_keys};
const MappingDescription line{"line", "expect-line", line_keys, R"json("minProperties": 1)json"};
const MappingDescription range{
    "range", "a range", range_keys,
    R"json("oneOf": [{"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}, {"required": ["value", "tolerance"]}], "dependentRequired": {"value": ["tolerance"], "tolerance": ["value"]})json"};

boost::span<const MappingDescription* const> all() {
    static constexpr const MappingDescription* list[] = {
        &scenario,
        &folder,
        &device,
        &flash,
        &topics,
        &power,
        &ready,
        &device_uart,
        &bus,
        &bridge,
        &serial_link,
        &converter,
        &resistors,
        &cable,
        &transistors,
        &converter_change,
        &cable_change,
        &meter,
        &include,
        &repeat_step,
        &repeat,
        &any_step,
        &expected_failure,
        &message,
        &reading,
        &line,
        &range,
    };
    return list;
}

}  // namespace keys

}  // namespace otbench::runner
