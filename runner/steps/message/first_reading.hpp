#pragma once

#include <cstdint>
#include <vector>

#include "bus/reading/reading.hpp"

namespace otbench::runner {

/// The reading in the first answer with data among `octets`; otherwise why there is none.
Checked<bus::Reading> read_telegram(const std::vector<std::uint8_t>& octets);

}  // namespace otbench::runner
