#include "runner/language/keys.hpp"

#include <fmt/core.h>

#include <deque>
#include <iterator>
#include <string>
#include <vector>

#include "runner/language/electrical_table.hpp"
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
    {"time-limit", types::duration, optional, "Virtual time after which the run is given up.", "10min"},
    {"within", types::duration, optional, "How long an expectation waits unless it says otherwise, in virtual time.",
     "30s"},
    {"tags", types::tags, optional, "Words that a selection of scenarios can go by. Version 2."},
    {"skip-unless", types::requirements, optional,
     "What the machine must have, otherwise the scenario is skipped: hardware (otbench run --hardware), tool:NAME (a "
     "program on the search path), or a list. Version 2."},
    {"expect-fail", types::expected_failure, optional,
     "The scenario must fail: a known defect such as Q34, a reason in words, or a mapping. Version 2."},
    {"parameters", types::parameters, optional,
     "Values for ${name} anywhere in the file, one case for each combination: lists by name, a list of rows, or a CSV "
     "file. Version 2."},
    {"exclude", types::exclude, optional, "Combinations of parameters that are left out. Version 2."},
    {"devices", types::devices, optional, "The devices under test, by name; needed unless a bridge is the master."},
    {"bus", types::bus, optional, "The M-Bus with its level converter, cable and meters."},
    {"steps", types::steps, required, "What happens, in order."},
};

constexpr Key device_keys[] = {
    {"model", types::device_model, required, "What kind of device it is: otb-iot."},
    {"mac", types::mac, required, "Its MAC address; the chip id of its topics is the same without separators."},
    {"board", types::board, optional, "The board that carries the chip: bare, otbiot or espi.", "bare"},
    {"hat", types::flag, optional, "Whether an M-Bus Master hat is plugged on.", "no"},
    {"mezzanine", types::flag, optional, "Whether a mezzanine with an SC16IS752 is plugged on.", "no"},
    {"fix", types::fixes, optional, "Known defects that its firmware does not have."},
    {"assume", types::assumptions, optional, "What its platform does, by the options' names."},
    {"sensors", types::sensors, optional, "DS18B20 sensors that are plugged on, by their addresses."},
    {"flash", types::flash, optional, "What is stored in its flash before it starts."},
    {"flash-file", types::text, optional, "A file that its flash is read from before the run and written to after it."},
    {"uart", types::device_uart, optional,
     "An endpoint outside, to which its M-Bus UART leads instead of a converter."},
    {"http", types::endpoint, optional,
     "Where programs outside the bench find its web server: tcp-listen with a loopback address; needs pace: real."},
};

constexpr Key device_uart_keys[] = {
    {"on", types::endpoint, required, "Where those outside find it."},
    {"port", types::uart_port, optional, "Which UART: hat, mezzanine or console; the one for the M-Bus otherwise."},
    {"tx", types::gpio, optional, "The pin that sends, where the UART has no lines of its own: 15.", "15"},
    {"rx", types::gpio, optional, "The pin that receives: 13.", "13"},
    {"baud", types::speed, optional, "Its speed, 2400; the console's 115200.", "2400"},
    {"parity", types::parity, optional, "Its parity, even; the console's none."},
    {"echo", types::flag, optional, "Whether the converter outside gives back what it is sent, to be left out."},
};

constexpr Key flash_keys[] = {
    {"blank", types::flag, optional, "Whether it is erased."},
    {"ssid", types::payload, optional, "The name of the Wi-Fi."},
    {"password", types::payload, optional, "The password of the Wi-Fi."},
    {"server", types::payload, optional, "The address or name of the broker."},
    {"port", types::port, optional, "The port of the broker."},
    {"mqtt-user", types::payload, optional, "The user name for the broker."},
    {"mqtt-password", types::payload, optional, "The password for the broker."},
    {"domain", types::payload, optional, "What is added to a server name without a dot."},
    {"keep-ap-active", types::flag, optional, "Whether its own access point and the form on it stay.", "no"},
    {"mqtt-httpd", types::flag, optional, "Whether it takes commands over HTTP.", "no"},
    {"location-1", types::payload, optional, "The first level that precedes the chip id in its topics."},
    {"location-2", types::payload, optional, "The second."},
    {"location-3", types::payload, optional, "The third."},
};

constexpr Key bus_keys[] = {
    {"converter", types::converter, optional,
     "The level converter between master and bus; otherwise a standard master, that no device is wired to."},
    {"serial-link", types::serial_link, optional,
     "The serial line between device and converter, when the converter has a UART of its own."},
    {"cable", types::cable, optional, "The cable between converter and meters."},
    {"meters", types::meters, optional, "The meters at the end of the cable, by name."},
    {"bridge", types::bridges, optional, "A place for real devices, as master or slave."},
};

constexpr Key bridge_keys[] = {
    {"on", types::endpoint, required, "Where those outside find it."},
    {"as", types::bridge_role, required, "What they are for the bus: its master, or slaves."},
    {"baud", types::speed, optional, "The speed on the bus, and at the peer unless it sets one.", "2400"},
    {"parity", types::parity, optional, "The parity on the bus, and at the peer unless it sets one.", "even"},
    {"echo", types::flag, optional,
     "As master: whether they read what the converter shows of what they send, true. As slave: "
     "whether the converter outside gives back what it is sent, to be left out."},
    {"unit-loads", types::unit_loads, optional, "As slave: the idle current of its transceiver in units of 1.5 mA.",
     "1"},
};

constexpr Key serial_link_keys[] = {
    {"baud", types::speed, optional, "Its speed and that of the converter.", "2400"},
    {"faults", types::link_faults, optional, "What is wrong with it: otbench profiles faults."},
};

constexpr Key transistor_keys[] = {
    {"Q1", types::transistor, optional, "Follows the space level and drives the bus."},
    {"Q2", types::transistor, optional, "Is switched by the TX pin and lifts the bus to mark."},
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
    {"profile", types::profile, required,
     "What meter it is: one of otbench profiles list, or the path of a file, from the folder of this one."},
    {"address", types::address, required, "Its primary address; 0 is that of a meter not set up yet."},
    {"id", types::meter_id, optional, "Its identification number; the profile's own otherwise."},
    {"baud", types::speed, optional, "The speed at which it starts; the profile's own otherwise."},
    {"unit-loads", types::unit_loads, optional, "Its idle current in units of 1.5 mA."},
    {"space-current", types::current, optional, "The current it adds while it sends a space.", "15 mA"},
    {"receive-threshold", types::voltage, optional, "How far below its tracked mark voltage it reads a space.",
     "6.95 V"},
    {"distance", types::length, optional, "Where on the cable it hangs; at its end otherwise."},
    {"response-delay", types::duration, optional, "From the end of a request to its answer."},
    {"values", types::values, optional, "What it reads, by the profile's value names."},
    {"model", types::meter_model, optional, "heat: power, energy and volume follow from flow and temperatures.",
     "none"},
    {"shares-address", types::flag, optional, "Another meter may have the same address.", "no"},
    {"faults", types::settings, optional, "What is wrong with it: otbench profiles faults."},
};

constexpr Key message_keys[] = {
    {"status", types::payload, optional, "Exactly this payload."},
    {"prefix", types::payload, optional, "A payload that begins like this."},
    {"regex", types::regex, optional,
     "A payload in which this regular expression (RE2 syntax, at most 1000 characters) is found."},
    {"messages", types::message_list, optional, "Several payloads, one message each, in this order."},
    {"topic", types::topic, optional, "The topic; the device's status topic otherwise."},
    {"within", types::duration, optional, "How long to wait for each message; the scenario's within otherwise."},
    {"none-within", types::duration, optional,
     "No such message may come in this time; no message at all without a pattern."},
};

constexpr Key reading_keys[] = {
    {"value", types::reading_value, required, "The value with its unit."},
    {"tolerance", types::reading_value, required,
     "By how much it may differ: a width in a unit of the same kind, or a share such as 2 %."},
};

constexpr Key line_keys[] = {
    {"bus-voltage-mark", types::voltage_range, optional, "Bus voltage at the converter's terminals while TX is high."},
    {"bus-voltage-space", types::voltage_range, optional, "Bus voltage at the converter's terminals while TX is low."},
    {"bus-current-idle", types::current_range, optional, "What all meters draw while none sends."},
    {"bus-current-space", types::current_range, optional, "What all meters draw while one sends a space."},
    {"rx-low-count", types::count_range, optional, "How often the receive pin has gone low since the run began."},
    {"collision-count", types::count_range, optional,
     "How often a standard master has answered a collision with a break."},
    {"rx-level", types::level, optional, "The level of the receive pin now: low or high."},
};

constexpr Key range_keys[] = {
    {"min", types::amount, optional, "The least that is allowed."},
    {"max", types::amount, optional, "The most that is allowed."},
    {"value", types::amount, optional, "The middle of what is allowed; goes with tolerance."},
    {"tolerance", types::amount, optional, "How far from the middle it may be."},
};

/// The electrical parameters of a part: all that a file may give, or those that a step may change.
std::vector<Key> electrical_keys(ElectricalPart part, bool of_a_change) {
    static std::deque<std::string> texts;  // what the keys' views refer to
    std::vector<Key> keys;
    for (const auto& parameter : electrical_parameters()) {
        if (parameter.part != part || parameter.key.empty() || (of_a_change && !parameter.changes)) continue;
        texts.push_back(parameter.limits.empty() ? std::string{parameter.help}
                                                 : fmt::format("{} Range: {}.", parameter.help, parameter.limits));
        keys.push_back({parameter.key, parameter.type, optional, texts.back(), parameter.standard});
    }
    return keys;
}

constexpr Key include_keys[] = {
    {"include", types::path, required,
     "A YAML file with a list of steps; from the folder of the file that includes it."},
    {"with", types::settings, optional, "Values for ${name} in that file."},
};

constexpr Key repeat_step_keys[] = {
    {"repeat", types::repeat, required, "Steps that are done several times."},
};

constexpr Key repeat_keys[] = {
    {"count", types::count, optional, "How often; ${round} counts from 1."},
    {"for", types::loop, optional, "A name and a list of values for ${name}: {baud: [300, 2400]}."},
    {"steps", types::steps, required, "The steps."},
};

constexpr Key any_step_keys[] = {
    {"label", types::label, optional, "A name of the step, for expect-fail."},
};

constexpr Key expected_failure_keys[] = {
    {"quirk", types::quirk, optional, "The known defect, such as Q34; devices with fix: Q34 must pass instead."},
    {"reason", types::text, optional, "Why it fails, where that is not a known defect."},
    {"step", types::step_reference, optional, "The step that must fail: its number, from 1, or its label."},
};

constexpr Key wiring_keys[] = {
    {"model", types::converter_model, optional,
     "What kind of converter it is: otb-iot-level-converter or standard-master.", "otb-iot-level-converter"},
    {"port", types::serial_port, optional, "The hat or mezzanine that it is wired to; otherwise tx and rx."},
    {"tx", types::pin, optional, "The pin of the device that sends."},
    {"rx", types::pin, optional, "The pin of the device that receives."},
};

boost::span<const Key> converter_keys() {
    static const auto keys = [] {
        std::vector<Key> all{std::begin(wiring_keys), std::end(wiring_keys)};
        for (const Key& key : electrical_keys(ElectricalPart::converter, false)) all.push_back(key);
        return all;
    }();
    return keys;
}
boost::span<const Key> converter_change_keys() {
    static const auto keys = electrical_keys(ElectricalPart::converter, true);
    return keys;
}
boost::span<const Key> cable_keys() {
    static const auto keys = electrical_keys(ElectricalPart::cable, false);
    return keys;
}
boost::span<const Key> cable_change_keys() {
    static const auto keys = electrical_keys(ElectricalPart::cable, true);
    return keys;
}

}  // namespace

const MappingDescription scenario{"scenario", "a scenario", scenario_keys,
                                  R"json("anyOf": [{"required": ["devices"]}, {"required": ["bus"]}])json"};
const MappingDescription device{"device", "a device", device_keys};
const MappingDescription flash{"flash", "what is stored", flash_keys};
const MappingDescription device_uart{"device-uart", "a device's UART", device_uart_keys};
const MappingDescription bus{"bus", "the bus", bus_keys,
                             R"json("anyOf": [{"required": ["converter"]}, {"required": ["bridge"]}])json"};
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
const MappingDescription repeat{"repeat", "a repeat", repeat_keys,
                                R"json("oneOf": [{"required": ["count"]}, {"required": ["for"]}])json"};
const MappingDescription any_step{"any-step", "a step", any_step_keys};
const MappingDescription expected_failure{"expected-failure", "an expected failure", expected_failure_keys,
                                          R"json("anyOf": [{"required": ["quirk"]}, {"required": ["reason"]}])json"};
const MappingDescription message{
    "message", "a message expectation", message_keys,
    R"json("oneOf": [{"required": ["status"]}, {"required": ["prefix"]}, {"required": ["regex"]}, {"required": ["messages"]}, {"required": ["none-within"], "not": {"anyOf": [{"required": ["status"]}, {"required": ["prefix"]}, {"required": ["regex"]}, {"required": ["messages"]}]}}], "allOf": [{"not": {"required": ["none-within", "within"]}}, {"not": {"required": ["none-within", "messages"]}}])json"};
const MappingDescription reading{"reading", "a reading", reading_keys};
const MappingDescription line{"line", "expect-line", line_keys, R"json("minProperties": 1)json"};
const MappingDescription range{
    "range", "a range", range_keys,
    R"json("oneOf": [{"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}, {"required": ["value", "tolerance"]}], "dependentRequired": {"value": ["tolerance"], "tolerance": ["value"]})json"};

boost::span<const MappingDescription* const> all() {
    static constexpr const MappingDescription* list[] = {
        &scenario,         &device,    &flash,     &device_uart, &bus,         &bridge,
        &serial_link,      &converter, &resistors, &cable,       &transistors, &converter_change,
        &cable_change,     &meter,     &include,   &repeat_step, &repeat,      &any_step,
        &expected_failure, &message,   &reading,   &line,        &range,
    };
    return list;
}

}  // namespace keys

}  // namespace otbench::runner
