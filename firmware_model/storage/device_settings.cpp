#include "firmware_model/storage/device_settings.hpp"

#include <fmt/core.h>

#include <string_view>
#include <variant>

#include "base/numbers.hpp"

namespace otbench::firmware {
namespace {

using Member = std::variant<std::string DeviceConfig::*, bool DeviceConfig::*, int DeviceConfig::*,
                            std::uint16_t DeviceConfig::*, std::uint8_t DeviceConfig::*>;

struct Setting {
    const char* name;
    Member member;
};

const Setting settings[] = {
    {"blank_flash", &DeviceConfig::blank_flash},
    {"boot_slot", &DeviceConfig::boot_slot},
    {"domain", &DeviceConfig::domain},
    {"free_heap", &DeviceConfig::free_heap},
    {"hat", &DeviceConfig::mbus_hat},
    {"hat_expander", &DeviceConfig::hat_expander},
    {"keep_ap_active", &DeviceConfig::keep_ap_active},
    {"mezzanine", &DeviceConfig::mbus_mezz},
    {"mqtt_httpd", &DeviceConfig::mqtt_httpd},
    {"mqtt_password", &DeviceConfig::mqtt_password},
    {"mqtt_port", &DeviceConfig::mqtt_port},
    {"mqtt_server", &DeviceConfig::mqtt_server},
    {"mqtt_user", &DeviceConfig::mqtt_user},
    {"rssi", &DeviceConfig::rssi},
    {"supply_calibration", &DeviceConfig::supply_calibration},
    {"vdd33", &DeviceConfig::vdd33_raw},
    {"wifi_password", &DeviceConfig::wifi_password},
    {"wifi_ssid", &DeviceConfig::wifi_ssid},
};

std::string location_name(std::size_t index) {
    return fmt::format("location_{}", index + 1);
}

std::string text_of(const std::string& value) {
    return value;
}
std::string text_of(bool value) {
    return value ? "yes" : "no";
}
template <typename Number>
std::string text_of(Number value) {
    return std::to_string(value);
}

/// False when `text` is not a value of that kind.
bool set(std::string& value, std::string_view text) {
    value = text;
    return true;
}
bool set(bool& value, std::string_view text) {
    value = text == "yes";
    return value || text == "no";
}
template <typename Number>
bool set(Number& value, std::string_view text) {
    const auto number = parse_integer<Number>(text);
    if (number) value = *number;
    return number.has_value();
}

}  // namespace

std::map<std::string, std::string> settings_of(const DeviceConfig& config) {
    std::map<std::string, std::string> texts;
    for (const Setting& setting : settings)
        texts[setting.name] = std::visit([&](auto member) { return text_of(config.*member); }, setting.member);
    for (std::size_t i = 0; i < config.locations.size(); ++i) texts[location_name(i)] = config.locations.at(i);
    return texts;
}

Checked<void> apply_settings(DeviceConfig& config, const std::map<std::string, std::string>& texts) {
    for (const Setting& setting : settings) {
        const auto text = texts.find(setting.name);
        if (text == texts.end()) continue;
        if (!std::visit([&](auto member) { return set(config.*member, text->second); }, setting.member))
            return InputError{fmt::format("invalid setting {}: '{}'", setting.name, text->second)};
    }
    for (std::size_t i = 0; i < config.locations.size(); ++i)
        if (const auto text = texts.find(location_name(i)); text != texts.end()) config.locations.at(i) = text->second;
    return {};
}

}  // namespace otbench::firmware
