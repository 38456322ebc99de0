#include <fmt/core.h>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

const DeviceConfig& device_config(const CommandCall& call) {
    return call.firmware.board().config;
}

const Flash& flash(const CommandCall& call) {
    return call.firmware.board().flash;
}

StationAddress station(const CommandCall& call) {
    return call.firmware.board().network.station_address();
}

}  // namespace

bool get_version(CommandCall& call) {
    return call.answer(call.firmware.version_id());
}

bool get_sdk_version(CommandCall& call) {
    constexpr std::size_t longest = 7;
    return call.answer(device_config(call).build.sdk_version.substr(0, longest));
}

bool get_compile_date(CommandCall& call) {
    return call.answer(device_config(call).build.date);
}

bool get_compile_time(CommandCall& call) {
    return call.answer(device_config(call).build.time);
}

bool get_boot_slot(CommandCall& call) {
    return call.answer(fmt::format("{}", flash(call).boot_slot));
}

bool get_rssi(CommandCall& call) {
    return call.answer(fmt::format("{}", device_config(call).rssi));
}

bool get_heap_size(CommandCall& call) {
    return call.answer(fmt::format("{}", device_config(call).free_heap));
}

bool get_chip_id(CommandCall& call) {
    return call.answer_as_format(call.firmware.board().identity.chip);
}

bool get_hardware_info(CommandCall& call) {
    return call.answer(call.firmware.board().identity.hardware);
}

bool get_supply_voltage(CommandCall& call) {
    constexpr int units_per_volt = 1024;
    constexpr int meaningless = 0xFFFF;  // what the chip returns unless the calibration octet was FF at its start
    constexpr std::uint8_t calibrated = 0xFF;
    int raw = device_config(call).vdd33_raw;
    if (flash(call).supply_calibration != calibrated) {
        raw = meaningless;
        if (call.fixed(Quirk::supply_voltage_first_use)) return false;
        call.firmware.board().flash.supply_calibration = calibrated;
        call.firmware.messenger().status("vdd33", {"error", "reset first"}, call.cause);
    }
    call.answer(fmt::format("0x{:04x}", raw));
    return call.answer(fmt::format("{}.{:03}V", raw / units_per_volt, raw % units_per_volt * 1000 / units_per_volt));
}

bool get_reboot_reason(CommandCall& call) {
    return call.answer_as_format(flash(call).reboot_reason);
}

bool get_ram_log(CommandCall& call) {
    constexpr int highest_index = 255;
    const auto index = to_number(call.argument(0));
    if (call.argument(0).empty() || index < 0 || index > highest_index) return call.refuse("Invalid index");
    const auto line = call.firmware.log().line(static_cast<std::size_t>(index));
    return line ? call.answer_as_format(*line) : call.refuse("Invalid index");
}

bool get_ip_address(CommandCall& call) {
    return call.answer(station(call).address);
}

bool get_ip_mask(CommandCall& call) {
    return call.answer(station(call).mask);
}

bool get_ip_gateway(CommandCall& call) {
    return call.answer(station(call).gateway);
}

bool get_ip_dns1(CommandCall& call) {
    return call.answer(station(call).dns1);
}

bool get_ip_dns2(CommandCall& call) {
    return call.answer(station(call).dns2);
}

bool get_ip_source(CommandCall& call) {
    return call.answer(flash(call).config.number(config_layout::manual_address) != 0 ? "manual" : "dhcp");
}

bool get_domain(CommandCall& call) {
    return call.answer_stored(flash(call).config.text(config_layout::domain));
}

}  // namespace otbench::firmware
