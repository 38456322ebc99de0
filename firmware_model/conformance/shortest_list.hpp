#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace otbench::firmware {

/// Shortens a list that fails: leaves out pieces, first large ones, as long as the rest still fails. `fails` is asked
/// for the indices that are kept, in their order, and is not asked for all of them. The result is not empty unless
/// `count` is 0, and no single entry of it can be left out.
std::vector<std::size_t> shortest_failing(std::size_t count,
                                          const std::function<bool(const std::vector<std::size_t>& kept)>& fails);

}  // namespace otbench::firmware
