#pragma once

#include <array>
#include <string>
#include <vector>

#include "check/result.hpp"

namespace otbench::check {

/// How many cases of a group have which verdict.
struct GroupTotals {
    std::string name;
    std::array<std::size_t, 4> counts{};

    [[nodiscard]] std::size_t sum() const { return counts[0] + counts[1] + counts[2] + counts[3]; }
    [[nodiscard]] std::size_t of(Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
};

/// The groups in the order of their first results.
[[nodiscard]] inline std::vector<GroupTotals> group_totals(const Scorecard& scorecard) {
    std::vector<GroupTotals> groups;
    for (const CaseResult& result : scorecard.results) {
        if (groups.empty() || groups.back().name != result.group) groups.push_back({result.group, {}});
        ++groups.back().counts[static_cast<std::size_t>(result.verdict)];
    }
    return groups;
}

}  // namespace otbench::check
