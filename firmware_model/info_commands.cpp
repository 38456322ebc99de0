#include <fmt/core.h>

#include "firmware_model/commands.hpp"
#include "firmware_model/firmware.hpp"

namespace otbench::firmware {
namespace {

const DeviceConfig& config(const CommandCall& call) {
    return call.firmware.board().config;
}

const Flash& flash(const CommandCall& call) {
    return call.firmware.board().flash;
}

}  // namespace

bool get_version(CommandCall& call) {
    const FirmwareBuild& build = config(call).build;
    constexpr std::size_t longest = 63;
    auto version = fmt::format("otb-iot:{}:Build_{}:{}:{}", build.version, build.number, build.date, build.time);
    version.resize(std::min(version.size(), longest));
    return call.answer(version);
}

bool get_sdk_version(CommandCall& call) {
    constexpr std::size_t longest = 7;
    return call.answer(config(call).build.sdk_version.substr(0, longest));
}

bool get_compile_date(CommandCall& call) {
    return call.answer(config(call).build.date);
}

bool get_compile_time(CommandCall& call) {
    return call.answer(config(call).build.time);
}

bool get_boot_slot(CommandCall& call) {
    return call.answer(fmt::format("{}", flash(call).boot_slot));
}

bool get_rssi(CommandCall& call) {
    return call.answer(fmt::format("{}", config(call).rssi));
}

bool get_heap_size(CommandCall& call) {
    return call.answer(fmt::format("{}", config(call).free_heap));
}

bool get_chip_id(CommandCall& call) {
    return call.answer(call.firmware.board().identity.chip);
}

bool get_hardware_info(CommandCall& call) {
    return call.answer(call.firmware.board().identity.hardware);
}

bool get_supply_voltage(CommandCall& call) {
    constexpr int units_per_volt = 1024;
    const int raw = config(call).vdd33_raw;
    call.answer(fmt::format("0x{:04x}", raw));
    return call.answer(fmt::format("{}.{:03}V", raw / units_per_volt, raw % units_per_volt * 1000 / units_per_volt));
}

bool get_reboot_reason(CommandCall& call) {
    return call.answer(flash(call).reboot_reason);
}

bool get_domain(CommandCall& call) {
    return call.answer(flash(call).config->domain);
}

}  // namespace otbench::firmware
