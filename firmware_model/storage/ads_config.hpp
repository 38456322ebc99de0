#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "firmware_model/storage/quirks.hpp"
#include "firmware_model/storage/stored_config.hpp"

namespace otbench::firmware {

/// What is stored for ADS1115 converters: four entries and a count (spec: firmware, section 4.2). Nothing samples them
/// in this version of the firmware.
class AdsConfig {
public:
    explicit AdsConfig(StoredConfig& config) : config_(config) {}

    /// The I2C address 48 to 4B that `text` begins with.
    static std::optional<std::uint8_t> to_address(std::string_view text);

    [[nodiscard]] std::optional<std::size_t> find(std::uint8_t address) const;
    /// The entry of `address`, else the first free one.
    [[nodiscard]] std::optional<std::size_t> find_or_free(std::uint8_t address) const;

    /// Gives `address` an entry and counts it, even if it had one (quirk Q50). False when none is free.
    bool add(std::uint8_t address, const QuirkFixes& fixes);
    /// Writes a member of entry `i`.
    void set(std::size_t i, ConfigField member, std::uint32_t value);
    void set_location(std::size_t i, std::string_view location);
    void remove(std::size_t i);
    void remove_all();

private:
    [[nodiscard]] std::uint32_t address(std::size_t i) const;

    StoredConfig& config_;
};

}  // namespace otbench::firmware
