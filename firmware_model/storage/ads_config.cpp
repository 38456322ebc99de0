#include "firmware_model/storage/ads_config.hpp"

#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

constexpr std::uint8_t lowest_address = 0x48;
constexpr std::uint8_t highest_address = 0x4B;

}  // namespace

std::optional<std::uint8_t> AdsConfig::to_address(std::string_view text) {
    const auto address = to_hex_octet(text);
    if (!address || *address < lowest_address || *address > highest_address) return std::nullopt;
    return address;
}

std::uint32_t AdsConfig::address(std::size_t i) const {
    return config_.number(layout::ads.member(i, layout::ads_member::address));
}

std::optional<std::size_t> AdsConfig::find(std::uint8_t wanted) const {
    for (std::size_t i = 0; i < layout::ads.count; ++i) {
        if (address(i) == wanted) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> AdsConfig::find_or_free(std::uint8_t wanted) const {
    const auto entry = find(wanted);
    return entry ? entry : find(0);
}

bool AdsConfig::add(std::uint8_t wanted, const QuirkFixes& fixes) {
    if (fixes[Quirk::ads_counted_twice] && find(wanted)) return true;
    const auto entry = find_or_free(wanted);
    if (!entry) return false;
    config_.set_number(layout::ads_count, config_.number(layout::ads_count) + 1);
    set(*entry, layout::ads_member::address, wanted);
    return true;
}

void AdsConfig::set(std::size_t i, ConfigField member, std::uint32_t value) {
    config_.set_number(layout::ads.member(i, member), value);
    config_.seal();
}

void AdsConfig::set_location(std::size_t i, std::string_view location) {
    config_.set_terminated_text(layout::ads.member(i, layout::ads_member::location), location);
    config_.seal();
}

void AdsConfig::remove(std::size_t i) {
    config_.reset_ads(i);
    config_.set_number(layout::ads_count, config_.number(layout::ads_count) - 1);
    config_.seal();
}

void AdsConfig::remove_all() {
    config_.reset_all_ads();
    config_.seal();
}

}  // namespace otbench::firmware
