#include "check/judge/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace otbench::check {
namespace {

bool sent_anything(const Evidence& evidence) {
    return std::any_of(evidence.frames.begin(), evidence.frames.end(),
                       [](const LineFrame& frame) { return frame.from_client; }) ||
           std::any_of(evidence.mqtt.begin(), evidence.mqtt.end(),
                       [](const MqttNote& note) { return note.from_gateway; });
}

/// The signal that ended a run, as shells number it; 0: none.
int signal_of(const ClientRun& run) {
    constexpr int signal_exit = 128, last_signal = 64;
    const int signal = run.exit_code - signal_exit;
    return run.ended && signal > 0 && signal <= last_signal ? signal : 0;
}

/// That every run ended by itself, and that none crashed, are conditions of every case.
void find_bad_ends(CaseResult& result) {
    for (const ClientRun& run : result.evidence.runs) {
        if (const int signal = signal_of(run))
            result.findings.push_back({"does not crash", fmt::format("signal {}", signal), false});
        if (!run.ended)
            result.findings.push_back({"ends by itself",
                                       fmt::format("was ended after {:.1f} s{}", in_seconds(run.end - run.start),
                                                   run.flooded ? ", because it printed too much" : ""),
                                       false});
    }
}

Verdict verdict_of(const std::vector<Finding>& findings) {
    Verdict verdict = Verdict::pass;
    for (const Finding& finding : findings) {
        if (finding.got.empty()) continue;
        if (!finding.informational) return Verdict::fail;
        verdict = Verdict::informational;
    }
    return verdict;
}

}  // namespace

void judge(const Case& judged, CaseResult& result) {
    const bool has_output = !result.evidence.runs.empty();
    if (!has_output && !sent_anything(result.evidence)) {
        result.verdict = Verdict::not_applicable;
        result.reason = "the client sent nothing";
        return;
    }
    if (!judged.may_be_silent && !sent_anything(result.evidence))
        result.findings.push_back({"sends a frame", "sent nothing", false});
    find_bad_ends(result);
    for (const Check& check : judged.checks) {
        if (check.needs_output && !has_output) continue;
        const auto violation = check.violation(result.evidence);
        result.findings.push_back({check.expected, violation.value_or(""), check.kind == Check::Kind::informational});
    }
    result.verdict = verdict_of(result.findings);
}

}  // namespace otbench::check
