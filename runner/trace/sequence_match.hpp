#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace otbench::runner {

/// The pairs of indices of a longest common subsequence of `first` and `second`, in order (E. W. Myers, An O(ND)
/// difference algorithm, 1986). Nothing when more than 2,000 elements would have to be added and removed.
[[nodiscard]] std::optional<std::vector<std::pair<std::size_t, std::size_t>>> match_sequences(
    const std::vector<std::string>& first, const std::vector<std::string>& second);

}  // namespace otbench::runner
