#include "check/result.hpp"

#include <algorithm>

namespace otbench::check {

std::size_t Scorecard::count(Verdict verdict) const {
    return std::size_t(std::count_if(results.begin(), results.end(),
                                     [&](const CaseResult& result) { return result.verdict == verdict; }));
}

const char* name_of(Verdict verdict) {
    constexpr const char* names[] = {"pass", "fail", "not applicable", "informational"};
    return names[static_cast<std::size_t>(verdict)];
}

}  // namespace otbench::check
