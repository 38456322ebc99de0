#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "firmware_model/storage/quirks.hpp"
#include "firmware_model/storage/stored_config.hpp"

namespace otbench::firmware {

/// The names that are stored for DS18B20 sensors: eight entries, of which the first `count` are looked at (spec:
/// firmware, sections 4.2 and 4.3).
class SensorConfig {
public:
    explicit SensorConfig(StoredConfig& config) : config_(config) {}

    /// `28-` and twelve hexadecimal digits in small letters; a grave accent passes for one.
    static bool is_address(std::string_view text);

    /// The entry of `address`, if it is among those looked at.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view address) const;
    /// The name of entry `i`.
    [[nodiscard]] std::string name(std::size_t i) const;
    /// True when every entry holds an address, looked at or not.
    [[nodiscard]] bool is_full() const;

    /// Names `address`, in its entry or in the first one without an address, up to which entries are then looked at
    /// (quirk Q54: even if there were more). False when there is none.
    bool set(std::string_view address, std::string_view name, const QuirkFixes& fixes);
    /// Empties entry `i`. The last one then falls out of those looked at (quirk Q54).
    void remove(std::size_t i, const QuirkFixes& fixes);
    /// Empties the entries up to the address of the sixth (quirk Q53).
    void remove_all(const QuirkFixes& fixes);

private:
    [[nodiscard]] std::string address(std::size_t i) const;
    [[nodiscard]] std::size_t count() const;
    void set_count(std::size_t count);

    StoredConfig& config_;
};

}  // namespace otbench::firmware
