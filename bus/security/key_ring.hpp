#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bus/message/product.hpp"
#include "bus/security/aes.hpp"

namespace otbench::bus {

/// A key and the meters whose it is.
struct MeterKey {
    AesKey key{};
    std::optional<std::uint32_t> id;  ///< eight BCD digits; none: every meter's
    std::optional<DeviceKey> device;  ///< the whole secondary address; `id` is its number
};

/// The keys that a user has given.
class KeyRing {
public:
    /// Adds "HEX" (32 hex digits, the key of every meter), "ID=HEX" (eight digits) or "ADDRESS=HEX" (a secondary
    /// address of 16 digits: id, manufacturer, version and medium as sent).
    [[nodiscard]] Checked<void> add(std::string_view text);

    [[nodiscard]] bool empty() const { return keys_.empty(); }
    /// The keys that may be those of the meter with that id: its own before those of every meter.
    [[nodiscard]] std::vector<MeterKey> of(std::uint32_t id) const;
    /// The keys with a whole secondary address: the only ones for telegrams that do not say who sent them.
    [[nodiscard]] std::vector<MeterKey> with_address() const;

private:
    std::vector<MeterKey> keys_;
};

}  // namespace otbench::bus
