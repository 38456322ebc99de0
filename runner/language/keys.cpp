#include "runner/language/keys.hpp"

#include <algorithm>

namespace otbench::runner {

namespace keys {

namespace {

constexpr bool required = true;
constexpr bool optional = false;

constexpr ValueType text{"text", "text"};
constexpr ValueType version_number{"version", "the number 1"};
constexpr ValueType pace{"pace", "virtual, real or a factor such as x10"};
constexpr ValueType seed{"seed", "a whole number"};
constexpr ValueType broker{"broker", "mosquitto, internal or a URL such as mqtt://host:1883"};
constexpr ValueType duration{"duration", "a duration such as 250ms or 2s"};
constexpr ValueType devices{"devices", "a mapping of device names"};
constexpr ValueType bus_type{"bus", "a mapping with a converter, a cable and meters"};
constexpr ValueType steps_type{"steps", "a list of steps"};
constexpr ValueType device_model{"device-model", "otb-iot"};
constexpr ValueType mac{"mac", "a MAC address such as 5c:cf:7f:0b:58:3b"};
constexpr ValueType board{"board", "bare, otbiot or espi"};
constexpr ValueType fixes{"fixes", "known defects such as Q14,Q31, or all"};
constexpr ValueType assumptions{"assumptions", "a mapping of platform options"};
constexpr ValueType flash_type{"flash", "a mapping of what is stored"};
constexpr ValueType sensors{"sensors", "a mapping of sensor addresses"};
constexpr ValueType sensor_address{"sensor-address", "an address such as 28-0011223344aa"};
constexpr ValueType sensor_temperature{"sensor-temperature", "a temperature such as 21.5 C, or unplugged"};
constexpr ValueType serial_port{"serial-port", "a port such as boiler.hat or boiler.mezzanine"};
constexpr ValueType port{"port", "a number from 1 to 65535"};
constexpr ValueType link_event{"link-event", "wifi down, wifi up, broker down, broker up, closed or reset"};
constexpr ValueType serial_path{"serial-path", "softuart or mezzanine"};
constexpr ValueType gpio{"gpio", "a number from 0 to 16"};
constexpr ValueType speed{"speed", "a speed such as 2400"};
constexpr ValueType addresses{"addresses", "a list of primary addresses"};
constexpr ValueType query_type{"query-script", "a mapping that says what the script reads"};
constexpr ValueType converter_type{"converter", "a mapping that describes the level converter"};
constexpr ValueType cable_type{"cable", "a mapping that describes the cable"};
constexpr ValueType meters{"meters", "a mapping of meter names"};
constexpr ValueType converter_model{"converter-model", "otb-iot-level-converter or standard-master"};
constexpr ValueType converter_change_type{"converter-change", "a mapping of what changes at the converter"};
constexpr ValueType cable_change_type{"cable-change", "a mapping of what changes at the cable"};
constexpr ValueType transistors_type{"transistors", "a mapping of transistors Q1 to Q3"};
constexpr ValueType transistor{"transistor", "short or nominal"};
constexpr ValueType frequency{"frequency", "a frequency such as 100 Hz"};
constexpr ValueType leak{"leak", "open or a resistance such as 10 kOhm"};
constexpr ValueType voltage{"voltage", "a voltage such as 36 V"};
constexpr ValueType current{"current", "a current such as 15 mA"};
constexpr ValueType resistance{"resistance", "a resistance such as 82 Ohm"};
constexpr ValueType capacitance{"capacitance", "a capacitance such as 10 nF"};
constexpr ValueType length{"length", "a length such as 20 m"};
constexpr ValueType temperature{"temperature", "a temperature such as 27 C"};
constexpr ValueType resistance_per_length{"resistance-per-length", "a resistance per length such as 0.073 Ohm/m"};
constexpr ValueType capacitance_per_length{"capacitance-per-length", "a capacitance per length such as 120 pF/m"};
constexpr ValueType endpoint{"endpoint", "an endpoint such as pty:/tmp/meter or tcp-listen:127.0.0.1:10001"};
constexpr ValueType bridge_role{"bridge-role", "master or slave"};
constexpr ValueType bridges{"bridges", "a mapping such as {on: pty:/tmp/meter, as: slave}, or a list of them"};
constexpr ValueType device_uart_type{"uart", "an endpoint such as pty:/tmp/uart, or a mapping with one"};
constexpr ValueType uart_port{"uart-port", "hat, mezzanine or console"};
constexpr ValueType parity{"parity", "even, odd or none"};
constexpr ValueType pin{"pin", "a pin such as boiler.gpio15"};
constexpr ValueType resistors_type{"resistors", "a mapping of resistors R1 to R8"};
constexpr ValueType resistor{"resistor", "open, short, nominal, a factor such as x1.05 or a resistance such as 82 Ohm"};
constexpr ValueType flag{"flag", "yes or no"};
constexpr ValueType profile{"profile", "the name of a profile"};
constexpr ValueType address{"address", "a primary address from 0 to 250"};
constexpr ValueType meter_id{"meter-id", "an identification number of eight digits"};
constexpr ValueType unit_loads{"unit-loads", "a number such as 1 or 2.5"};
constexpr ValueType values{"values", "a mapping of the profile's value names"};
constexpr ValueType settings{"settings", "a mapping of names to what they are"};
constexpr ValueType serial_link_type{"serial-link", "a mapping that describes the serial line to the converter"};
constexpr ValueType link_faults{"link-faults", "a mapping of faults of links to what they are"};
constexpr ValueType meter_name{"meter-name", "the name of a meter"};
constexpr ValueType payload{"payload", "text"};
constexpr ValueType topic{"topic", "a topic such as /otb-iot/${chip_id}"};
constexpr ValueType device_name{"device-name", "the name of a device"};
constexpr ValueType qos{"qos", "0, 1 or 2"};
constexpr ValueType message_expectation{"message-expectation",
                                        "a payload, a mapping such as {prefix: ok} or a list of them"};
constexpr ValueType wait_type{"wait", "a duration such as 2s or {until: bus idle for 50ms}"};
constexpr ValueType wait_condition{"wait-condition", "a condition such as bus idle for 50ms"};
constexpr ValueType decode_source{"decode-source", "last dump"};
constexpr ValueType readings{"readings", "a mapping of reading names"};
constexpr ValueType line_type{"line", "a mapping of electrical quantities"};
constexpr ValueType message_list{"message-list", "a list of payloads or patterns"};
constexpr ValueType regex{"regex", "a regular expression"};
constexpr ValueType reading_value{"reading-value", "a value such as 9730 kWh"};
constexpr ValueType voltage_range{"voltage-range", "a range such as 35.3 V .. 35.5 V"};
constexpr ValueType current_range{"current-range", "a range such as 1.4 mA .. 1.6 mA"};
constexpr ValueType count_range{"count-range", "a number or a range such as 1 .. 5"};
constexpr ValueType level{"level", "low or high"};
constexpr ValueType amount{"amount", "a number with its unit"};

constexpr Key scenario_keys[] = {
    {"name", text, required, "What the scenario shows, in one line."},
    {"description", text, optional, "More about it, for the report."},
    {"version", version_number, required, "Version of the file format: 1."},
    {"pace", pace, optional,
     "How fast virtual time goes: virtual (as fast as possible), real, or a factor such as x10."},
    {"seed", seed, optional, "Start of all randomness; the same seed gives the same run."},
    {"broker", broker, optional, "The MQTT broker: mosquitto (started by the bench), internal, or a URL."},
    {"time-limit", duration, optional, "Virtual time after which the run is given up."},
    {"within", duration, optional, "How long an expectation waits unless it says otherwise, in virtual time."},
    {"devices", devices, optional, "The devices under test, by name; needed unless a bridge is the master."},
    {"bus", bus_type, optional, "The M-Bus with its level converter, cable and meters."},
    {"steps", steps_type, required, "What happens, in order."},
};

constexpr Key device_keys[] = {
    {"model", device_model, required, "What kind of device it is: otb-iot."},
    {"mac", mac, required, "Its MAC address; the chip id of its topics is the same without separators."},
    {"board", board, optional, "The board that carries the chip: bare, otbiot or espi."},
    {"hat", flag, optional, "Whether an M-Bus Master hat is plugged on."},
    {"mezzanine", flag, optional, "Whether a mezzanine with an SC16IS752 is plugged on."},
    {"fix", fixes, optional, "Known defects that its firmware does not have."},
    {"assume", assumptions, optional, "What its platform does, by the options' names."},
    {"sensors", sensors, optional, "DS18B20 sensors that are plugged on, by their addresses."},
    {"flash", flash_type, optional, "What is stored in its flash before it starts."},
    {"flash-file", text, optional, "A file that its flash is read from before the run and written to after it."},
    {"uart", device_uart_type, optional, "An endpoint outside, to which its M-Bus UART leads instead of a converter."},
};

constexpr Key device_uart_keys[] = {
    {"on", endpoint, required, "Where those outside find it."},
    {"port", uart_port, optional, "Which UART: hat, mezzanine or console; the one for the M-Bus otherwise."},
    {"tx", gpio, optional, "The pin that sends, where the UART has no lines of its own: 15."},
    {"rx", gpio, optional, "The pin that receives: 13."},
    {"baud", speed, optional, "Its speed, 2400; the console's 115200."},
    {"parity", parity, optional, "Its parity, even; the console's none."},
    {"echo", flag, optional, "Whether the converter outside gives back what it is sent, to be left out."},
};

constexpr Key flash_keys[] = {
    {"blank", flag, optional, "Whether it is erased."},
    {"ssid", payload, optional, "The name of the Wi-Fi."},
    {"password", payload, optional, "The password of the Wi-Fi."},
    {"server", payload, optional, "The address or name of the broker."},
    {"port", port, optional, "The port of the broker."},
    {"mqtt-user", payload, optional, "The user name for the broker."},
    {"mqtt-password", payload, optional, "The password for the broker."},
    {"domain", payload, optional, "What is added to a server name without a dot."},
    {"location-1", payload, optional, "The first level that precedes the chip id in its topics."},
    {"location-2", payload, optional, "The second."},
    {"location-3", payload, optional, "The third."},
};

constexpr Key link_keys[] = {
    {"link", link_event, required, "What happens to the network."},
};

constexpr Key power_cycle_keys[] = {
    {"power-cycle", device_name, required, "The device whose power goes and comes back."},
};

constexpr Key pin_keys[] = {
    {"pin", pin, required, "The pin that somebody drives from outside."},
    {"level", level, required, "To which level: low or high."},
};

constexpr Key expect_pin_keys[] = {
    {"expect-pin", pin, required, "The pin that is looked at."},
    {"level", level, required, "The level that it must have: low or high."},
};

constexpr Key sensor_keys[] = {
    {"sensor", sensor_address, required, "A DS18B20 by its address; plugged on if it was not."},
    {"temperature", sensor_temperature, required, "Its temperature from now on, or unplugged."},
    {"device", device_name, optional, "Which device is meant; needed when there are several."},
};

constexpr Key query_script_keys[] = {
    {"query-script", query_type, required, "Reads meters as the hourly query script does."},
    {"device", device_name, optional, "Which device is meant; needed when there are several."},
};

constexpr Key query_keys[] = {
    {"addresses", addresses, required, "The primary addresses that it reads, one after the other."},
    {"serial", serial_path, optional, "How the device reaches the bus: softuart or mezzanine."},
    {"tx", gpio, optional, "The pin that it configures for sending."},
    {"rx", gpio, optional, "The pin that it configures for receiving."},
    {"speed", speed, optional, "The speed of the bus in baud."},
};

constexpr Key bus_keys[] = {
    {"converter", converter_type, optional,
     "The level converter between master and bus; otherwise a standard master, that no device is wired to."},
    {"serial-link", serial_link_type, optional,
     "The serial line between device and converter, when the converter has a UART of its own."},
    {"cable", cable_type, optional, "The cable between converter and meters."},
    {"meters", meters, optional, "The meters at the end of the cable, by name."},
    {"bridge", bridges, optional, "A place for real devices, as master or slave."},
};

constexpr Key bridge_keys[] = {
    {"on", endpoint, required, "Where those outside find it."},
    {"as", bridge_role, required, "What they are for the bus: its master, or slaves."},
    {"baud", speed, optional, "The speed on the bus, and outside where nobody sets one."},
    {"parity", parity, optional, "The parity on the bus, and outside where nobody sets one."},
    {"echo", flag, optional,
     "As master: whether they read what the converter shows of what they send, true. As slave: "
     "whether the converter outside gives back what it is sent, to be left out."},
    {"unit-loads", unit_loads, optional, "As slave: the idle current of its transceiver in units of 1.5 mA."},
};

constexpr Key serial_link_keys[] = {
    {"baud", speed, optional, "Its speed and that of the converter."},
    {"faults", link_faults, optional, "What is wrong with it: otbench profiles faults."},
};

constexpr Key converter_keys[] = {
    {"model", converter_model, optional, "What kind of converter it is: otb-iot-level-converter or standard-master."},
    {"supply", voltage, optional, "Its supply voltage; of a standard master the mark voltage."},
    {"supply-resistance", resistance, optional, "The internal resistance of its supply."},
    {"ripple", voltage, optional, "Ripple of its supply, peak to peak."},
    {"ripple-frequency", frequency, optional, "How fast that is: 100 Hz unless said otherwise."},
    {"temperature", temperature, optional, "The temperature of its transistors."},
    {"tx-floats", flag, optional, "Whether nothing is connected to its TX input."},
    {"port", serial_port, optional, "The hat or mezzanine that it is wired to; otherwise tx and rx."},
    {"tx", pin, optional, "The pin of the device that sends."},
    {"rx", pin, optional, "The pin of the device that receives."},
    {"resistors", resistors_type, optional, "Resistors of other than their nominal value."},
    {"transistors", transistors_type, optional, "Transistors that are shorted."},
};

constexpr Key converter_change_keys[] = {
    {"supply", voltage, optional, "Its supply voltage; of a standard master the mark voltage."},
    {"supply-resistance", resistance, optional, "The internal resistance of its supply."},
    {"ripple", voltage, optional, "Ripple of its supply, peak to peak."},
    {"ripple-frequency", frequency, optional, "How fast that is."},
    {"temperature", temperature, optional, "The temperature of its transistors."},
    {"tx-floats", flag, optional, "Whether nothing is connected to its TX input."},
    {"resistors", resistors_type, optional, "Resistors of other than their nominal value, or nominal again."},
    {"transistors", transistors_type, optional, "Transistors that are shorted, or nominal again."},
};

constexpr Key transistor_keys[] = {
    {"Q1", transistor, optional, "Follows the space level and drives the bus."},
    {"Q2", transistor, optional, "Is switched by the TX pin and lifts the bus to mark."},
    {"Q3", transistor, optional, "Turns the current through R5 into the level of RX."},
};

constexpr Key resistor_keys[] = {
    {"R1", resistor, optional, "Between the receive divider and the RX pin."},
    {"R2", resistor, optional, "Between the TX pin and the base of the transmit transistor."},
    {"R3", resistor, optional, "Lower part of the divider that sets the space voltage."},
    {"R4", resistor, optional, "Lower part of the divider that sets the high level of RX."},
    {"R5", resistor, optional, "Senses the bus current; sets the receive threshold."},
    {"R6", resistor, optional, "Upper part of the divider that sets the space voltage."},
    {"R7", resistor, optional, "Upper part of the divider that sets the high level of RX."},
    {"R8", resistor, optional, "Between supply and MBUS-: across the bus."},
};

constexpr Key cable_keys[] = {
    {"length", length, optional, "Its length."},
    {"resistance", resistance_per_length, optional, "Resistance of both wires together, per length."},
    {"capacitance", capacitance_per_length, optional, "Capacitance between the wires, per length."},
    {"extra-capacitance", capacitance, optional, "One more capacitance at the converter's terminals."},
    {"leak", leak, optional, "A resistance across the converter's terminals: a wet cable, or a short."},
    {"cut", flag, optional, "Whether it is cut at the converter's terminals."},
    {"noise", voltage, optional, "White noise on the bus, root mean square."},
    {"noise-bandwidth", frequency, optional, "The bandwidth of the noise: 100 kHz unless said otherwise."},
    {"spikes", voltage, optional, "The height of pulses that come at random, of either sign."},
    {"spike-rate", frequency, optional, "How often they come on average: 10 Hz unless said otherwise."},
    {"spike-duration", duration, optional, "How long one lasts: 20us unless said otherwise."},
};

constexpr Key cable_change_keys[] = {
    {"extra-capacitance", capacitance, optional, "One more capacitance at the converter's terminals."},
    {"leak", leak, optional, "A resistance across the converter's terminals, or open."},
    {"cut", flag, optional, "Whether it is cut at the converter's terminals."},
    {"noise", voltage, optional, "White noise on the bus, root mean square; 0 V ends it."},
    {"noise-bandwidth", frequency, optional, "The bandwidth of the noise."},
    {"spikes", voltage, optional, "The height of pulses that come at random; 0 V ends them."},
    {"spike-rate", frequency, optional, "How often they come on average."},
    {"spike-duration", duration, optional, "How long one lasts."},
};

constexpr Key converter_step_keys[] = {
    {"converter", converter_change_type, required, "What changes at the converter; the rest stays as it is."},
};

constexpr Key cable_step_keys[] = {
    {"cable", cable_change_type, required, "What changes at the cable; the rest stays as it is."},
};

constexpr Key meter_keys[] = {
    {"profile", profile, required, "What meter it is: one of otbench profiles list."},
    {"address", address, required, "Its primary address; 0 is that of a meter not set up yet."},
    {"id", meter_id, optional, "Its identification number; the profile's own otherwise."},
    {"baud", speed, optional, "The speed at which it starts; the profile's own otherwise."},
    {"unit-loads", unit_loads, optional, "Its idle current in units of 1.5 mA."},
    {"space-current", current, optional, "The current it adds while it sends a space."},
    {"receive-threshold", voltage, optional, "How far below its tracked mark voltage it reads a space."},
    {"distance", length, optional, "Where on the cable it hangs; at its end otherwise."},
    {"response-delay", duration, optional, "From the end of a request to its answer."},
    {"values", values, optional, "What it reads, by the profile's value names."},
    {"shares-address", flag, optional, "Another meter may have the same address."},
    {"faults", settings, optional, "What is wrong with it: otbench profiles faults."},
};

constexpr Key publish_keys[] = {
    {"publish", payload, required, "Publishes this payload."},
    {"topic", topic, optional, "The topic; the device's command topic otherwise."},
    {"device", device_name, optional, "Which device is meant; needed when there are several."},
    {"qos", qos, optional, "MQTT quality of service."},
    {"retain", flag, optional, "Whether the broker keeps the message."},
    {"expect", message_expectation, optional, "What must come back."},
};

constexpr Key wait_keys[] = {
    {"wait", wait_type, required, "Lets virtual time pass, or waits for a condition."},
};

constexpr Key expect_message_keys[] = {
    {"expect-message", message_expectation, required, "What must come without anything being published."},
    {"device", device_name, optional, "Which device is meant; needed when there are several."},
};

constexpr Key decode_keys[] = {
    {"decode", decode_source, required, "Decodes the telegram in the bytes of the last dump, or in the hat data."},
    {"expect", readings, required, "What the reading must say, by name."},
};

constexpr Key expect_line_keys[] = {
    {"expect-line", line_type, required, "Measures the bus and the receive pin."},
};

constexpr Key meter_step_keys[] = {
    {"meter", meter_name, required, "Which meter is changed."},
    {"set", settings, optional, "Its values, status, faults and so on, by name."},
    {"holds-space", flag, optional, "Whether it draws its space current all the time."},
};

constexpr Key serial_link_step_keys[] = {
    {"serial-link", link_faults, required, "Changes what is wrong with the serial line to the converter."},
};

constexpr Key note_keys[] = {
    {"note", text, required, "A remark for the report."},
};

constexpr Key wait_until_keys[] = {
    {"until", wait_condition, required, "The condition: bus idle for a duration, outside connected or outside gone."},
    {"within", duration, optional, "How long to wait for it; the scenario's within otherwise."},
};

constexpr Key message_keys[] = {
    {"status", payload, optional, "Exactly this payload."},
    {"prefix", payload, optional, "A payload that begins like this."},
    {"regex", regex, optional, "A payload in which this regular expression (ECMAScript) is found."},
    {"messages", message_list, optional, "Several payloads, one message each, in this order."},
    {"topic", topic, optional, "The topic; the device's status topic otherwise."},
    {"within", duration, optional, "How long to wait for each message; the scenario's within otherwise."},
    {"none-within", duration, optional, "No such message may come in this time; no message at all without a pattern."},
};

constexpr Key reading_keys[] = {
    {"value", reading_value, required, "The value with its unit."},
    {"tolerance", reading_value, required,
     "By how much it may differ: a width in a unit of the same kind, or a share such as 2 %."},
};

constexpr Key line_keys[] = {
    {"bus-voltage-mark", voltage_range, optional, "Bus voltage at the converter's terminals while TX is high."},
    {"bus-voltage-space", voltage_range, optional, "Bus voltage at the converter's terminals while TX is low."},
    {"bus-current-idle", current_range, optional, "What all meters draw while none sends."},
    {"bus-current-space", current_range, optional, "What all meters draw while one sends a space."},
    {"rx-low-count", count_range, optional, "How often the receive pin has gone low since the run began."},
    {"collision-count", count_range, optional, "How often a standard master has answered a collision with a break."},
    {"rx-level", level, optional, "The level of the receive pin now: low or high."},
};

constexpr Key range_keys[] = {
    {"min", amount, optional, "The least that is allowed."},
    {"max", amount, optional, "The most that is allowed."},
    {"value", amount, optional, "The middle of what is allowed; goes with tolerance."},
    {"tolerance", amount, optional, "How far from the middle it may be."},
};

}  // namespace

const MappingDescription scenario{"scenario", "a scenario", scenario_keys};
const MappingDescription device{"device", "a device", device_keys};
const MappingDescription flash{"flash", "what is stored", flash_keys};
const MappingDescription device_uart{"device-uart", "a device's UART", device_uart_keys};
const MappingDescription bus{"bus", "the bus", bus_keys};
const MappingDescription bridge{"bridge", "a bridge", bridge_keys};
const MappingDescription serial_link{"serial-link", "the serial line", serial_link_keys};
const MappingDescription converter{"converter", "the converter", converter_keys};
const MappingDescription resistors{"resistors", "the converter's resistors", resistor_keys};
const MappingDescription cable{"cable", "the cable", cable_keys};
const MappingDescription transistors{"transistors", "the converter's transistors", transistor_keys};
const MappingDescription converter_change{"converter-change", "a change of the converter", converter_change_keys};
const MappingDescription cable_change{"cable-change", "a change of the cable", cable_change_keys};
const MappingDescription converter_step{"converter-step", "a converter step", converter_step_keys};
const MappingDescription cable_step{"cable-step", "a cable step", cable_step_keys};
const MappingDescription meter{"meter", "a meter", meter_keys};
const MappingDescription publish_step{"publish-step", "a publish step", publish_keys};
const MappingDescription wait_step{"wait-step", "a wait step", wait_keys};
const MappingDescription expect_message_step{"expect-message-step", "an expect-message step", expect_message_keys};
const MappingDescription decode_step{"decode-step", "a decode step", decode_keys};
const MappingDescription expect_line_step{"expect-line-step", "an expect-line step", expect_line_keys};
const MappingDescription meter_step{"meter-step", "a meter step", meter_step_keys};
const MappingDescription serial_link_step{"serial-link-step", "a serial-link step", serial_link_step_keys};
const MappingDescription note_step{"note-step", "a note step", note_keys};
const MappingDescription link_step{"link-step", "a link step", link_keys};
const MappingDescription power_cycle_step{"power-cycle-step", "a power-cycle step", power_cycle_keys};
const MappingDescription pin_step{"pin-step", "a pin step", pin_keys};
const MappingDescription expect_pin_step{"expect-pin-step", "an expect-pin step", expect_pin_keys};
const MappingDescription sensor_step{"sensor-step", "a sensor step", sensor_keys};
const MappingDescription query_script_step{"query-script-step", "a query-script step", query_script_keys};
const MappingDescription query{"query-script", "a query-script", query_keys};
const MappingDescription wait_until{"wait-until", "a wait", wait_until_keys};
const MappingDescription message{"message", "a message expectation", message_keys};
const MappingDescription reading{"reading", "a reading", reading_keys};
const MappingDescription line{"line", "expect-line", line_keys};
const MappingDescription range{"range", "a range", range_keys};

boost::span<const MappingDescription* const> all() {
    static constexpr const MappingDescription* list[] = {
        &scenario,
        &device,
        &flash,
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
        &publish_step,
        &wait_step,
        &expect_message_step,
        &decode_step,
        &expect_line_step,
        &meter_step,
        &serial_link_step,
        &note_step,
        &link_step,
        &power_cycle_step,
        &pin_step,
        &expect_pin_step,
        &sensor_step,
        &query_script_step,
        &converter_step,
        &cable_step,
        &query,
        &wait_until,
        &message,
        &reading,
        &line,
        &range,
    };
    return list;
}

boost::span<const MappingDescription* const> steps() {
    static constexpr const MappingDescription* list[] = {
        &publish_step,     &wait_step,         &expect_message_step, &decode_step,
        &expect_line_step, &note_step,         &link_step,           &power_cycle_step,
        &pin_step,         &expect_pin_step,   &sensor_step,         &meter_step,
        &serial_link_step, &query_script_step, &converter_step,      &cable_step,
    };
    return list;
}

}  // namespace keys

}  // namespace otbench::runner
