#pragma once

#include <array>
#include <boost/core/span.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "firmware_model/storage/device_config.hpp"

namespace otbench::firmware {

/// The location of a field in the stored configuration: a text padded with NUL, or a little-endian number.
struct ConfigField {
    std::size_t offset;
    std::size_t size;
};

/// Several records of the same shape, one after the other; `member` counts from the begin of a record.
struct ConfigRecords {
    std::size_t offset;
    std::size_t stride;
    std::size_t count;

    [[nodiscard]] constexpr ConfigField whole(std::size_t i) const { return {offset + i * stride, stride}; }
    [[nodiscard]] constexpr ConfigField member(std::size_t i, ConfigField member) const {
        return {offset + i * stride + member.offset, member.size};
    }
};

// Spec: firmware, section 9.9.
namespace config_layout {

constexpr ConfigField magic{0, 4};
constexpr ConfigField version{4, 2};
constexpr ConfigField checksum{6, 2};
constexpr ConfigField ssid{8, 33};
constexpr ConfigField keep_ap_active{41, 1};
constexpr ConfigField sensor_count{42, 1};
constexpr ConfigField status_led{43, 1};
constexpr ConfigField password{44, 64};
constexpr ConfigRecords sensors{108, 48, 8};
constexpr ConfigRecords locations{492, 32, 3};
constexpr ConfigField mqtt_server{588, 32};
constexpr ConfigField mqtt_port{620, 4};
constexpr ConfigField mqtt_user{624, 32};
constexpr ConfigField mqtt_password{656, 32};
constexpr ConfigField ads_count{688, 1};
constexpr ConfigRecords ads{692, 44, 4};
constexpr ConfigRecords boot_states{868, 1, 17};
constexpr ConfigRecords relays{888, 42, 8};
constexpr ConfigField domain{1224, 64};
constexpr ConfigField manual_address{1288, 1};
constexpr ConfigField ip_address{1292, 4};
constexpr ConfigField ip_mask{1296, 4};
constexpr ConfigField ip_gateway{1300, 4};
constexpr ConfigField ip_dns1{1304, 4};
constexpr ConfigField ip_dns2{1308, 4};
constexpr ConfigField mqtt_httpd{1312, 1};

// Members of a record.
namespace sensor {
constexpr ConfigField id{0, 16};
constexpr ConfigField name{16, 32};
}  // namespace sensor
namespace ads_member {
constexpr ConfigField location{0, 32};
constexpr ConfigField address{32, 1};
constexpr ConfigField index{33, 1};
constexpr ConfigField mux{34, 1};
constexpr ConfigField gain{35, 1};
constexpr ConfigField rate{36, 1};
constexpr ConfigField continuous{37, 1};
constexpr ConfigField rms{38, 1};
constexpr ConfigField period{40, 2};
constexpr ConfigField samples{42, 2};
}  // namespace ads_member
namespace relay {
constexpr ConfigField location{0, 32};
constexpr ConfigField index{32, 1};
constexpr ConfigField type{33, 1};
constexpr ConfigField address{34, 1};
constexpr ConfigField count{35, 1};
constexpr ConfigField status_led{36, 1};
constexpr ConfigField power_on{40, 2};
}  // namespace relay

}  // namespace config_layout

/// The stored configuration, octet for octet as in flash. Texts are read as the C library reads them: up to
/// the first NUL, so that one without a terminator runs into what follows it (quirks Q16, Q63, Q67).
class StoredConfig {
public:
    static constexpr std::size_t size = 1316;

    /// An erased flash.
    StoredConfig() { octets_.fill(erased_octet); }
    /// What the firmware stores when it finds nothing valid.
    static StoredConfig defaults();

    [[nodiscard]] std::string text(ConfigField field) const;
    /// Copies as much of `text` as the field holds and fills the remainder with NUL; a text as long as the field or
    /// longer is left without a terminator.
    void set_text(ConfigField field, std::string_view text);
    /// The same, with room for the terminator.
    void set_terminated_text(ConfigField field, std::string_view text);
    /// True when there is a NUL within the field.
    [[nodiscard]] bool is_terminated(ConfigField field) const;

    [[nodiscard]] std::uint32_t number(ConfigField field) const;
    void set_number(ConfigField field, std::uint32_t value);
    /// Fills with zeros.
    void clear(ConfigField field);
    /// Defaults for everything of an ADS1115, or of all four and their count.
    void reset_ads(std::size_t i);
    void reset_all_ads();

    [[nodiscard]] Locations locations() const;
    [[nodiscard]] bool boot_state(int pin) const;

    /// Enters the checksum; to be called after changes, before a restart reads them.
    void seal();
    [[nodiscard]] bool has_magic() const;
    [[nodiscard]] bool has_valid_checksum() const;
    /// Replaces what makes no sense by its default, as the firmware does at boot; true when there was something.
    bool repair();

    [[nodiscard]] boost::span<const std::uint8_t> octets() const { return octets_; }
    [[nodiscard]] boost::span<std::uint8_t> octets() { return octets_; }

private:
    static constexpr std::uint8_t erased_octet = 0xFF;

    [[nodiscard]] std::uint16_t computed_checksum() const;

    std::array<std::uint8_t, size> octets_;
};

}  // namespace otbench::firmware
