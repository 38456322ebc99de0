#pragma once

#include <cstdint>
#include <string_view>

namespace otbench::bus {

/// What a telegram's header says about the device that sent it.
struct DeviceKey {
    std::uint32_t id = 0;  ///< as sent, normally eight BCD digits
    std::uint16_t manufacturer = 0;
    std::uint8_t version = 0;
    std::uint8_t medium = 0;
};

/// The product that libmbus knows under this identification; empty when it knows none.
[[nodiscard]] std::string_view product_name(const DeviceKey& device);

}  // namespace otbench::bus
