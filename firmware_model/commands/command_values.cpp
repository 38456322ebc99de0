#include "firmware_model/commands/command_values.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/reply.hpp"
#include "firmware_model/storage/ads_config.hpp"
#include "firmware_model/storage/sensor_config.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

bool is_free_pin(Firmware& firmware, std::string_view text, Reply& /*response*/) {
    const auto pin = to_explicit_octet(text);
    return pin && firmware.is_free_pin(*pin);
}

bool is_sensor_address(Firmware& /*firmware*/, std::string_view text, Reply& response) {
    if (SensorConfig::is_address(text)) return true;
    response.append("sensor address malformed");
    return false;
}

bool is_configured_sensor(Firmware& firmware, std::string_view text, Reply& response) {
    if (!is_sensor_address(firmware, text, response)) return false;
    if (SensorConfig{firmware.board().flash.config}.find(text)) return true;
    response.append("unconfigured ds18b20 address");
    return false;
}

bool is_ads_address(Firmware& /*firmware*/, std::string_view text, Reply& response) {
    if (AdsConfig::to_address(text)) return true;
    response.append("invalid ADS address");
    return false;
}

bool is_configured_ads(Firmware& firmware, std::string_view text, Reply& response) {
    if (!is_ads_address(firmware, text, response)) return false;
    if (AdsConfig{firmware.board().flash.config}.find(*AdsConfig::to_address(text))) return true;
    response.append("unconfigured ADS address");
    return false;
}

bool is_relay_module(Firmware& /*firmware*/, std::string_view text, Reply& response) {
    constexpr int modules = 8;
    const auto id = to_number(text);
    if (id >= 1 && id <= modules) return true;
    response.append(fmt::format("Invalid relay module ID {}", text));
    return false;
}

bool is_led_driver_output(Firmware& firmware, std::string_view text, Reply& /*response*/) {
    constexpr int outputs = 16;
    const auto output = to_number(text);
    const bool is_number = to_explicit_number(text).has_value();
    return output >= 0 && output < outputs && (is_number || !firmware.fixed(Quirk::led_driver_output_word));
}

struct ValueLevel {
    std::string_view name;
    bool (*accepts)(Firmware& firmware, std::string_view text, Reply& response);
};

constexpr std::array<ValueLevel, 7> levels = {{
    {"<pin>", is_free_pin},
    {"<sensor>", is_sensor_address},
    {"<configured sensor>", is_configured_sensor},
    {"<ads>", is_ads_address},
    {"<configured ads>", is_configured_ads},
    {"<relay>", is_relay_module},
    {"<output>", is_led_driver_output},
}};

}  // namespace

bool accepts_value(Firmware& firmware, std::string_view level, std::string_view text, Reply& response) {
    const auto* const found =
        std::find_if(levels.begin(), levels.end(), [&](const ValueLevel& l) { return l.name == level; });
    return found != levels.end() && found->accepts(firmware, text, response);
}

}  // namespace otbench::firmware
