#pragma once

#include "bus/master/scan.hpp"

namespace otbench::bus {

/// A slave as its answer, a whole frame, identifies it.
[[nodiscard]] FoundSlave identify(const OctetBuffer& telegram);

}  // namespace otbench::bus
