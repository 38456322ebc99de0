#include "firmware_model/conformance/trace_case.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>

#include "base/config/json_numbers.hpp"
#include "base/text.hpp"
#include "firmware_model/storage/platform_options.hpp"

namespace otbench::firmware {
namespace {

using Json = nlohmann::json;

// What a simulation can last, in microseconds: SystemC counts 2^64 ps.
constexpr double longest_us = 1e13;

constexpr double fastest_baud = 10e6;
constexpr double most_gap_bits = 1e6;

Nanoseconds microseconds(double us) {
    return Nanoseconds{std::llround(us * 1000)};
}

/// The time in `value`; `what` names it in messages.
Nanoseconds time_of(const Json& value, const char* what) {
    return microseconds(json_number(value, what, 0, longest_us));
}

/// The time at `key`; 0 without it.
Nanoseconds time(const Json& object, const char* key) {
    return object.contains(key) ? time_of(object.at(key), key) : Nanoseconds::zero();
}

/// The whole number at `key`; `missing` without it.
template <class Integer>
Integer integer(const Json& object, const char* key, Integer missing) {
    return object.contains(key) ? json_integer<Integer>(object.at(key), key) : missing;
}

/// The number at `key`; 0 without it.
double number(const Json& object, const char* key, double low, double high) {
    return object.contains(key) ? json_number(object.at(key), key, low, high) : 0.0;
}

/// The recordings write one octet a character; JSON made UTF-8 of those above 7F.
std::string latin1(const std::string& utf8) {
    std::string octets;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const bool two_octets = (lead & 0xFC) == 0xC0 && i + 1 < utf8.size();
        octets += two_octets ? static_cast<char>((lead & 0x03) << 6 | (utf8[++i] & 0x3F)) : utf8[i];
    }
    return octets;
}

std::string from_hex(const std::string& hex) {
    const auto octets = parse_octets(hex).value();
    return {octets.begin(), octets.end()};
}

int pin_number(const Json& value, const char* what) {
    return static_cast<int>(json_integer(value, what, 0, PinBank::count - 1));
}

int pin_of(const Json& step) {
    return pin_number(step.at("pin"), "pin");
}

bool level_of(const Json& value) {
    return json_integer<int>(value, "level") != 0;
}

mqtt::Publish message_of(const Json& json) {
    mqtt::Publish message;
    message.topic = latin1(json.at("topic").get<std::string>());
    message.payload = json.contains("payload_hex") ? from_hex(json.at("payload_hex").get<std::string>())
                                                   : latin1(json.value("payload", ""));
    message.qos = integer(json, "qos", std::uint8_t{0});
    message.retain = json.value("retain", false);
    if (message.qos > 0) message.packet_id = integer(json, "msg_id", std::uint16_t{1});
    return message;
}

TraceCase::Deliver batch_of(const Json& step) {
    TraceCase::Deliver delivery;
    for (const auto& message : step.at("messages")) {
        if (message.contains("puback")) {
            delivery.packets.emplace_back(mqtt::Puback{json_integer<std::uint16_t>(message.at("puback"), "puback")});
        } else {
            delivery.packets.emplace_back(message_of(message));
        }
    }
    return delivery;
}

double baud_of(const Json& step) {
    return json_number(step.at("baud"), "baud", 1, fastest_baud);
}

bus::UartFormat format_of(const Json& step) {
    const auto name = step.value("format", "8E1");
    constexpr std::size_t length = 3;
    if (name.size() != length || name[0] != '8') throw std::invalid_argument{"unknown format " + name};
    bus::UartFormat format;
    constexpr double most_percent = 50;
    format.baud = baud_of(step) * (1 + number(step, "baud_error_pct", -most_percent, most_percent) / 100);
    format.parity = name[1] == 'N' ? bus::Parity::none : name[1] == 'O' ? bus::Parity::odd : bus::Parity::even;
    format.stop_bits = name[2] - '0';
    return format;
}

/// The edges of an idle line with `toggles` of its level; two at the same instant cancel out.
std::vector<bus::UartEdge> edges_of(std::vector<Nanoseconds> toggles) {
    std::sort(toggles.begin(), toggles.end());
    std::vector<bus::UartEdge> edges{{Nanoseconds::zero(), true}};
    for (const auto at : toggles) {
        if (edges.back().at == at && edges.size() > 1) {
            edges.pop_back();
        } else {
            edges.push_back({at, !edges.back().level});
        }
    }
    return edges;
}

TraceCase::DriveEdges serial_of(const Json& step) {
    const auto format = format_of(step);
    const auto gap = microseconds(number(step, "gap_bits", 0, most_gap_bits) * 1e6 / format.baud);
    std::vector<bus::UartEdge> sent;
    Nanoseconds at = time(step, "start_us");
    for (const char octet : from_hex(step.at("hex").get<std::string>())) {
        at = bus::append_uart_edges(format, static_cast<std::uint8_t>(octet), at, sent) + gap;
    }
    std::vector<Nanoseconds> toggles;
    toggles.reserve(sent.size());
    for (const auto& edge : sent) toggles.push_back(edge.at);
    for (const auto& glitch : step.value("glitches", Json::array())) {
        toggles.push_back(time(glitch, "at_us"));
        toggles.push_back(time(glitch, "at_us") + time(glitch, "width_us"));
    }
    return {pin_of(step), edges_of(std::move(toggles))};
}

TraceCase::DriveEdges raw_edges_of(const Json& step) {
    TraceCase::DriveEdges drive{pin_of(step), {}};
    for (const auto& edge : step.at("edges")) {
        drive.edges.push_back({time_of(edge.at(0), "time of an edge"), level_of(edge.at(1))});
    }
    return drive;
}

TraceCase::ReceiveOctets octets_of(const Json& step, TraceCase::ReceiveOctets::At where) {
    constexpr int bits_per_character = 11;
    const double baud = baud_of(step);
    TraceCase::ReceiveOctets receive{where, {}};
    // The recordings count in whole microseconds.
    double at_us = number(step, "start_us", 0, longest_us);
    for (const char octet : from_hex(step.at("hex").get<std::string>())) {
        at_us += bits_per_character * 1e6 / baud;
        receive.octets.push_back({microseconds(std::round(at_us)), static_cast<std::uint8_t>(octet)});
        at_us += number(step, "gap_us", 0, longest_us);
    }
    return receive;
}

TraceCase::Action action_of(const Json& step) {
    const auto op = step.at("op").get<std::string>();
    if (op == "power_on") return TraceCase::PowerOn{};
    if (op == "advance") return TraceCase::Advance{};
    if (op == "mqtt") return TraceCase::Deliver{{message_of(step)}};
    if (op == "mqtt_batch") return batch_of(step);
    if (op == "rx_serial") return serial_of(step);
    if (op == "rx_edges") return raw_edges_of(step);
    if (op == "pin_level") return TraceCase::DriveLevel{pin_of(step), level_of(step.at("level"))};
    if (op == "uart_rx") return octets_of(step, TraceCase::ReceiveOctets::At::hat);
    if (op == "mezz_rx") return octets_of(step, TraceCase::ReceiveOctets::At::mezzanine);
    if (op == "broker_drop") {
        return TraceCase::BrokerDrop{step.at("accepts_reconnect").get<bool>(), step.value("error", false)};
    }
    if (op == "wifi_drop") return TraceCase::WifiDrop{};
    if (op == "broker_set") return TraceCase::BrokerSet{step.at("up").get<bool>()};
    throw std::invalid_argument{"unsupported operation '" + op + "'"};
}

const MainBoard* board_of(const Json& config) {
    const auto name = config.value("board", std::string{bare_board().name});
    const MainBoard* board = find_main_board(name);
    if (board == nullptr) throw std::invalid_argument{"unknown board '" + name + "'"};
    return board;
}

FirmwareOptions options_of(const Json& config) {
    FirmwareOptions options;
    const Json chosen = config.value("options", Json::object());
    for (const auto& [id, value] : chosen.items()) {
        const auto done = set_platform_option(options, id, value.get<std::string>());
        if (!done) throw std::invalid_argument{done.error()};
    }
    return options;
}

DeviceConfig device_of(const Json& config) {
    DeviceConfig device;
    device.mac = config.value("mac", device.mac);
    device.board = board_of(config);
    device.mbus_hat = config.value("mbus_hat", false);
    device.mbus_mezz = config.value("mbus_mezz", false);
    device.hat_expander = config.value("mbus_hat_expander", true);
    device.options = options_of(config);
    device.blank_flash = config.value("flash", "provisioned") == "blank";
    device.mqtt_server = config.value("mqtt_server", device.mqtt_server);
    device.mqtt_port = integer(config, "mqtt_port", device.mqtt_port);
    device.mqtt_user = config.value("mqtt_user", device.mqtt_user);
    device.mqtt_password = config.value("mqtt_password", device.mqtt_password);
    device.domain = config.value("domain", device.domain);
    device.locations = {config.value("loc1", ""), config.value("loc2", ""), config.value("loc3", "")};
    device.boot_slot = integer(config, "boot_slot", device.boot_slot);
    device.rssi = integer(config, "rssi", device.rssi);
    device.free_heap = integer(config, "free_heap", device.free_heap);
    device.vdd33_raw = integer(config, "vdd33_raw", device.vdd33_raw);
    device.supply_calibration = integer(config, "supply_calibration", device.supply_calibration);
    device.build.sdk_version = config.value("sdk_version", device.build.sdk_version);
    device.system_time_at_boot = time(config, "system_time_at_boot_us");
    return device;
}

/// The message of a problem for the author of the file: that of the JSON library, without the library's numbering.
std::string words_of(const std::exception& problem) {
    const std::string_view text = problem.what();
    const auto end = text.rfind("[json.exception", 0) == 0 ? text.find("] ") : std::string_view::npos;
    return std::string{end == std::string_view::npos ? text : text.substr(end + 2)};
}

double add_duration(double sum_ns, const TraceCase::Step& step) {
    return sum_ns + static_cast<double>(step.then.count());
}

std::vector<TraceCase::Step> steps_of(const Json& json) {
    if (!json.is_object() || !json.contains("steps") || !json.at("steps").is_array())
        throw std::invalid_argument{"expected a list 'steps'"};
    std::vector<TraceCase::Step> steps;
    for (const auto& step : json.at("steps")) {
        try {
            steps.push_back({action_of(step), time(step, "then_us")});
        } catch (const std::exception& problem) {
            throw std::invalid_argument{fmt::format("step {}: {}", steps.size(), words_of(problem))};
        }
    }
    if (std::accumulate(steps.begin(), steps.end(), 0.0, add_duration) > longest_us * 1000)
        throw std::invalid_argument{fmt::format("the steps last longer than {} us together", longest_us)};
    if (steps.empty() || !std::holds_alternative<TraceCase::PowerOn>(steps.front().action))
        throw std::invalid_argument{"step 0: expected power_on"};
    return steps;
}

TraceNetwork::Setup network_of(const Json& config) {
    TraceNetwork::Setup network;
    network.wifi_up = config.value("wifi_up", network.wifi_up);
    network.broker_up = config.value("broker_up", network.broker_up);
    network.connack = integer(config, "connack", network.connack);
    return network;
}

TraceCase case_of(const Json& json) {
    TraceCase trace_case;
    trace_case.steps = steps_of(json);
    const Json config = json.value("config", Json::object());
    trace_case.device = device_of(config);
    trace_case.network = network_of(config);
    if (config.contains("record_pins")) {
        auto& pins = trace_case.recorded_pins.emplace();
        for (const auto& pin : config.at("record_pins")) pins.push_back(pin_number(pin, "pin"));
    }
    for (const auto& sensor : config.value("sensors", Json::array())) {
        trace_case.parts.sensors.push_back({sensor.at("address").get<std::string>(),
                                            json_number(sensor.at("temperature"), "temperature", -273.15, 1000)});
    }
    for (const auto& driver : config.value("led_drivers", Json::array())) {
        trace_case.parts.led_drivers.push_back(
            {pin_number(driver.at("sda"), "sda"), pin_number(driver.at("scl"), "scl")});
    }
    trace_case.records_log = config.value("record_log", false);
    return trace_case;
}

}  // namespace

boost::system::result<TraceCase, std::string> TraceCase::parse(std::istream& json) {
    // The library reports by exceptions; they end here.
    try {
        return case_of(Json::parse(json));
    } catch (const std::exception& problem) {
        return words_of(problem);
    }
}

}  // namespace otbench::firmware
