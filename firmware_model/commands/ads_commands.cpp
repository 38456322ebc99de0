#include <algorithm>
#include <array>
#include <limits>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/storage/ads_config.hpp"
#include "firmware_model/storage/text_values.hpp"

// What is stored for ADS1115 converters (spec: firmware, sections 4.2 and 4.3).

namespace otbench::firmware {
namespace {

namespace ads_member = config_layout::ads_member;

constexpr std::uint32_t highest_setting = 7;
constexpr std::uint32_t highest_octet = 255;

/// A number that can be set. The wide ones are decimal and of 16 bits if quirk Q51 is corrected.
struct Setting {
    std::string_view name;
    ConfigField field;
    std::uint32_t highest;

    [[nodiscard]] bool is_wide() const { return field.size > 1; }
};
constexpr std::array<Setting, 7> settings = {{
    {"mux", ads_member::mux, highest_setting},
    {"rate", ads_member::rate, highest_setting},
    {"gain", ads_member::gain, highest_setting},
    {"cont", ads_member::continuous, highest_setting},
    {"rms", ads_member::rms, highest_setting},
    {"period", ads_member::period, highest_octet},
    {"samples", ads_member::samples, highest_octet},
}};

AdsConfig ads(CommandCall& call) {
    return AdsConfig{call.firmware.board().flash.config};
}

/// The address that stands `back` levels before the path's end, which was checked.
std::uint8_t address_of(const CommandCall& call, std::size_t back) {
    return *AdsConfig::to_address(call.level(back));
}

/// The entry to be changed: for an address that has none the first free one (quirk Q52).
std::optional<std::size_t> entry_to_change(CommandCall& call) {
    const auto address = address_of(call, 1);
    return call.fixed(Quirk::ads_written_unasked) ? ads(call).find(address) : ads(call).find_or_free(address);
}

std::optional<std::uint32_t> value_of(const CommandCall& call, const Setting& setting) {
    const auto text = call.argument(0);
    if (call.fixed(Quirk::ads_numbers_binary) && setting.is_wide()) {
        const auto value = to_explicit_number(text);
        if (!value || *value < 0 || *value > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
        return static_cast<std::uint32_t>(*value);
    }
    const auto value = to_binary_number(text);
    if (!value || *value > setting.highest) return std::nullopt;
    return *value;
}

}  // namespace

bool get_ads(CommandCall& call) {
    return call.refuse("not implemented");
}

bool add_ads(CommandCall& call) {
    const auto& fixes = call.firmware.board().config.options.fixes;
    return ads(call).add(address_of(call, 1), fixes) || call.refuse("No free slots");
}

bool set_ads_number(CommandCall& call) {
    const auto* const setting = std::find_if(settings.begin(), settings.end(),
                                             [name = call.level(0)](const Setting& s) { return s.name == name; });
    const auto value = value_of(call, *setting);
    if (!value) return call.refuse("Invalid value");
    const auto entry = entry_to_change(call);
    if (!entry) return call.refuse("unconfigured ADS");
    ads(call).set(*entry, setting->field, *value);
    return true;
}

bool set_ads_location(CommandCall& call) {
    const auto entry = entry_to_change(call);
    if (!entry) return call.refuse("unconfigured ADS");
    ads(call).set_location(*entry, call.argument(0));
    return true;
}

bool delete_ads(CommandCall& call) {
    ads(call).remove(*ads(call).find(address_of(call, 0)));
    return true;
}

bool delete_all_ads(CommandCall& call) {
    ads(call).remove_all();
    return true;
}

}  // namespace otbench::firmware
