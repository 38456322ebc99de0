#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "app/circuit/study_options.hpp"
#include "app/run/shard_option.hpp"
#include "runner/study/study_part.hpp"

namespace otbench::app {
namespace {

/// Options that do not change what is measured.
constexpr const char* results_only[] = {"--shard", "--out", "--measured", "--output", "--confirm"};

/// The command and its options, which tell what is measured.
std::string study_of(const CLI::App& command) {
    std::string text = command.get_name();
    for (const CLI::Option* option : command.get_options())
        if (option->count() > 0 && std::none_of(std::begin(results_only), std::end(results_only),
                                                [&](const char* name) { return option->check_name(name); }))
            for (const std::string& value : option->results()) text += fmt::format(" {} {}", option->get_name(), value);
    return text;
}

std::vector<Measured> measured_before(const std::string& folder, const std::string& study, std::size_t points) {
    auto part = runner::read_study_part(folder);
    if (!part) throw std::invalid_argument{"--measured: " + part.error().message};
    if (part->study != study)
        throw std::invalid_argument{
            fmt::format("--measured: {}: of another study, '{}' (expected '{}')", folder, part->study, study)};
    if (part->values.size() != points)
        throw std::invalid_argument{fmt::format("--measured: {}: shard {}/{} (expected the results of 'otbench merge')",
                                                folder, part->shard.index, part->shard.count)};
    std::vector<Measured> all;
    for (auto& [point, values] : part->values) all.push_back(std::move(values));
    return all;
}

}  // namespace

void StudyOptions::add_shards_to(CLI::App& command) {
    add_shard_option(command, shard, "Measure only this part of the points, for example 2/4");
    command.add_option("--out", part, "Write what is measured to this folder, for example shard-2; a shard needs it")
        ->type_name("DIR")
        ->default_str("none");
    command
        .add_option(
            "--measured", measured_before,
            "Measure nothing, but take what shards of the same command measured, joined by 'otbench merge', for "
            "example all")
        ->type_name("DIR")
        ->default_str("measure");
}

std::optional<std::vector<Measured>> StudyOptions::measure(const std::vector<circuit::StudyPoint>& points,
                                                           const std::vector<const circuit::AssessedQuantity*>& wanted,
                                                           const std::shared_ptr<const circuit::Circuit>& circuit,
                                                           const CLI::App& command) const {
    const std::string study = study_of(command);
    if (!measured_before.empty()) return app::measured_before(measured_before, study, points.size());
    const auto chosen = chosen_shard(shard);
    if (!chosen) throw std::invalid_argument{chosen.error().message};
    const runner::Shard own = chosen->value_or(runner::Shard{1, 1});
    if (own.count > 1 && part.empty())
        throw std::invalid_argument{
            fmt::format("shard {}/{} without --out (expected a folder for what it measures, or --shard 1/1)", own.index,
                        own.count)};
    std::vector<circuit::StudyPoint> own_points;
    for (std::size_t i = own.index - 1; i < points.size(); i += own.count) own_points.push_back(points[i]);
    auto measured = assess_all(own_points, wanted, engine, circuit);
    if (!part.empty()) {
        runner::StudyPart result{study, own, points.size(), {}};
        for (std::size_t i = 0; i < measured.size(); ++i) result.values[own.index - 1 + i * own.count] = measured[i];
        runner::write_study_part(part, result);
    }
    if (own.count > 1) return std::nullopt;
    return measured;
}

}  // namespace otbench::app
