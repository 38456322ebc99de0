#pragma once

#include <memory>
#include <vector>

#include "circuit/segment/plant.hpp"

namespace otbench::circuit {

/// The plant of these parts with the error limits of segments. Segments of the same parts on one thread get the same
/// plant as long as one of them has it, so that each edge is integrated once for all. Throws as `Plant`.
[[nodiscard]] std::shared_ptr<Plant> shared_plant(const ConverterParameters& converter, const CableParameters& cable,
                                                  const std::vector<Tap>& taps);

}  // namespace otbench::circuit
