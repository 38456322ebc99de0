#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/circuit/circuit_engine.hpp"
#include "app/circuit/circuit_verbs.hpp"
#include "app/circuit/study_options.hpp"
#include "app/help.hpp"
#include "app/progress.hpp"
#include "base/output_file.hpp"
#include "circuit/plot/svg_plot.hpp"

namespace otbench::app {
namespace {

using circuit::AssessedQuantity;
using circuit::Requirement;
using circuit::Spread;

struct MonteCarloArguments {
    StudyOptions study;
    std::vector<std::string> tolerances, requirements;
    std::string distribution = "uniform";
    std::size_t runs = 500, confirm = 0;
    std::uint64_t seed = 1;
};

/// A drawn installation and what was measured of it.
struct Sample {
    std::vector<double> drawn;
    Measured values;
    bool good = true;
};

struct Study {
    std::shared_ptr<const circuit::Circuit> circuit;
    circuit::StudyPoint base;
    std::vector<Spread> spreads;
    std::vector<const AssessedQuantity*> quantities;
    std::vector<Requirement> requirements;
    std::vector<Sample> samples;

    [[nodiscard]] circuit::StudyPoint point(const Sample& sample) const {
        auto point = base;
        for (std::size_t i = 0; i < spreads.size(); ++i)
            circuit::set_parameter(point, spreads[i].name, sample.drawn[i], *circuit);
        return point;
    }
    [[nodiscard]] std::size_t column(const AssessedQuantity* quantity) const {
        return static_cast<std::size_t>(std::find(quantities.begin(), quantities.end(), quantity) - quantities.begin());
    }
    [[nodiscard]] bool meets(const Measured& values) const {
        return std::all_of(requirements.begin(), requirements.end(),
                           [&](const Requirement& r) { return r.met(values[column(r.quantity)]); });
    }
    [[nodiscard]] std::size_t good() const {
        return static_cast<std::size_t>(
            std::count_if(samples.begin(), samples.end(), [](const Sample& sample) { return sample.good; }));
    }
};

Study make_study(const MonteCarloArguments& arguments) {
    Study study;
    study.circuit = arguments.study.circuit();
    study.base = arguments.study.point(*study.circuit);
    for (const auto& text : arguments.tolerances)
        for (auto& spread : circuit::parse_spread(text, study.base, *study.circuit)) {
            // The tolerance of one part replaces that of all.
            auto& all = study.spreads;
            all.erase(std::remove_if(all.begin(), all.end(), [&](const Spread& s) { return s.name == spread.name; }),
                      all.end());
            all.push_back(std::move(spread));
        }
    for (const auto& text : arguments.requirements) study.requirements.push_back(circuit::parse_requirement(text));
    study.quantities = arguments.study.measured({"max-meters", "swing", "reads"});
    for (const auto& requirement : study.requirements)
        if (study.column(requirement.quantity) == study.quantities.size())
            study.quantities.push_back(requirement.quantity);
    for (const auto& path : arguments.study.outputs) output_kind(path);
    return study;
}

/// False when this is a shard, whose part is measured.
bool run_samples(Study& study, const MonteCarloArguments& arguments, const CLI::App& command) {
    const auto distribution =
        arguments.distribution == "normal" ? circuit::Distribution::normal : circuit::Distribution::uniform;
    std::vector<circuit::StudyPoint> points;
    for (auto& drawn : circuit::draw_samples(study.spreads, distribution, arguments.seed, arguments.runs)) {
        study.samples.push_back({std::move(drawn), {}, true});
        points.push_back(study.point(study.samples.back()));
    }
    auto measured = arguments.study.measure(points, study.quantities, study.circuit, command);
    if (!measured) return false;
    for (std::size_t i = 0; i < measured->size(); ++i) {
        study.samples[i].values = std::move((*measured)[i]);
        study.samples[i].good = study.meets(study.samples[i].values);
    }
    return true;
}

// ---- results ---------------------------------------------------------------------------------------------------

/// Samples in the order of a quantity, from the lowest; those without a value first.
std::vector<std::size_t> order_by(const Study& study, std::size_t quantity) {
    std::vector<std::size_t> order(study.samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return study.samples[a].values[quantity] < study.samples[b].values[quantity];
    });
    return order;
}

std::string parameters_text(const Study& study, const Sample& sample) {
    std::string text;
    for (std::size_t i = 0; i < study.spreads.size(); ++i)
        text += fmt::format(" {}={:.5g}", study.spreads[i].name, sample.drawn[i]);
    return text;
}

std::string number_text(const std::optional<double>& value) {
    return value ? fmt::format("{:.5g}", *value) : "-";
}

void print_study(const Study& study) {
    fmt::print("{:<14} {:<10} {:>10} {:>10} {:>10} {:>10} {:>10}\n", "quantity", "unit", "lowest", "5 %", "median",
               "95 %", "highest");
    for (std::size_t k = 0; k < study.quantities.size(); ++k) {
        const auto order = order_by(study, k);
        const auto at = [&](double share) {
            const auto index = static_cast<std::size_t>(share * static_cast<double>(order.size() - 1) + 0.5);
            return number_text(study.samples[order[index]].values[k]);
        };
        fmt::print("{:<14} {:<10} {:>10} {:>10} {:>10} {:>10} {:>10}\n", study.quantities[k]->name,
                   study.quantities[k]->unit, at(0), at(0.05), at(0.5), at(0.95), at(1));
    }
    for (std::size_t k = 0; k < study.quantities.size(); ++k) {
        const auto order = order_by(study, k);
        for (const auto& [what, index] : {std::pair{"lowest", order.front()}, std::pair{"highest", order.back()}})
            fmt::print("{} {} {}:{}\n", what, study.quantities[k]->name, number_text(study.samples[index].values[k]),
                       parameters_text(study, study.samples[index]));
    }
    if (study.requirements.empty()) return;
    const auto yield = circuit::yield_of(study.good(), study.samples.size());
    std::string what;
    for (const auto& requirement : study.requirements)
        what += fmt::format("{}{}", what.empty() ? "" : ", ", requirement.text);
    fmt::print("{}: {} of {}, {:.1f} % (95 % confidence: {:.1f} to {:.1f} %)\n", what, study.good(),
               study.samples.size(), yield.share * 100, yield.low * 100, yield.high * 100);
}

StudyTable table_of(const Study& study) {
    StudyTable table;
    for (const auto& spread : study.spreads)
        table.columns.push_back({spread.name, circuit::unit_of_parameter(spread.name, *study.circuit)});
    for (const auto* quantity : study.quantities) table.columns.push_back({quantity->name, quantity->unit});
    table.columns.push_back({"good", ""});
    for (const auto& sample : study.samples) {
        Measured row(sample.drawn.begin(), sample.drawn.end());
        row.insert(row.end(), sample.values.begin(), sample.values.end());
        row.emplace_back(sample.good ? 1.0 : 0.0);
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// The distribution of the first quantity.
/// How many of these sorted values lie where; one bar when all are equal.
circuit::PlotSeries counted(const std::vector<double>& values) {
    constexpr std::size_t most_bars = 30;
    circuit::PlotSeries bars{"", {}, {}, circuit::PlotSeries::Style::bars};
    if (values.empty()) return bars;
    const double low = values.front(), span = values.back() - low;
    if (span <= 1e-9 * std::abs(low)) return {"", {low}, {static_cast<double>(values.size())}, bars.style};
    const auto count = std::min(most_bars, 1 + static_cast<std::size_t>(std::sqrt(values.size())));
    bars.y.assign(count, 0.0);
    for (std::size_t i = 0; i < count; ++i)
        bars.x.push_back(low + span * (static_cast<double>(i) + 0.5) / static_cast<double>(count));
    for (const double value : values)
        ++bars.y[std::min(count - 1, static_cast<std::size_t>((value - low) / span * static_cast<double>(count)))];
    return bars;
}

std::string histogram(const Study& study) {
    std::vector<double> values;
    for (const auto index : order_by(study, 0))
        if (const auto& value = study.samples[index].values[0]) values.push_back(*value);
    circuit::Plot plot{fmt::format("{} in {} samples", study.quantities[0]->name, study.samples.size()),
                       axis_label(study.quantities[0]->name, study.quantities[0]->unit),
                       {}};
    circuit::PlotSeries bars = counted(values);
    if (circuit::is_yes_or_no(values)) {
        const auto yes = static_cast<double>(std::count(values.begin(), values.end(), 1.0));
        bars = {"", {0, 1}, {static_cast<double>(values.size()) - yes, yes}, bars.style};
        plot.x_names = {"no", "yes"};
    }
    plot.panels = {{"samples", {bars}, {}}};
    return svg(plot);
}

void write_study(const Study& study, const std::vector<std::string>& outputs) {
    for (const auto& path : outputs) {
        const std::string kind = output_kind(path);
        if (kind == "csv") write_whole_file(path, table_of(study).csv());
        if (kind == "json") write_whole_file(path, table_of(study).json());
        if (kind == "svg") write_whole_file(path, histogram(study));
    }
}

// ---- confirmation ----------------------------------------------------------------------------------------------

/// The samples at both ends of the first quantity, by turns, and from there on inwards.
std::vector<std::size_t> to_confirm(const Study& study, std::size_t count) {
    const auto order = order_by(study, 0);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < std::min(count, order.size()); ++i)
        chosen.push_back(i % 2 == 0 ? order[i / 2] : order[order.size() - 1 - i / 2]);
    return chosen;
}

/// Measures samples with ngspice too; false when it disagrees about one of them.
bool confirm(const Study& study, std::size_t count) {
    constexpr double allowed = 0.03, allowed_least = 0.05;  // of the value, or absolute where it is small
    std::size_t differing = 0;
    double worst = 0;
    std::string where;
    const auto chosen = to_confirm(study, count);
    ProgressBar progress{chosen.size()};
    for (const auto index : chosen) {
        check_not_interrupted();
        progress.advance(1);
        const auto& sample = study.samples[index];
        const auto values = assess(study.point(sample), study.quantities, "ngspice", study.circuit);
        bool same = study.meets(values) == sample.good;
        for (std::size_t k = 0; k < values.size(); ++k) {
            same = same && values[k].has_value() == sample.values[k].has_value();
            if (!values[k] || !sample.values[k]) continue;
            const double share =
                std::abs(*values[k] - *sample.values[k]) / (allowed * std::abs(*values[k]) + allowed_least);
            same = same && share <= 1;
            if (share < worst) continue;
            worst = share;
            where = fmt::format("{}: model {:.5g}, ngspice {:.5g}", study.quantities[k]->name, *sample.values[k],
                                *values[k]);
        }
        if (!same) {
            ++differing;
            fmt::print("ngspice disagrees about sample {}:{}\n", index + 1, parameters_text(study, sample));
        }
    }
    fmt::print("ngspice confirms {} of {} samples; farthest apart: {}\n", chosen.size() - differing, chosen.size(),
               where);
    return differing == 0;
}

int montecarlo(const MonteCarloArguments& arguments, const CLI::App& command) {
    Study study = make_study(arguments);
    if (!run_samples(study, arguments, command)) return 0;
    write_study(study, arguments.study.outputs);
    print_study(study);
    return arguments.confirm == 0 || confirm(study, arguments.confirm) ? 0 : 1;
}

}  // namespace

void add_circuit_montecarlo(CLI::App& verb, int& exit_code) {
    CLI::App* command =
        verb.add_subcommand("montecarlo", "Measure many installations with random deviations of their parts");
    auto arguments = std::make_shared<MonteCarloArguments>();
    command
        ->add_option("--tolerance", arguments->tolerances,
                     "Deviation of all resistors or of one parameter, for example 5%, r5=1%, supply=2% or "
                     "temperature=-20..70")
        ->type_name("TOLERANCE")
        ->required();
    command
        ->add_option("--distribution", arguments->distribution,
                     "Distribution of the deviations, for example normal: the tolerance is three standard deviations")
        ->type_name("NAME")
        ->check(one_of({"uniform", "normal"}))
        ->capture_default_str();
    command->add_option("--runs", arguments->runs, "Samples to measure, for example 2000")
        ->type_name("COUNT")
        ->check(whole_number(1, 1000000))
        ->capture_default_str();
    command->add_option("--seed", arguments->seed, "Random seed, for example 42")
        ->type_name("NUMBER")
        ->check(whole_number())
        ->capture_default_str();
    command
        ->add_option("--require", arguments->requirements,
                     "Condition that a good sample meets, for example reads, max-meters>=4 or swing>=12")
        ->type_name("CONDITION")
        ->default_str("none");
    command
        ->add_option("--confirm", arguments->confirm,
                     "Also measure this many samples with ngspice, the most extreme ones first, for example 5")
        ->type_name("COUNT")
        ->check(whole_number(0, 1000000))
        ->capture_default_str();
    arguments->study.add_to(*command);
    arguments->study.add_quantities_to(*command, "max-meters,swing,reads");
    arguments->study.add_outputs_to(*command,
                                    "samples.csv, samples.json or samples.svg (a histogram of the first quantity)");
    arguments->study.add_shards_to(*command);
    finish_help(*command,
                {"otbench circuit montecarlo --tolerance 5% --set meters=4 --runs 200 --require reads",
                 "otbench circuit montecarlo --tolerance r5=1% --measure swing -o swing.svg"},
                "0 measured, 1 ngspice disagrees, 2 invalid option or file, 3 ngspice or the disk failed, "
                "130 interrupted");
    command->callback(
        [arguments, command, &exit_code] { exit_code = guarded([&] { return montecarlo(*arguments, *command); }); });
}

}  // namespace otbench::app
