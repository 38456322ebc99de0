#include "app/circuit/study_options.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "app/circuit/circuit_engine.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/progress.hpp"
#include "app/run/scenario_files.hpp"
#include "circuit/netlist/circuit_parts.hpp"
#include "runner/language/converter_models.hpp"
#include "runner/steps/bus/electrical_setup.hpp"

namespace otbench::app {
namespace {

/// Does `work` for 0 to `count` - 1 on several threads. Throws what the first of those that failed threw.
template <class Work>
void for_each_index(std::size_t count, std::size_t threads, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> failures(count);
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) {
                failures[i] = std::current_exception();
                next = count;
            }
        }
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(run);
    run();
    for (std::thread& other : others) other.join();
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);
}

}  // namespace

void StudyOptions::add_to(CLI::App& command) {
    std::string names;
    for (const auto& each : circuit::study_parameters()) names += fmt::format("{} ({}), ", each.name, each.unit);
    command
        .add_option("--scenario", scenario,
                    "Start from the bus of this scenario, for example scenarios/circuit/four_meters.yaml")
        ->type_name("FILE")
        ->default_str("one meter, no cable");
    command
        .add_option("--set", settings,
                    "Parameter to set, with or without a unit, for example length=80m or r5=x1.05; parameters: " +
                        names + "and those of the circuit: r1 to r8 (ohm)")
        ->type_name("NAME=VALUE")
        ->default_str("as in the scenario");
    add_circuit_options(command, parameters, engine);
}

void StudyOptions::add_quantities_to(CLI::App& command, const char* usual) {
    std::string names;
    for (const auto& each : circuit::assessed_quantities())
        names += fmt::format("{}{} ({})", names.empty() ? "" : "; ", each.name, each.text);
    command
        .add_option("--measure", quantities,
                    "Quantities to measure, separated by commas, for example mark,swing; quantities: " + names)
        ->type_name("NAMES")
        ->delimiter(',')
        ->default_str(usual);
}

void StudyOptions::add_outputs_to(CLI::App& command, const char* examples) {
    command.add_option("-o,--output", outputs, fmt::format("Write the result to this file, for example {}", examples))
        ->type_name("FILE")
        ->default_str("a table on standard output");
}

std::shared_ptr<const circuit::Circuit> StudyOptions::circuit() const {
    return read_parameters(parameters);
}

circuit::StudyPoint StudyOptions::point(const circuit::Circuit& circuit) const {
    circuit::StudyPoint point;
    if (!scenario.empty()) {
        const auto loaded = load_scenarios({scenario});
        if (!loaded || loaded->size() != 1) throw std::invalid_argument{scenario + ": expected a single valid case"};
        const auto& buses = loaded->front().buses;
        if (buses.size() != 1) throw std::invalid_argument{scenario + ": expected a scenario with a single bus"};
        const runner::Bus& bus = buses.front();
        if (bus.electrics.converter.model != circuit::ConverterModel::otb_iot)
            throw std::invalid_argument{fmt::format("{}: the converter '{}' has no netlist", scenario,
                                                    runner::description_of(bus.electrics.converter.model).name)};
        point = circuit::study_point_of(runner::installation_of(loaded->front(), bus, profile_folders()));
        for (const auto& meter : bus.meters)
            if (meter.baud) point.baud = *meter.baud;
    }
    for (const auto& setting : settings) circuit::apply_setting(point, setting, circuit);
    return point;
}

std::vector<const circuit::AssessedQuantity*> StudyOptions::measured(const std::vector<std::string>& usual) const {
    std::vector<const circuit::AssessedQuantity*> all;
    for (const auto& name : quantities.empty() ? usual : quantities) all.push_back(&circuit::assessed_quantity(name));
    return all;
}

std::string axis_label(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} in {}", name, unit);
}

Measured assess(const circuit::StudyPoint& point, const std::vector<const circuit::AssessedQuantity*>& quantities,
                const std::string& engine, const std::shared_ptr<const circuit::Circuit>& circuit) {
    const auto rig = make_rig(engine, point.conditions, circuit);
    circuit::Assessment assessment{point, *rig};
    Measured values;
    for (const auto* quantity : quantities) {
        auto value = quantity->measure(assessment);
        if (value && !std::isfinite(*value)) value.reset();
        values.push_back(value);
    }
    return values;
}

std::vector<Measured> assess_all(const std::vector<circuit::StudyPoint>& points,
                                 const std::vector<const circuit::AssessedQuantity*>& quantities,
                                 const std::string& engine, const std::shared_ptr<const circuit::Circuit>& circuit) {
    std::vector<Measured> all(points.size());
    const std::size_t threads = engine == "model" ? std::max(std::thread::hardware_concurrency(), 1U) : 1;
    ProgressBar progress{points.size()};
    std::mutex drawing;
    for_each_index(points.size(), threads, [&](std::size_t i) {
        check_not_interrupted();
        all[i] = assess(points[i], quantities, engine, circuit);
        const std::lock_guard<std::mutex> lock{drawing};
        progress.advance(1);
    });
    return all;
}

std::string StudyTable::text() const {
    std::string out;
    std::vector<std::size_t> widths;
    for (const auto& column : columns) {
        const std::string head = column.unit.empty() ? column.name : fmt::format("{}/{}", column.name, column.unit);
        widths.push_back(std::max<std::size_t>(head.size(), 10));
        out += fmt::format("{:>{}}  ", head, widths.back());
    }
    for (const auto& row : rows) {
        out += '\n';
        for (std::size_t i = 0; i < row.size(); ++i)
            out += fmt::format("{:>{}}  ", row[i] ? fmt::format("{:.5g}", *row[i]) : "-", widths[i]);
    }
    return out + '\n';
}

std::string StudyTable::csv() const {
    std::string out;
    for (const auto& column : columns)
        out += fmt::format("{}{}", out.empty() ? "" : ",",
                           column.unit.empty() ? column.name : fmt::format("{} [{}]", column.name, column.unit));
    for (const auto& row : rows) {
        out += '\n';
        for (std::size_t i = 0; i < row.size(); ++i)
            out += fmt::format("{}{}", i == 0 ? "" : ",", row[i] ? fmt::format("{:.8g}", *row[i]) : "");
    }
    return out + '\n';
}

std::string StudyTable::json() const {
    nlohmann::ordered_json all{{"units", nlohmann::ordered_json::object()}, {"rows", nlohmann::ordered_json::array()}};
    for (const auto& column : columns) all["units"][column.name] = column.unit;
    for (const auto& row : rows) {
        nlohmann::ordered_json object;
        for (std::size_t i = 0; i < row.size(); ++i)
            object[columns[i].name] = row[i] ? nlohmann::ordered_json(*row[i]) : nlohmann::ordered_json{};
        all["rows"].push_back(object);
    }
    return all.dump(1) + '\n';
}

std::string output_kind(const std::string& path) {
    const auto dot = path.rfind('.');
    const std::string ending = dot == std::string::npos ? "" : path.substr(dot + 1);
    if (ending == "csv" || ending == "json" || ending == "svg") return ending;
    throw std::invalid_argument{
        fmt::format("invalid output file '{}' (expected an ending of .csv, .json or .svg)", path)};
}

}  // namespace otbench::app
