#include "firmware_model/storage/flash_image.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <vector>

#include "base/text.hpp"
#include "firmware_model/storage/flash.hpp"

namespace otbench::firmware {
namespace {

// Where otb-iot keeps things in its 4 MiB.
constexpr std::uint32_t boot_settings_address = 0x6000, config_address = 0x200000, calibration_address = 0x3fc000 + 107;
constexpr std::uint32_t boot_slots[] = {0x8000, 0x208000, 0x308000};

/// The record of the boot loader: magic, version, mode, slot, pin, number of slots, two octets of padding, and where
/// the slots begin.
std::vector<std::uint8_t> boot_settings(int slot) {
    constexpr std::uint8_t magic = 0xE2, version = 1, count = 3;
    std::vector<std::uint8_t> octets{magic, version, 0, static_cast<std::uint8_t>(slot), 0, count, 0, 0};
    for (const std::uint32_t start : boot_slots)
        for (unsigned shift = 0; shift < 32; shift += 8) octets.push_back(static_cast<std::uint8_t>(start >> shift));
    return octets;
}

}  // namespace

std::string flash_image(const DeviceConfig& config) {
    const Flash flash = Flash::of(config);
    std::string text =
        fmt::format("{:x}:{},{:x}:{:02x}", boot_settings_address, hex_text(boot_settings(flash.boot_slot)),
                    calibration_address, unsigned{flash.supply_calibration});
    if (!config.blank_flash) text += fmt::format(",{:x}:{}", config_address, hex_text(flash.config.octets()));
    return text;
}

}  // namespace otbench::firmware
