#include "runner/selection/plan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "base/random.hpp"
#include "runner/selection/expression.hpp"
#include "runner/selection/shard.hpp"

namespace otbench::runner {
namespace {

/// What a case is recognised by in an earlier run.
using CaseKey = std::pair<std::string, std::string>;

void keep_only(std::vector<Scenario>& scenarios, const CasePredicate& wanted) {
    scenarios.erase(
        std::remove_if(scenarios.begin(), scenarios.end(), [&](const Scenario& scenario) { return !wanted(scenario); }),
        scenarios.end());
}

CasePredicate has_any_tag(const std::vector<std::string>& tags) {
    return [&tags](const Scenario& scenario) {
        return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
            return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
        });
    };
}

CasePredicate did_not_pass(const Summary& summary) {
    std::set<CaseKey> failed;
    for (const RunResult& result : summary.results)
        if (!is_good(result.verdict) && result.verdict != Verdict::skipped) failed.emplace(result.path, result.name);
    return [failed](const Scenario& scenario) { return failed.count({scenario.path, scenario.name}) != 0; };
}

/// Drops what is not selected; the complaint about an expression.
std::optional<InputError> filter(std::vector<Scenario>& scenarios, const Selection& selection) {
    if (!selection.tags.empty()) keep_only(scenarios, has_any_tag(selection.tags));
    if (!selection.expression.empty()) {
        const auto wanted = parse_case_expression(selection.expression);
        if (!wanted) return wanted.error();
        keep_only(scenarios, *wanted);
    }
    for (const std::string& text : selection.exclude) {
        const auto unwanted = parse_case_expression(text);
        if (!unwanted) return unwanted.error();
        keep_only(scenarios, std::not_fn(*unwanted));
    }
    if (selection.failed_earlier) keep_only(scenarios, did_not_pass(*selection.failed_earlier));
    return std::nullopt;
}

/// Gives each case its place and the folder of its trace, which is named after its file.
std::vector<PlannedCase> number_cases(const std::vector<Scenario>& scenarios, std::size_t repeat) {
    std::vector<PlannedCase> cases;
    std::set<std::string> used;
    const bool single = scenarios.size() * repeat == 1;
    for (const Scenario& scenario : scenarios) {
        for (std::size_t round = 0; round < repeat; ++round) {
            const std::string stem = std::filesystem::path{scenario.path}.stem().string();
            std::string folder = stem;
            for (int n = 2; !used.insert(folder).second; ++n) folder = fmt::format("{}-{}", stem, n);
            cases.push_back({scenario, cases.size(), single ? std::string{} : folder});
        }
    }
    return cases;
}

/// FNV-1a (draft-eastlake-fnv) of 64 bits over all cases with their shards, in hex. Folders do not count: machines may
/// have the files in different places.
std::string fingerprint(const std::vector<PlannedCase>& cases, const std::vector<std::size_t>& shards) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const PlannedCase& each : cases) {
        const std::string file = std::filesystem::path{each.scenario.path}.filename().string();
        const auto text =
            fmt::format("{}\n{}\n{}\n{}\n", file, each.scenario.name, each.scenario.seed, shards[each.index]);
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    }
    return fmt::format("{:016x}", hash);
}

void keep_shard(std::vector<PlannedCase>& cases, Shard& own, const std::optional<Summary>& earlier) {
    std::map<CaseKey, double> times;
    if (earlier)
        for (const RunResult& result : earlier->results) times[{result.path, result.name}] = result.wall_s;
    std::vector<double> seconds;
    for (const PlannedCase& each : cases) {
        const auto time = times.find({each.scenario.path, each.scenario.name});
        seconds.push_back(time == times.end() ? 0.0 : time->second);
    }
    const auto shards = distribute(seconds, own.count);
    own.plan = fingerprint(cases, shards);
    cases.erase(std::remove_if(cases.begin(), cases.end(),
                               [&](const PlannedCase& each) { return shards[each.index] != own.index; }),
                cases.end());
}

/// The shuffle of Fisher and Yates.
void shuffle(std::vector<PlannedCase>& cases, std::uint64_t seed) {
    Random random{seed};
    for (std::size_t i = cases.size(); i > 1; --i) std::swap(cases[i - 1], cases[random.next() % i]);
}

}  // namespace

Checked<Plan> make_plan(std::vector<Scenario> scenarios, const Selection& selection) {
    if (const auto error = filter(scenarios, selection)) return *error;
    if (scenarios.empty()) return InputError{"no case is selected"};
    Plan plan;
    plan.cases = number_cases(scenarios, selection.repeat);
    plan.total = plan.cases.size();
    plan.shard = selection.shard;
    if (plan.shard) keep_shard(plan.cases, *plan.shard, selection.times);
    if (selection.shuffle) shuffle(plan.cases, *selection.shuffle);
    return plan;
}

}  // namespace otbench::runner
