// What the keys of the format may hold, for messages and for the schema.
#include "runner/language/value_types.hpp"

namespace otbench::runner::types {

// clang-format off
const ValueType text{"text", "text",
    R"json({"type": ["string", "number", "boolean"], "pattern": "\\S"})json"};
const ValueType version{"version", "the number 1 or 2",
    R"json({"enum": [1, 2]})json"};
const ValueType path{"path", "the path of a file",
    R"json({"type": "string", "minLength": 1})json"};
const ValueType label{"label", "a name of letters, digits, '-' and '_'",
    R"json({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"})json"};
const ValueType quirk{"quirk", "a known defect such as Q34",
    R"json({"type": "string", "pattern": "^[Qq][0-9]{1,2}$", "examples": ["Q34"]})json"};
const ValueType requirements{"requirements", "hardware, tool:NAME or a list of them",
    R"json({"anyOf": [{"$ref": "#/$defs/requirement"}, {"type": "array", "items": {"$ref": "#/$defs/requirement"}}]})json"};
const ValueType requirement{"requirement", "hardware or a program such as tool:ngspice",
    R"json({"type": "string", "pattern": "^(hardware|tool:[^/]+)$", "examples": ["hardware", "tool:ngspice"]})json"};
const ValueType expected_failure{"expect-fail", "a known defect such as Q34, a reason or a mapping",
    R"json({"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/expected-failure"}]})json"};
const ValueType step_reference{"step-reference", "the number or the label of a step",
    R"json({"anyOf": [{"type": "integer", "minimum": 1}, {"$ref": "#/$defs/label"}]})json"};
const ValueType save{"save", "a mapping of variables to what they are",
    R"json({"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]{0,63}$"}, "additionalProperties": {"$ref": "#/$defs/save-source"}})json"};
const ValueType save_source{"save-source", "a regular expression, a JSON pointer such as /state/energy, or the name of a reading",
    R"json({"type": "string", "examples": ["^ok:(.*)$", "/state/energy", "energy"]})json"};
const ValueType value_names{"value-names", "a list of names of values",
    R"json({"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string", "minLength": 1}})json"};
const ValueType tolerances{"tolerances", "a tolerance such as 1 %, or a mapping of values to theirs",
    R"json({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": ["string", "number"]}}]})json"};
const ValueType formula{"formula", "an expression such as after - before == 10",
    R"json({"type": ["string", "number"], "maxLength": 1000, "examples": ["after - before == 10"]})json"};
const ValueType formulas{"formulas", "a mapping of variables to expressions",
    R"json({"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]{0,63}$"}, "additionalProperties": {"$ref": "#/$defs/formula"}})json"};
const ValueType json_values{"json-values", "a mapping such as {/state/energy: 9730 kWh}",
    R"json({"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^(/.*)?$"}, "additionalProperties": {"anyOf": [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/reading"}]}})json"};
const ValueType message_pattern{"message-pattern", "a payload or a mapping with one pattern",
    R"json({"anyOf": [{"$ref": "#/$defs/payload"}, {"$ref": "#/$defs/message"}]})json"};
const ValueType signal{"signal", "bus voltage, bus current, tx, rx or a pin such as boiler.gpio15",
    R"json({"anyOf": [{"enum": ["bus voltage", "bus current", "tx", "rx"]}, {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}\\.gpio[0-9]{1,2}$"}]})json"};
const ValueType signal_range{"signal-range", "a range such as 35.3 V .. 35.5 V",
    R"json({"anyOf": [{"$ref": "#/$defs/voltage-range"}, {"$ref": "#/$defs/current-range"}]})json"};
const ValueType duration_range{"duration-range", "a range such as 0.4ms .. 0.5ms",
    R"json({"anyOf": [{"type": "string", "pattern": "^(\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(ns|us|µs|ms|s|min|h)\\s*\\.\\.(\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(ns|us|µs|ms|s|min|h)\\s*)?|\\s*\\.\\.\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(ns|us|µs|ms|s|min|h)\\s*)$", "examples": ["0.4ms .. 0.5ms"]}, {"$ref": "#/$defs/range"}]})json"};
const ValueType frames{"frames", "a list of frames such as [SND_NKE to 1, E5]",
    R"json({"type": "array", "items": {"type": "string", "pattern": "^(\\.\\.\\.|E5|damaged|(SND_NKE|SND_UD|REQ_UD1|REQ_UD2|RSP_UD)( (to|from) [0-9]{1,3})?(, *FCB (0|1|toggled))?)$"}})json"};
const ValueType read_target{"read-target", "the name of a meter or a primary address from 0 to 254",
    R"json({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 254}, {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}]})json"};
const ValueType scan_target{"scan-target", "primary, secondary, or a secondary address such as 1427****",
    R"json({"type": ["string", "integer"], "pattern": "^(primary|secondary|[0-9A-Fa-f*]{8}[0-9A-Za-z.*+]*)$", "examples": ["secondary", "1427****"]})json"};
const ValueType meter_names{"meter-names", "a list of meter names such as [heat, cold]",
    R"json({"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}})json"};
const ValueType repeat{"repeat", "a mapping with steps and a count or a list of values"};
const ValueType count{"count", "a number from 1 to 10000",
    R"json({"type": "integer", "minimum": 1, "maximum": 10000})json"};
const ValueType loop{"loop", "a name with a list of values",
    R"json({"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": {"type": "array"}})json"};
const ValueType tags{"tags", "a list of words",
    R"json({"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}})json"};
const ValueType parameters{"parameters", "a mapping of lists, a list of rows or the name of a CSV file",
    R"json({"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "object"}}, {"type": "object", "minProperties": 1}]})json"};
const ValueType exclude{"exclude", "a list of mappings of parameters",
    R"json({"type": "array", "items": {"type": "object", "minProperties": 1}})json"};
const ValueType pace{"pace", "virtual, real or a factor such as x10",
    R"json({"type": "string", "pattern": "^(virtual|real|x([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?)$", "examples": ["virtual", "real", "x10"]})json"};
const ValueType seed{"seed", "a whole number",
    R"json({"type": "integer", "minimum": 0})json"};
const ValueType broker{"broker", "mosquitto, internal or a URL such as mqtt://host:1883 or mqtts://host?ca=ca.pem",
    R"json({"type": "string", "pattern": "^(mosquitto|internal|mqtts?://([^/\\s]*@)?[^@/?\\s]+/?(\\?\\S+)?)$", "examples": ["mosquitto", "internal", "mqtt://localhost:1883", "mqtts://user@broker.example?ca=ca.pem"]})json"};
const ValueType duration{"duration", "a duration such as 250ms or 2s",
    R"json({"type": "string", "pattern": "^\\s*\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(ns|us|µs|ms|s|min|h)\\s*$", "examples": ["250ms", "2s"]})json"};
const ValueType devices{"devices", "a mapping of device names",
    R"json({"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[A-Za-z0-9_-]{1,64}$"}, "additionalProperties": {"$ref": "#/$defs/device"}})json"};
const ValueType bus{"bus", "a mapping with a converter, a cable and meters"};
const ValueType buses{"buses", "a mapping of bus names",
    R"json({"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[A-Za-z0-9_-]{1,64}$"}, "additionalProperties": {"$ref": "#/$defs/bus"}})json"};
const ValueType bus_name{"bus-name", "the name of a bus",
    R"json({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"})json"};
const ValueType steps{"steps", "a list of steps",
    R"json({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}})json"};
const ValueType device_model{"device-model", "otb-iot, process or external",
    R"json({"enum": ["otb-iot", "process", "external"]})json"};
const ValueType process_time{"process-time", "virtual or real",
    R"json({"enum": ["virtual", "real"]})json"};
const ValueType environment{"environment", "a mapping of variables",
    R"json({"type": "object", "additionalProperties": {"type": ["string", "number"]}, "examples": [{"MQTT_HOST": "{broker_host}"}]})json"};
const ValueType topics{"topics", "a mapping of topics"};
const ValueType power{"power-switch", "a mapping with on and off", R"json({"$ref": "#/$defs/power"})json"};
const ValueType ready{"ready", "a duration, or a mapping with a topic or a log",
    R"json({"anyOf": [{"$ref": "#/$defs/duration"}, {"$ref": "#/$defs/ready-message"}]})json"};
const ValueType command{"command", "a program, or a list of a program and its arguments",
    R"json({"type": ["string", "array"], "items": {"type": ["string", "number"]}, "minItems": 1, "examples": [["./my-firmware", "--verbose"]]})json"};
const ValueType crash_reaction{"crash-reaction", "restart or fail",
    R"json({"enum": ["restart", "fail"]})json"};
const ValueType mac{"mac", "a MAC address such as 5c:cf:7f:0b:58:3b",
    R"json({"type": "string", "pattern": "^([0-9A-Fa-f]{12}|([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2})$", "examples": ["5c:cf:7f:0b:58:3b"]})json"};
const ValueType board{"board", "bare, otbiot or espi",
    R"json({"enum": ["bare", "otbiot", "espi"]})json"};
const ValueType fixes{"fixes", "known defects such as Q14,Q31, or all",
    R"json({"type": "string", "pattern": "^\\s*([Qq][0-9]{1,2}|[Aa][Ll][Ll])(\\s*,\\s*([Qq][0-9]{1,2}|[Aa][Ll][Ll]))*\\s*,?\\s*$", "examples": ["Q14,Q31", "all"]})json"};
const ValueType assumptions{"assumptions", "a mapping of platform options",
    R"json({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}, "examples": [{"P6": "repeat"}]})json"};
const ValueType flash{"flash", "a mapping of what is stored"};
const ValueType sensors{"sensors", "a mapping of sensor addresses",
    R"json({"type": "object", "propertyNames": {"pattern": "^28-[0-9a-f]{12}$"}, "additionalProperties": {"$ref": "#/$defs/temperature"}})json"};
const ValueType sensor_address{"sensor-address", "an address such as 28-0011223344aa",
    R"json({"type": "string", "pattern": "^28-[0-9a-f]{12}$", "examples": ["28-0011223344aa"]})json"};
const ValueType sensor_temperature{"sensor-temperature", "a temperature such as 21.5 C, or unplugged",
    R"json({"anyOf": [{"const": "unplugged"}, {"$ref": "#/$defs/temperature"}]})json"};
const ValueType serial_port{"serial-port", "a port such as boiler.hat or boiler.mezzanine",
    R"json({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}\\.(hat|mezzanine)$", "examples": ["boiler.hat"]})json"};
const ValueType port{"port", "a number from 1 to 65535",
    R"json({"type": "integer", "minimum": 1, "maximum": 65535})json"};
const ValueType link_event{"link-event", "wifi down, wifi up, broker down, broker up, closed or reset",
    R"json({"enum": ["wifi down", "wifi up", "broker down", "broker up", "closed", "reset"]})json"};
const ValueType serial_path{"serial-path", "softuart or mezzanine",
    R"json({"enum": ["softuart", "mezzanine"]})json"};
const ValueType gpio{"gpio", "a number from 0 to 16",
    R"json({"type": "integer", "minimum": 0, "maximum": 16})json"};
const ValueType speed{"speed", "a speed such as 2400",
    R"json({"type": "integer", "minimum": 1, "maximum": 1000000})json"};
const ValueType addresses{"addresses", "a list of primary addresses",
    R"json({"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0, "maximum": 255}})json"};
const ValueType query{"query-script", "a mapping that says what the script reads"};
const ValueType converter{"converter", "a mapping that describes the level converter"};
const ValueType cable{"cable", "a mapping that describes the cable"};
const ValueType meters{"meters", "a mapping of meter names",
    R"json({"type": "object", "propertyNames": {"pattern": "^[A-Za-z0-9_-]{1,64}$"}, "additionalProperties": {"$ref": "#/$defs/meter"}})json"};
const ValueType converter_model{"converter-model", "otb-iot-level-converter or standard-master",
    R"json({"enum": ["otb-iot-level-converter", "standard-master"]})json"};
const ValueType converter_change{"converter-change", "a mapping of what changes at the converter"};
const ValueType cable_change{"cable-change", "a mapping of what changes at the cable"};
const ValueType transistors{"transistors", "a mapping of transistors Q1 to Q3"};
const ValueType transistor{"transistor", "short or nominal",
    R"json({"enum": ["short", "nominal"]})json"};
const ValueType frequency{"frequency", "a frequency such as 100 Hz",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(Hz|kHz|MHz)\\s*$", "examples": ["100 Hz"]})json"};
const ValueType leak{"leak", "open or a resistance such as 10 kOhm",
    R"json({"anyOf": [{"const": "open"}, {"$ref": "#/$defs/resistance"}]})json"};
const ValueType voltage{"voltage", "a voltage such as 36 V",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(V|mV)\\s*$", "examples": ["36 V"]})json"};
const ValueType current{"current", "a current such as 15 mA",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(A|mA|uA|µA)\\s*$", "examples": ["15 mA"]})json"};
const ValueType resistance{"resistance", "a resistance such as 82 Ohm",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(Ohm|mOhm|kOhm|MOhm|ohm|mohm|kohm|Mohm|Ω|mΩ|kΩ|MΩ)\\s*$", "examples": ["82 Ohm"]})json"};
const ValueType capacitance{"capacitance", "a capacitance such as 10 nF",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(nF|pF|uF|µF|F)\\s*$", "examples": ["10 nF"]})json"};
const ValueType length{"length", "a length such as 20 m",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(m|km|cm)\\s*$", "examples": ["20 m"]})json"};
const ValueType temperature{"temperature", "a temperature such as 27 C",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(C|°C)\\s*$", "examples": ["27 C"]})json"};
const ValueType resistance_per_length{"resistance-per-length", "a resistance per length such as 0.073 Ohm/m",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(Ohm/m|Ohm/km|mOhm/m|ohm/m|ohm/km|mohm/m|Ω/m|Ω/km|mΩ/m)\\s*$", "examples": ["0.073 Ohm/m"]})json"};
const ValueType capacitance_per_length{"capacitance-per-length", "a capacitance per length such as 120 pF/m",
    R"json({"type": "string", "pattern": "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(pF/m|nF/km|nF/m)\\s*$", "examples": ["120 pF/m"]})json"};
const ValueType endpoint{"endpoint", "an endpoint such as pty:/tmp/meter or tcp-listen:127.0.0.1:10001",
    R"json({"type": "string", "pattern": "^(pty(:.*)?|serial:.+|(tcp|rfc2217|tcp-listen|rfc2217-listen):.+:[0-9]{1,5})$", "examples": ["pty:/tmp/meter", "serial:/dev/ttyUSB0?baud=2400&parity=even", "tcp-listen:127.0.0.1:10001"]})json"};
const ValueType bridge_role{"bridge-role", "master or slave",
    R"json({"enum": ["master", "slave"]})json"};
const ValueType bridges{"bridges", "a mapping such as {on: pty:/tmp/meter, as: slave}, or a list of them",
    R"json({"anyOf": [{"$ref": "#/$defs/bridge"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/bridge"}}]})json"};
const ValueType device_uart{"uart", "an endpoint such as pty:/tmp/uart, or a mapping with one",
    R"json({"anyOf": [{"$ref": "#/$defs/endpoint"}, {"$ref": "#/$defs/device-uart"}]})json"};
const ValueType uart_port{"uart-port", "hat, mezzanine or console",
    R"json({"enum": ["hat", "mezzanine", "console"]})json"};
const ValueType parity{"parity", "even, odd or none",
    R"json({"enum": ["even", "odd", "none"]})json"};
const ValueType pin{"pin", "a pin such as boiler.gpio15",
    R"json({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}\\.gpio0*(0|2|4|5|12|13|14|15)$", "examples": ["boiler.gpio15"]})json"};
const ValueType resistors{"resistors", "a mapping of resistors R1 to R8"};
const ValueType resistor{"resistor", "open, short, nominal, a factor such as x1.05 or a resistance such as 82 Ohm",
    R"json({"anyOf": [{"enum": ["open", "short", "nominal"]}, {"type": "string", "pattern": "^x[0-9]+(\\.[0-9]*)?$"}, {"$ref": "#/$defs/resistance"}]})json"};
const ValueType flag{"flag", "yes or no",
    R"json({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "on", "off", "true", "false"]}]})json"};
const ValueType profile{"profile", "the name of a profile or the path of one",
    R"json({"type": "string", "examples": ["itron-cf-echo-2"]})json"};
const ValueType address{"address", "a primary address from 0 to 250",
    R"json({"type": "integer", "minimum": 0, "maximum": 250})json"};
const ValueType meter_model{"meter-model", "none, heat, or heat with options",
    R"json({"type": "string", "examples": ["heat", "heat in-flow", "heat billing=12-31"]})json"};
const ValueType meter_id{"meter-id", "an identification number of eight digits",
    R"json({"anyOf": [{"type": "string", "pattern": "^[0-9]{8}$"}, {"type": "integer", "minimum": 0, "maximum": 99999999}]})json"};
const ValueType unit_loads{"unit-loads", "a number such as 1 or 2.5",
    R"json({"type": "number", "minimum": 0, "maximum": 100})json"};
const ValueType values{"values", "a mapping of the profile's value names",
    R"json({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}})json"};
const ValueType settings{"settings", "a mapping of names to what they are",
    R"json({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}})json"};
const ValueType serial_link{"serial-link", "a mapping that describes the serial line to the converter"};
const ValueType mqtt_faults{"mqtt-faults", "none, or a mapping of faults",
    R"json({"anyOf": [{"const": "none"}, {"$ref": "#/$defs/packet-faults"}]})json"};
const ValueType packet_choice{"packet-choice", "a type of packets such as PUBLISH or PUBACK to device",
    R"json({"type": "string", "pattern": "^(CONNECT|CONNACK|PUBLISH|PUBACK|PUBREC|PUBREL|PUBCOMP|SUBSCRIBE|SUBACK|UNSUBSCRIBE|UNSUBACK|PINGREQ|PINGRESP|DISCONNECT)( (from|to) device)?$", "examples": ["PUBLISH", "PUBACK to device"]})json"};
const ValueType packet_cut{"packet-cut", "a place such as PUBLISH from device after 7 bytes",
    R"json({"type": "string", "pattern": "^(CONNECT|CONNACK|PUBLISH|PUBACK|PUBREC|PUBREL|PUBCOMP|SUBSCRIBE|SUBACK|UNSUBSCRIBE|UNSUBACK|PINGREQ|PINGRESP|DISCONNECT)( (from|to) device)? after [0-9]+ bytes?$", "examples": ["PUBLISH from device after 7 bytes"]})json"};
const ValueType link_faults{"link-faults", "a mapping of faults of links to what they are",
    R"json({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}})json"};
const ValueType meter_name{"meter-name", "the name of a meter",
    R"json({"type": "string"})json"};
const ValueType payload{"payload", "text",
    R"json({"type": ["string", "number", "boolean"], "pattern": "^([^$]|\\$(?!\\{)|\\$\\{[A-Za-z_][A-Za-z0-9_-]*\\})*$", "examples": ["trigger/ping", "ok"]})json"};
const ValueType topic{"topic", "a topic such as /otb-iot/${chip_id}",
    R"json({"type": "string", "pattern": "^([^$+#]|\\$(?!\\{)|\\$\\{[A-Za-z_][A-Za-z0-9_-]*\\})+$", "maxLength": 65535, "examples": ["/otb-iot/${chip_id}"]})json"};
const ValueType device_name{"device-name", "the name of a device",
    R"json({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"})json"};
const ValueType qos{"qos", "0, 1 or 2",
    R"json({"enum": [0, 1, 2]})json"};
const ValueType message_expectation{"message-expectation", "a payload, a mapping such as {prefix: ok} or a list of them",
    R"json({"anyOf": [{"$ref": "#/$defs/payload"}, {"$ref": "#/$defs/message"}, {"$ref": "#/$defs/message-list"}]})json"};
const ValueType wait{"wait", "a duration such as 2s or {until: bus idle for 50ms}",
    R"json({"anyOf": [{"$ref": "#/$defs/duration"}, {"$ref": "#/$defs/wait-until"}]})json"};
const ValueType wait_condition{"wait-condition", "a condition such as bus idle for 50ms",
    R"json({"type": "string", "pattern": "^((peers (connected|disconnected)|outside (connected|gone))|bus idle for \\s*\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(ns|us|µs|ms|s|min|h)\\s*)$", "examples": ["bus idle for 50ms", "peers connected", "peers disconnected"]})json"};
const ValueType decode_source{"decode-source", "last dump",
    R"json({"enum": ["last dump", "hat data"]})json"};
const ValueType readings{"readings", "a mapping of reading names",
    R"json({"type": "object", "minProperties": 1, "additionalProperties": {"anyOf": [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/reading"}]}})json"};
const ValueType line{"line", "a mapping of electrical quantities"};
const ValueType message_list{"message-list", "a list of payloads or patterns",
    R"json({"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#/$defs/payload"}, {"allOf": [{"$ref": "#/$defs/message"}, {"type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": {"enum": ["status", "prefix", "regex", "contains", "json", "not"]}}]}]}})json"};
const ValueType regex{"regex", "a regular expression",
    R"json({"type": ["string", "number", "boolean"], "maxLength": 1000})json"};
const ValueType reading_value{"reading-value", "a value such as 9730 kWh",
    R"json({"type": ["string", "number", "boolean"], "pattern": "\\S"})json"};
const ValueType voltage_range{"voltage-range", "a range such as 35.3 V .. 35.5 V",
    R"json({"anyOf": [{"type": "string", "pattern": "^\\s*([-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(V|mV)\\s*\\.\\.(\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(V|mV))?|\\.\\.\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(V|mV))\\s*$", "examples": ["35.3 V .. 35.5 V"]}, {"$ref": "#/$defs/range"}]})json"};
const ValueType current_range{"current-range", "a range such as 1.4 mA .. 1.6 mA",
    R"json({"anyOf": [{"type": "string", "pattern": "^\\s*([-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(A|mA|uA|µA)\\s*\\.\\.(\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(A|mA|uA|µA))?|\\.\\.\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(A|mA|uA|µA))\\s*$", "examples": ["1.4 mA .. 1.6 mA"]}, {"$ref": "#/$defs/range"}]})json"};
const ValueType count_range{"count-range", "a number or a range such as 1 .. 5",
    R"json({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^\\s*([0-9]+\\s*\\.\\.(\\s*[0-9]+)?|\\.\\.\\s*[0-9]+)\\s*$", "examples": ["1 .. 5"]}, {"$ref": "#/$defs/range"}]})json"};
const ValueType level{"level", "low or high",
    R"json({"enum": ["low", "high"]})json"};
const ValueType amount{"amount", "a number with its unit",
    R"json({"type": ["string", "number"]})json"};

boost::span<const ValueType* const> all() {
    static constexpr const ValueType* list[] = {&text, &path, &label, &quirk, &requirements, &requirement, &expected_failure, &step_reference, &save, &save_source, &value_names, &tolerances, &formula, &formulas, &json_values, &message_pattern, &signal, &signal_range, &duration_range, &frames, &read_target, &scan_target, &meter_names, &repeat, &count, &loop, &tags, &parameters, &exclude, &version, &pace, &seed, &broker, &duration, &devices, &bus, &buses, &bus_name, &steps, &device_model, &process_time, &environment, &topics, &power, &ready, &command, &crash_reaction, &mac, &board, &fixes, &assumptions, &flash, &sensors, &sensor_address, &sensor_temperature, &serial_port, &port, &link_event, &serial_path, &gpio, &speed, &addresses, &query, &converter, &cable, &meters, &converter_model, &converter_change, &cable_change, &transistors, &transistor, &frequency, &leak, &voltage, &current, &resistance, &capacitance, &length, &temperature, &resistance_per_length, &capacitance_per_length, &endpoint, &bridge_role, &bridges, &device_uart, &uart_port, &parity, &pin, &resistors, &resistor, &flag, &profile, &address, &meter_id, &unit_loads, &values, &meter_model, &settings, &serial_link, &link_faults, &mqtt_faults, &packet_choice, &packet_cut, &meter_name, &payload, &topic, &device_name, &qos, &message_expectation, &wait, &wait_condition, &decode_source, &readings, &line, &message_list, &regex, &reading_value, &voltage_range, &current_range, &count_range, &level, &amount};
    return list;
}
// clang-format on

}  // namespace otbench::runner::types
