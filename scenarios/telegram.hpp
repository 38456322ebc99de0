#pragma once

#include <cstdint>
#include <vector>

#include "bus/reading.hpp"

namespace otbench::scenarios {

/// The reading in the first answer with variable data among `octets`; otherwise why there is none.
bus::Checked<bus::Reading> read_telegram(const std::vector<std::uint8_t>& octets);

}  // namespace otbench::scenarios
