#include "circuit/replay/replay_summary.hpp"
#include "base/time.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace otbench::circuit {
namespace {

using nlohmann::json;

json json_of(const Deviation& d) {
    return {static_cast<int>(d.kind), d.at.count(), d.run, d.ngspice, d.allowed, d.slave, d.judged};
}
Deviation deviation_of(const json& j) {
    const auto number = [](const json& value) { return value.is_number() ? value.get<double>() : std::nan(""); };
    return {static_cast<Deviation::Kind>(j[0].get<int>()),
            Nanoseconds{j[1].get<std::int64_t>()},
            number(j[2]),
            number(j[3]),
            j[4],
            j[5],
            j[6]};
}

std::string value_text(double value, const char* unit) {
    return std::isnan(value) ? "never" : fmt::format("{:.4g} {}", value, unit);
}

}  // namespace

std::string to_json(const ReplayOutcome& outcome) {
    json text{{"error", outcome.error}, {"deviations", json::array()}};
    for (const auto& deviation : outcome.deviations) text["deviations"].push_back(json_of(deviation));
    return text.dump();
}

std::optional<ReplayOutcome> replay_outcome_of(std::string_view text) {
    const auto parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    ReplayOutcome outcome;
    outcome.error = parsed.at("error").get<std::string>();
    for (const auto& deviation : parsed.at("deviations")) outcome.deviations.push_back(deviation_of(deviation));
    return outcome;
}

DeviationSummaries summaries_of(const std::vector<Deviation>& all) {
    DeviationSummaries summaries;
    for (const auto& deviation : all) {
        auto& summary = summaries[deviation.kind];
        if (deviation.judged && deviation.share() > 1) ++summary.missed;
        if (summary.count++ == 0 || deviation.share() > summary.worst.share()) summary.worst = deviation;
    }
    return summaries;
}

bool passed(const DeviationSummaries& summaries) {
    return std::all_of(summaries.begin(), summaries.end(), [](const auto& entry) { return entry.second.missed == 0; });
}

std::string table_of(const DeviationSummaries& summaries) {
    auto table = fmt::format("{:<18} {:>8} {:>7}  {:>12} {:>12} {:>11}  {}\n", "quantity", "compared", "missed",
                             "worst: run", "ngspice", "of allowed", "at");
    for (const auto& [kind, summary] : summaries) {
        const auto& [name, unit] = kind_of(kind);
        const Deviation& worst = summary.worst;
        table += fmt::format("{:<18} {:>8} {:>7}  {:>12} {:>12} {:>10.0f}%  {:.6f} s\n", name, summary.count,
                             summary.missed, value_text(worst.run, unit), value_text(worst.ngspice, unit),
                             worst.share() * 100, in_seconds(worst.at));
    }
    return table;
}

std::string report_of(const std::string& scenario, std::size_t pieces, const DeviationSummaries& summaries) {
    json report{
        {"scenario", scenario}, {"pieces", pieces}, {"quantities", json::object()}, {"passed", passed(summaries)}};
    for (const auto& [kind, summary] : summaries) {
        const auto& [name, unit] = kind_of(kind);
        const Deviation& worst = summary.worst;
        report["quantities"][name] = {
            {"compared", summary.count},
            {"missed", summary.missed},
            {"unit", unit},
            {"worst",
             {{"t_ns", worst.at.count()}, {"run", worst.run}, {"ngspice", worst.ngspice}, {"allowed", worst.allowed}}}};
    }
    return report.dump(1) + '\n';
}

const ReplayPiece& piece_at(const std::vector<ReplayPiece>& pieces, Nanoseconds at) {
    const auto found =
        std::find_if(pieces.begin(), pieces.end(), [&](const ReplayPiece& piece) { return at < piece.end; });
    return found == pieces.end() ? pieces.back() : *found;
}

}  // namespace otbench::circuit
