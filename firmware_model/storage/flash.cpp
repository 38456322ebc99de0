#include "firmware_model/storage/flash.hpp"

#include <fmt/core.h>

#include <array>

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

// Longest reason that a command shows; an erased flash reads as that many FF (spec: firmware, section 4.1).
constexpr std::size_t reason_length = 47;

// The saved form: the configuration, the reason with its terminator, the boot slot, the calibration octet.
constexpr std::size_t reason_at = StoredConfig::size;
constexpr std::size_t boot_slot_at = reason_at + reason_length + 1;
constexpr std::size_t calibration_at = boot_slot_at + 1;
constexpr std::size_t saved_size = calibration_at + 1;

}  // namespace

Flash Flash::of(const DeviceConfig& config) {
    Flash flash;
    flash.boot_slot = config.boot_slot;
    flash.supply_calibration = config.supply_calibration;
    flash.reboot_reason.assign(reason_length, '\xff');
    if (config.blank_flash) return flash;

    StoredConfig& stored = flash.config = StoredConfig::defaults();
    stored.set_text(layout::ssid, config.wifi_ssid);
    stored.set_text(layout::password, config.wifi_password);
    stored.set_text(layout::mqtt_server, config.mqtt_server);
    stored.set_number(layout::mqtt_port, config.mqtt_port);
    stored.set_text(layout::mqtt_user, config.mqtt_user);
    stored.set_text(layout::mqtt_password, config.mqtt_password);
    stored.set_text(layout::domain, config.domain);
    stored.set_number(layout::keep_ap_active, config.keep_ap_active ? 1 : 0);
    stored.set_number(layout::mqtt_httpd, config.mqtt_httpd ? 1 : 0);
    for (std::size_t i = 0; i < config.locations.size(); ++i) {
        stored.set_text(layout::locations.whole(i), config.locations[i]);
    }
    stored.seal();
    return flash;
}

void Flash::save(std::ostream& out) const {
    std::array<char, saved_size> octets{};
    std::copy(config.octets().begin(), config.octets().end(), octets.begin());
    const auto reason = reboot_reason.substr(0, reason_length);
    std::copy(reason.begin(), reason.end(), octets.begin() + reason_at);
    octets[boot_slot_at] = static_cast<char>(boot_slot);
    octets[calibration_at] = static_cast<char>(supply_calibration);
    out.write(octets.data(), octets.size());
}

boost::system::result<Flash, std::string> Flash::load(std::istream& in) {
    const std::string octets{std::istreambuf_iterator<char>{in}, {}};
    if (octets.size() != saved_size) {
        return fmt::format("a device's flash is kept in {} bytes, this has {}", saved_size, octets.size());
    }
    Flash flash;
    std::copy_n(octets.begin(), StoredConfig::size, flash.config.octets().begin());
    flash.reboot_reason = octets.substr(reason_at, reason_length);
    flash.reboot_reason.resize(std::min(flash.reboot_reason.find('\0'), reason_length));
    flash.boot_slot = static_cast<unsigned char>(octets[boot_slot_at]);
    flash.supply_calibration = static_cast<std::uint8_t>(octets[calibration_at]);
    return flash;
}

}  // namespace otbench::firmware
