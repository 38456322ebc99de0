#include "check/report/console.hpp"

#include <fmt/format.h>

#include "check/report/group_totals.hpp"

namespace otbench::check {

std::string console_text(const CaseResult& result) {
    std::string text = fmt::format("{:<15} {}", name_of(result.verdict), result.name);
    if (!result.reason.empty()) text += fmt::format(" ({})", result.reason);
    text += '\n';
    for (const Finding& finding : result.findings)
        if (!finding.got.empty())
            text += fmt::format("    expected: {}\n    got:      {}\n", finding.expected, finding.got);
    if (result.verdict == Verdict::fail)
        text +=
            fmt::format("    why:      {} ({})\n    replay:   {}\n", result.correct, result.reference, result.replay);
    return text;
}

std::string console_summary(const Scorecard& scorecard) {
    std::string text =
        fmt::format("\n{:<16}{:>6}{:>6}{:>15}{:>16}\n", "group", "pass", "fail", "informational", "not applicable");
    for (const GroupTotals& group : group_totals(scorecard))
        text +=
            fmt::format("{:<16}{:>6}{:>6}{:>15}{:>16}\n", group.name, group.of(Verdict::pass), group.of(Verdict::fail),
                        group.of(Verdict::informational), group.of(Verdict::not_applicable));
    return text + fmt::format("{} passed, {} failed, {} informational, {} not applicable\n",
                              scorecard.count(Verdict::pass), scorecard.count(Verdict::fail),
                              scorecard.count(Verdict::informational), scorecard.count(Verdict::not_applicable));
}

}  // namespace otbench::check
