#pragma once

#include <cstdint>

#include "base/octets.hpp"

namespace otbench::bus {

/// Whether an answer with that control information announces another telegram of its readout (DIF 1F; EN 13757-3;
/// spec: M-Bus protocol, 6.1). Only variable data can; what is encrypted is passed over.
[[nodiscard]] bool announces_another(std::uint8_t ci, OctetView user_data);

}  // namespace otbench::bus
