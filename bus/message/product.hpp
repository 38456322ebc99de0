#pragma once

#include <cstdint>
#include <string_view>

namespace otbench::bus {

/// The identity of a device in a telegram's header.
struct DeviceKey {
    std::uint32_t id = 0;  ///< as sent, normally eight BCD digits
    std::uint16_t manufacturer = 0;
    std::uint8_t version = 0;
    std::uint8_t medium = 0;
};

/// libmbus's product name for this identification; empty without one.
[[nodiscard]] std::string_view product_name(const DeviceKey& device);

}  // namespace otbench::bus
