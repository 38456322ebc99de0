#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/circuit/circuit_engine.hpp"
#include "app/circuit/circuit_verbs.hpp"
#include "app/circuit/study_options.hpp"
#include "app/help.hpp"
#include "base/output_file.hpp"
#include "circuit/plot/svg_plot.hpp"

namespace otbench::app {
namespace {

using circuit::AssessedQuantity;
using circuit::Variation;

struct SweepArguments {
    StudyOptions study;
    std::vector<std::string> variations;
};

double or_gap(const std::optional<double>& value) {
    return value.value_or(std::nan(""));
}

std::vector<double> column(const StudyTable& table, std::size_t index) {
    std::vector<double> values;
    for (const auto& row : table.rows) values.push_back(or_gap(row[index]));
    return values;
}

/// Every quantity over one parameter, each in a plane of its own.
std::string curves(const StudyTable& table) {
    circuit::Plot plot{
        "Sweep of " + table.columns[0].name, axis_label(table.columns[0].name, table.columns[0].unit), {}};
    const std::vector<double> x = column(table, 0);
    plot.x_scale = circuit::fitting_scale(x);
    for (std::size_t k = 1; k < table.columns.size(); ++k) {
        const std::vector<double> y = column(table, k);
        circuit::PlotPanel panel{axis_label(table.columns[k].name, table.columns[k].unit), {}, {}};
        if (circuit::is_yes_or_no(y)) {
            panel.series = {{"", x, y, circuit::PlotSeries::Style::yes_no}};
        } else {
            panel.series = {{"", x, y}, {"", x, y, circuit::PlotSeries::Style::points}};
            panel.scale = circuit::fitting_scale(y);
        }
        plot.panels.push_back(std::move(panel));
    }
    return svg(plot);
}

/// The first quantity over two parameters.
std::string map(const StudyTable& table, const Variation& x, const Variation& y) {
    circuit::HeatMap map{axis_label(table.columns[2].name, table.columns[2].unit),
                         axis_label(table.columns[0].name, table.columns[0].unit),
                         axis_label(table.columns[1].name, table.columns[1].unit),
                         x.values,
                         y.values,
                         {}};
    map.values.assign(y.values.size(), {});
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        map.values[i % y.values.size()].push_back(or_gap(table.rows[i][2]));
    return svg(map);
}

int sweep(const SweepArguments& arguments, const CLI::App& command) {
    const auto circuit = arguments.study.circuit();
    const auto base = arguments.study.point(*circuit);
    const auto quantities = arguments.study.measured({"max-baud", "rx-high", "reads"});
    std::vector<Variation> axes;
    for (const auto& text : arguments.variations) axes.push_back(circuit::parse_variation(text, *circuit));
    if (axes.size() > 2) throw std::invalid_argument{"--vary: too many parameters (expected one or two)"};
    for (const auto& path : arguments.study.outputs) output_kind(path);
    StudyTable table;
    for (const auto& axis : axes) table.columns.push_back({axis.name, circuit::unit_of_parameter(axis.name, *circuit)});
    for (const auto* quantity : quantities) table.columns.push_back({quantity->name, quantity->unit});
    std::vector<circuit::StudyPoint> points;
    const std::vector<double> nothing_more{0.0};
    for (const double first : axes[0].values) {
        for (const double second : axes.size() > 1 ? axes[1].values : nothing_more) {
            points.push_back(base);
            table.rows.push_back({first});
            circuit::set_parameter(points.back(), axes[0].name, first, *circuit);
            if (axes.size() > 1) {
                circuit::set_parameter(points.back(), axes[1].name, second, *circuit);
                table.rows.back().emplace_back(second);
            }
        }
    }
    const auto measured = arguments.study.measure(points, quantities, circuit, command);
    if (!measured) return 0;
    for (std::size_t i = 0; i < measured->size(); ++i)
        table.rows[i].insert(table.rows[i].end(), (*measured)[i].begin(), (*measured)[i].end());
    for (const auto& path : arguments.study.outputs) {
        const std::string kind = output_kind(path);
        if (kind == "csv") write_whole_file(path, table.csv());
        if (kind == "json") write_whole_file(path, table.json());
        if (kind == "svg") write_whole_file(path, axes.size() > 1 ? map(table, axes[0], axes[1]) : curves(table));
    }
    if (arguments.study.outputs.empty()) fmt::print("{}", table.text());
    return 0;
}

}  // namespace

void add_circuit_sweep(CLI::App& verb, int& exit_code) {
    CLI::App* command = verb.add_subcommand("sweep", "Measure an installation while one or two parameters vary");
    auto arguments = std::make_shared<SweepArguments>();
    command
        ->add_option("--vary", arguments->variations,
                     "Parameter to vary, at most two of them, for example meters=1..6, length=0..1000:50 or "
                     "r5=75,82,91")
        ->type_name("NAME=VALUES")
        ->required();
    arguments->study.add_to(*command);
    arguments->study.add_quantities_to(*command, "max-baud,rx-high,reads");
    arguments->study.add_outputs_to(
        *command, "sweep.csv, sweep.json or sweep.svg (curves; with two parameters, a map of the first quantity)");
    arguments->study.add_shards_to(*command);
    finish_help(*command,
                {"otbench circuit sweep --vary length=400..500:100 --measure max-baud,reads",
                 "otbench circuit sweep --vary meters=1..6 --vary temperature=20,70 -o map.svg"},
                "0 measured, 2 invalid option or file, 3 ngspice or the disk failed, 130 interrupted");
    command->callback(
        [arguments, command, &exit_code] { exit_code = guarded([&] { return sweep(*arguments, *command); }); });
}

}  // namespace otbench::app
