#pragma once

#include <cstdint>
#include <vector>

#include "bus/reading/reading.hpp"
#include "bus/security/key_ring.hpp"

namespace otbench::runner {

/// The reading in the first answer with data among `octets`, decrypted when `keys` has its key; otherwise why there is
/// none.
[[nodiscard]] Checked<bus::Reading> read_telegram(const std::vector<std::uint8_t>& octets,
                                                  const bus::KeyRing& keys = {});

}  // namespace otbench::runner
