#include "firmware_model/storage/stored_config.hpp"

#include <algorithm>
#include <numeric>

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

// Spec: firmware, section 9.9.
constexpr std::uint32_t magic_value = 0x3B1EC363;
constexpr std::uint32_t version_value = 1;
constexpr std::uint32_t default_port = 1883;
constexpr std::uint32_t default_ads_gain = 2;
constexpr std::uint32_t default_ads_rate = 4;
constexpr std::size_t high_at_boot = 2;  // the one pin whose default is 1

}  // namespace

StoredConfig StoredConfig::defaults() {
    StoredConfig config;
    config.octets_.fill(0);
    config.set_number(layout::magic, magic_value);
    config.set_number(layout::version, version_value);
    config.set_number(layout::mqtt_port, default_port);
    config.reset_all_ads();
    config.set_number(layout::boot_states.whole(high_at_boot), 1);
    for (std::size_t i = 0; i < layout::relays.count; ++i) {
        config.set_number(layout::relays.member(i, layout::relay::index), static_cast<std::uint32_t>(i));
    }
    config.seal();
    return config;
}

// ---- fields ----

std::string StoredConfig::text(ConfigField field) const {
    const auto begin = octets_.begin() + static_cast<std::ptrdiff_t>(field.offset);
    return {begin, std::find(begin, octets_.end(), 0)};
}

void StoredConfig::set_text(ConfigField field, std::string_view text) {
    clear(field);
    const auto kept = text.substr(0, field.size);
    std::copy(kept.begin(), kept.end(), octets_.begin() + static_cast<std::ptrdiff_t>(field.offset));
}

void StoredConfig::set_terminated_text(ConfigField field, std::string_view text) {
    set_text(field, text.substr(0, field.size - 1));
}

bool StoredConfig::is_terminated(ConfigField field) const {
    const auto* begin = octets_.data() + field.offset;
    return std::find(begin, begin + field.size, 0) != begin + field.size;
}

std::uint32_t StoredConfig::number(ConfigField field) const {
    std::uint32_t value = 0;
    for (std::size_t i = field.size; i-- > 0;) value = value << 8 | octets_.at(field.offset + i);
    return value;
}

void StoredConfig::set_number(ConfigField field, std::uint32_t value) {
    for (std::size_t i = 0; i < field.size; ++i, value >>= 8) {
        octets_.at(field.offset + i) = static_cast<std::uint8_t>(value);
    }
}

void StoredConfig::clear(ConfigField field) {
    std::fill_n(octets_.begin() + static_cast<std::ptrdiff_t>(field.offset), field.size, std::uint8_t{0});
}

void StoredConfig::reset_ads(std::size_t i) {
    clear(layout::ads.whole(i));
    set_number(layout::ads.member(i, layout::ads_member::index), static_cast<std::uint32_t>(i));
    set_number(layout::ads.member(i, layout::ads_member::gain), default_ads_gain);
    set_number(layout::ads.member(i, layout::ads_member::rate), default_ads_rate);
}

void StoredConfig::reset_all_ads() {
    set_number(layout::ads_count, 0);
    for (std::size_t i = 0; i < layout::ads.count; ++i) reset_ads(i);
}

Locations StoredConfig::locations() const {
    Locations locations;
    for (std::size_t i = 0; i < locations.size(); ++i) locations[i] = text(layout::locations.whole(i));
    return locations;
}

bool StoredConfig::boot_state(int pin) const {
    return number(layout::boot_states.whole(static_cast<std::size_t>(pin))) != 0;
}

// ---- as a whole ----

std::uint16_t StoredConfig::computed_checksum() const {
    const auto sum = std::accumulate(octets_.begin(), octets_.end(), 0U);
    const auto own = octets_[layout::checksum.offset] + octets_[layout::checksum.offset + 1];
    return static_cast<std::uint16_t>(sum - static_cast<unsigned>(own));
}

void StoredConfig::seal() {
    set_number(layout::checksum, computed_checksum());
}

bool StoredConfig::has_magic() const {
    return number(layout::magic) == magic_value;
}

bool StoredConfig::has_valid_checksum() const {
    return number(layout::checksum) == computed_checksum();
}

bool StoredConfig::repair() {
    const auto before = octets_;
    if (!is_terminated(layout::ssid) || !is_terminated(layout::password)) {
        clear(layout::ssid);
        clear(layout::password);
    }
    bool locations_end = true;
    for (std::size_t i = 0; i < layout::locations.count; ++i) {
        locations_end = locations_end && is_terminated(layout::locations.whole(i));
    }
    for (std::size_t i = 0; i < layout::locations.count && !locations_end; ++i) clear(layout::locations.whole(i));

    std::uint32_t configured = 0;
    for (std::size_t i = 0; i < layout::ads.count; ++i) {
        if (number(layout::ads.member(i, layout::ads_member::address)) != 0) ++configured;
    }
    if (configured != number(layout::ads_count)) reset_all_ads();
    if (octets_ == before) return false;
    seal();
    return true;
}

}  // namespace otbench::firmware
