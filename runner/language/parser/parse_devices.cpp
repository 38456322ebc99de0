#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>

#include "base/config/regex.hpp"
#include "base/config/suggest.hpp"
#include "firmware_model/storage/platform_options.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner::parts {

namespace {

/// Within which meters are ready after the bus is powered (EN 13757-2).
constexpr Nanoseconds meters_start_up = std::chrono::seconds{3};

/// What stands between braces in the command and the variables of a program in real time; runner/run/setup.cpp has what
/// it stands for.
constexpr std::string_view program_placeholders[] = {
    "broker_host", "broker_password", "broker_port", "broker_user", "name", "pty"};

struct Model {
    std::string_view name;
    FirmwarePlace place;
};

constexpr Model models[] = {
    {"otb-iot", FirmwarePlace::model},
    {"process", FirmwarePlace::process},
    {"external", FirmwarePlace::external},
};

Checked<FirmwarePlace> parse_place(std::string_view text) {
    std::vector<std::string_view> names;
    for (const Model& model : models) {
        if (model.name == text) return model.place;
        names.push_back(model.name);
    }
    return InputError{fmt::format("unknown device model '{}'{}", text, did_you_mean(text, names))};
}

/// Whether a process lives in real time.
Checked<bool> parse_process_time(std::string_view text) {
    if (text == "virtual" || text == "real") return text == "real";
    return InputError{fmt::format("invalid time '{}' (expected {})", text, types::process_time.wording)};
}

std::map<std::string, std::string> parse_environment(const YamlNode& node, const Context& context) {
    std::map<std::string, std::string> variables;
    if (!expect_kind(node, YamlNode::Kind::mapping, "env", types::environment.wording, context.diagnostics))
        return variables;
    for (const auto* entry : distinct_entries(node, context.diagnostics))
        if (expect_kind(entry->value, YamlNode::Kind::text, entry->key.text, "a text", context.diagnostics))
            variables[entry->key.text] = entry->value.text;
    return variables;
}

/// Reports a word between braces that is all but a placeholder; another one, as in a script, is left to the program.
void check_program_words(const YamlNode& node, const Context& context) {
    const std::string_view text = node.text;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) break;
        const auto word = text.substr(open + 1, close - open - 1);
        const auto meant = config::nearest(word, {std::begin(program_placeholders), std::end(program_placeholders)});
        if (!meant.empty() && word != meant)
            context.diagnostics.add(node.at,
                                    fmt::format("unknown placeholder '{{{}}}'; did you mean '{{{}}}'?", word, meant));
    }
    for (const YamlNode& item : node.items) check_program_words(item, context);
    for (const YamlEntry& entry : node.entries) check_program_words(entry.value, context);
}

void parse_topics(const YamlNode& node, Device& device, const Context& context) {
    const Mapping mapping = open_mapping(node, keys::topics, context);
    mapping.read("command", device.command_topic, any_text);
    mapping.read("status", device.status_topic, any_text);
}

void parse_ready(const YamlNode& node, Device& device, const Context& context) {
    if (node.kind == YamlNode::Kind::text) {
        const auto after = parse_duration(node.text);
        if (!after) return context.diagnostics.add(node.at, after.error().message);
        device.ready_after = *after;
        return;
    }
    const Mapping mapping = open_mapping(node, keys::ready, context);
    mapping.read("topic", device.ready_topic, any_text);
    mapping.read("log", device.ready_log, [](std::string_view text) -> Checked<std::string> {
        const auto compiled = config::Regex::compile(text);
        if (!compiled) return compiled.error();
        return std::string{text};
    });
    const bool has_topic = mapping.find("topic") != nullptr, has_log = mapping.find("log") != nullptr;
    if (has_topic == has_log) mapping.complain(has_log ? "log" : "", "expected either a topic or a log");
    if (has_log && device.place == FirmwarePlace::external) mapping.complain("log", "only a process has a log");
    if (mapping.find("payload") == nullptr) return;
    if (!has_topic) mapping.complain("payload", "a payload needs a topic");
    device.ready_payload = mapping.written("payload");
}

void parse_power(const YamlNode& node, Device& device, const Context& context) {
    const Mapping mapping{node, keys::power, context.diagnostics};
    if (const auto* on = mapping.find("on")) device.power_on = parse_command(*on, context);
    if (const auto* off = mapping.find("off")) device.power_off = parse_command(*off, context);
}

Checked<bool> parse_crash_reaction(std::string_view text) {
    if (text == "restart" || text == "fail") return text == "fail";
    return InputError{fmt::format("invalid reaction '{}' (expected {})", text, types::crash_reaction.wording)};
}

/// What only some kinds of device have.
void check_place(const Mapping& mapping, const Device& device, const Context& context) {
    const bool has_command = mapping.find("command") != nullptr;
    const bool is_program = device.place != FirmwarePlace::model && device.place != FirmwarePlace::external;
    if (is_program && !has_command) mapping.complain("model", "a process needs a command");
    if (!is_program && has_command) mapping.complain("command", "only a process has a command");
    if (mapping.find("time") != nullptr && !is_program) mapping.complain("time", "only a process has a time");
    if (mapping.find("power") != nullptr && device.place != FirmwarePlace::external)
        mapping.complain("power", "only an external device has a power switch");
    const YamlNode* ready = mapping.find("ready");
    if (ready != nullptr && !is_program && !device.is_outside())
        mapping.complain("ready", "only a process or an external device has 'ready'");
    if (ready != nullptr && device.place == FirmwarePlace::process && ready->kind != YamlNode::Kind::text)
        mapping.complain("ready", "expected a time since the start, such as 2s; a message or a log needs time: real");
    for (const char* key : {"env", "topics"})
        if (mapping.find(key) != nullptr && !device.is_outside())
            mapping.complain(key, fmt::format("'{}' needs a device in real time (expected model: external, or "
                                              "model: process with time: real)",
                                              key));
    if (device.is_outside() && context.pace != real_pace)
        mapping.complain("model", "this device works in real time (expected 'pace: real')");
}

/// Where the device's firmware runs.
void parse_firmware(const Mapping& mapping, Device& device, const Context& context) {
    mapping.read("model", device.place, parse_place);
    if (const auto* command = mapping.find("command")) device.command = parse_command(*command, context);
    bool real_time = false;
    mapping.read("time", real_time, parse_process_time);
    if (real_time && device.place == FirmwarePlace::process) {
        device.place = FirmwarePlace::real_time_process;
    }
    if (device.is_outside()) {
        device.ready_after = meters_start_up;
        for (const char* key : {"command", "env"})
            if (const auto* words = mapping.find(key)) check_program_words(*words, context);
    }
    if (const auto* variables = mapping.find("env")) device.environment = parse_environment(*variables, context);
    if (const auto* topics = mapping.find("topics")) parse_topics(*topics, device, context);
    if (const auto* ready = mapping.find("ready")) parse_ready(*ready, device, context);
    if (const auto* power = mapping.find("power")) parse_power(*power, device, context);
    mapping.read("hang-after", device.hang_after, parse_duration);
    mapping.read("on-crash", device.fail_on_crash, parse_crash_reaction);
    mapping.read("look-ahead", device.look_ahead, parse_duration);
    check_place(mapping, device, context);
}

/// Twelve hexadecimal digits, or six pairs of them with ':' or '-' between; returned as twelve lower-case digits.
Checked<std::string> parse_mac(std::string_view text) {
    constexpr std::size_t bare_size = 12, spaced_size = 17;
    std::string digits;
    bool sound = text.size() == bare_size || text.size() == spaced_size;
    for (std::size_t i = 0; sound && i < text.size(); ++i) {
        const char c = text[i];
        if (text.size() == spaced_size && i % 3 == 2) {
            sound = c == text[2] && (c == ':' || c == '-');
        } else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
            digits += c;
        } else if (c >= 'A' && c <= 'F') {
            digits += static_cast<char>(c - 'A' + 'a');
        } else {
            sound = false;
        }
    }
    if (sound) return digits;
    return InputError{fmt::format(
        "invalid MAC address '{}' (expected six pairs of hexadecimal digits such as 5c:cf:7f:0b:58:3b)", text)};
}

Checked<const firmware::MainBoard*> parse_board(std::string_view text) {
    if (const auto* board = firmware::find_main_board(text)) return board;
    std::vector<std::string_view> names;
    for (const auto& board : firmware::main_boards()) names.push_back(board.name);
    return InputError{fmt::format("unknown board '{}'{}", text, did_you_mean(text, names))};
}

Checked<firmware::QuirkFixes> parse_fixes(std::string_view text) {
    const auto fixes = firmware::QuirkFixes::parse(text);
    if (!fixes) return InputError{fixes.error()};
    return *fixes;
}

Checked<std::uint16_t> parse_port(std::string_view text) {
    const auto port = parse_whole_number(text, 1, std::numeric_limits<std::uint16_t>::max());
    if (!port) return InputError{fmt::format("invalid port '{}' (expected 1 to 65535)", text)};
    return static_cast<std::uint16_t>(*port);
}

/// A text for a field of the stored configuration, which holds `longest` characters.
auto stored_text(std::size_t longest) {
    return [longest](std::string_view text) -> Checked<std::string> {
        if (text.size() <= longest) return std::string{text};
        return InputError{fmt::format("'{}' has {} characters; the device stores {}", text, text.size(), longest)};
    };
}

/// What was stored in the device's flash before the run (spec: firmware, section 9.9).
void parse_flash(const YamlNode& node, firmware::DeviceConfig& config, const Context& context) {
    constexpr std::size_t short_field = 31, ssid_field = 32, password_field = 63;
    const Mapping mapping = open_mapping(node, keys::flash, context);
    mapping.read("blank", config.blank_flash, parse_truth);
    mapping.read("ssid", config.wifi_ssid, stored_text(ssid_field));
    mapping.read("password", config.wifi_password, stored_text(password_field));
    mapping.read("server", config.mqtt_server, stored_text(short_field));
    mapping.read("port", config.mqtt_port, parse_port);
    mapping.read("mqtt-user", config.mqtt_user, stored_text(short_field));
    mapping.read("mqtt-password", config.mqtt_password, stored_text(short_field));
    mapping.read("domain", config.domain, stored_text(password_field));
    mapping.read("keep-ap-active", config.keep_ap_active, parse_truth);
    mapping.read("mqtt-httpd", config.mqtt_httpd, parse_truth);
    mapping.read("location-1", config.locations[0], stored_text(short_field));
    mapping.read("location-2", config.locations[1], stored_text(short_field));
    mapping.read("location-3", config.locations[2], stored_text(short_field));
}

std::vector<firmware::Ds18b20> parse_sensors(const YamlNode& node, const Context& context) {
    std::vector<firmware::Ds18b20> sensors;
    if (!expect_kind(node, YamlNode::Kind::mapping, "sensors", "a mapping of sensor addresses", context.diagnostics))
        return sensors;
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        if (!expect_kind(entry->value, YamlNode::Kind::text, entry->key.text, "a temperature such as 21.5 C",
                         context.diagnostics))
            continue;
        const auto address = parse_sensor_address(entry->key.text);
        const auto temperature = parse_sensor_temperature(entry->value.text);
        if (!address) context.diagnostics.add(entry->key.at, address.error().message);
        if (!temperature) context.diagnostics.add(entry->value.at, temperature.error().message);
        if (address && temperature) sensors.push_back({*address, *temperature});
    }
    return sensors;
}

/// What the firmware's platform does: `{P6: repeat}`.
void parse_assumptions(const YamlNode& node, firmware::FirmwareOptions& options, const Context& context) {
    if (!expect_kind(node, YamlNode::Kind::mapping, "assume", "a mapping of platform options", context.diagnostics))
        return;
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        if (!expect_kind(entry->value, YamlNode::Kind::text, entry->key.text, "a word or a number",
                         context.diagnostics))
            continue;
        const auto set = firmware::set_platform_option(options, entry->key.text, entry->value.text);
        if (!set) context.diagnostics.add(entry->key.at, set.error());
    }
}

/// Where HTTP clients connect, which they do in real time.
Checked<sim::Endpoint> parse_http_endpoint(std::string_view text, double pace) {
    const auto endpoint = sim::parse_endpoint(text);
    if (!endpoint) return InputError{endpoint.error().message};
    if (endpoint->kind != sim::Endpoint::Kind::tcp_listen)
        return InputError{
            fmt::format("invalid endpoint '{}' for HTTP clients (expected tcp-listen:127.0.0.1:8080)", text)};
    if (pace != real_pace) return InputError{fmt::format("HTTP clients at {} need 'pace: real'", text)};
    return *endpoint;
}

Device parse_device(const YamlEntry& entry, const Context& context) {
    Device device;
    device.at = entry.key.at;
    device.name = entry.key.text;
    if (const auto name = check_name(device.name); !name) context.diagnostics.add(device.at, name.error().message);
    const Mapping mapping = open_mapping(entry.value, keys::device, context);
    parse_firmware(mapping, device, context);
    firmware::DeviceConfig& config = device.firmware;
    config.mac.clear();
    mapping.read("mac", config.mac, parse_mac);
    mapping.read("board", config.board, parse_board);
    mapping.read("hat", config.mbus_hat, parse_truth);
    mapping.read("mezzanine", config.mbus_mezz, parse_truth);
    if (config.mbus_hat && !config.board->takes_hat)
        mapping.complain("hat", "this board does not support a hat (expected board espi)");
    if (config.mbus_mezz && !config.board->takes_mezzanines)
        mapping.complain("mezzanine", "this board does not support a mezzanine (expected board otbiot)");
    mapping.read("fix", config.options.fixes, parse_fixes);
    if (const auto* assume = mapping.find("assume")) parse_assumptions(*assume, config.options, context);
    if (const auto* sensors = mapping.find("sensors")) device.sensors = parse_sensors(*sensors, context);
    if (const auto* flash = mapping.find("flash")) parse_flash(*flash, config, context);
    mapping.read("flash-file", device.flash_file, any_text);
    mapping.read("http", device.http, [&](std::string_view text) { return parse_http_endpoint(text, context.pace); });
    if (const auto* uart = mapping.find("uart")) device.uart = parse_uart(*uart, device, context);
    if (device.place == FirmwarePlace::external && !device.uart)
        mapping.complain("model", "an external device needs 'uart': the port at which its serial line ends");
    return device;
}

}  // namespace

std::vector<std::string> parse_command(const YamlNode& node, const Context& context) {
    if (node.kind == YamlNode::Kind::text && !node.text.empty()) return {node.text};
    std::vector<std::string> command;
    for (const YamlNode& item : node.items)
        if (expect_kind(item, YamlNode::Kind::text, "command", types::command.wording, context.diagnostics))
            command.push_back(item.text);
    if (node.kind != YamlNode::Kind::list || command.empty() || command.front().empty())
        context.diagnostics.add(node.at, fmt::format("command: expected {}", types::command.wording));
    return command;
}

Checked<std::string> parse_sensor_address(std::string_view text) {
    constexpr std::string_view family = "28-";
    constexpr std::size_t digits = 12;
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    const auto serial = text.substr(0, family.size()) == family ? text.substr(family.size()) : std::string_view{};
    if (serial.size() == digits && std::all_of(serial.begin(), serial.end(), is_digit)) return std::string{text};
    return InputError{fmt::format(
        "invalid DS18B20 address '{}' (expected 28- and twelve hexadecimal digits such as 28-0011223344aa)", text)};
}

Checked<double> parse_sensor_temperature(std::string_view text) {
    constexpr Limits range{Dimension::temperature, -55.0, 125.0, "-55 C to 125 C"};  // DS18B20 datasheet
    return parse_within(range, text);
}

std::vector<Device> parse_devices(const YamlNode& node, const Context& context) {
    std::vector<Device> devices;
    if (!expect_kind(node, YamlNode::Kind::mapping, "devices", "a mapping of device names", context.diagnostics))
        return devices;
    std::map<std::string, std::string> owners;  // MAC address → device
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        devices.push_back(parse_device(*entry, context));
        const auto& device = devices.back();
        const auto [owner, is_new] = owners.emplace(device.firmware.mac, device.name);
        if (!is_new && !device.firmware.mac.empty()) {
            context.diagnostics.add(
                device.at, fmt::format("'{}' has the MAC address of '{}' (expected different addresses)", device.name,
                                       owner->second));
        }
    }
    if (node.entries.empty()) context.diagnostics.add(node.at, "a scenario needs at least one device");
    return devices;
}

}  // namespace otbench::runner::parts
