#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "circuit/study/study.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// What was measured of a point; nothing for a quantity that it does not have.
using Measured = std::vector<std::optional<double>>;

/// What `circuit sweep`, `montecarlo` and `margins` have in common: the installation they begin with.
struct StudyOptions {
    std::string scenario, parameters, engine = "model";
    std::string shard, part, measured_before;  ///< of `add_shards_to`
    std::vector<std::string> settings, quantities, outputs;

    /// Adds --scenario, --set, --params and --engine.
    void add_to(CLI::App& command);
    /// Adds --measure, with the names of all quantities in the help text, and those measured without it.
    void add_quantities_to(CLI::App& command, const char* usual);
    /// Adds -o, with examples of file names: their endings choose the format.
    void add_outputs_to(CLI::App& command, const char* examples);
    /// Adds --shard, --out and --measured.
    void add_shards_to(CLI::App& command);

    // All throw std::invalid_argument with one line for what is wrong.
    [[nodiscard]] std::shared_ptr<const circuit::Circuit> circuit() const;
    [[nodiscard]] circuit::StudyPoint point(const circuit::Circuit& circuit) const;
    /// Those asked for, or `usual`.
    [[nodiscard]] std::vector<const circuit::AssessedQuantity*> measured(const std::vector<std::string>& usual) const;
    /// What `assess_all` measures of all points, or what shards measured of them before. Nothing when this is a shard:
    /// it measures its points, and writes them to its folder. `command` tells what is studied.
    [[nodiscard]] std::optional<std::vector<Measured>> measure(
        const std::vector<circuit::StudyPoint>& points, const std::vector<const circuit::AssessedQuantity*>& quantities,
        const std::shared_ptr<const circuit::Circuit>& circuit, const CLI::App& command) const;
};

/// "max-meters in unit loads"
std::string axis_label(const std::string& name, const std::string& unit);

/// Measures quantities of a point on an engine.
Measured assess(const circuit::StudyPoint& point, const std::vector<const circuit::AssessedQuantity*>& quantities,
                const std::string& engine, const std::shared_ptr<const circuit::Circuit>& circuit);

/// The same for many points, in their order; on the model with a thread for each processor. Shows its progress on a
/// terminal. Throws sim::Interrupted when the user stops it.
std::vector<Measured> assess_all(const std::vector<circuit::StudyPoint>& points,
                                 const std::vector<const circuit::AssessedQuantity*>& quantities,
                                 const std::string& engine, const std::shared_ptr<const circuit::Circuit>& circuit);

/// Numbers in named columns; nothing is an empty cell.
struct StudyTable {
    struct Column {
        std::string name, unit;
    };
    std::vector<Column> columns;
    std::vector<Measured> rows;

    [[nodiscard]] std::string text() const;  ///< aligned, for people
    [[nodiscard]] std::string csv() const;   ///< one line of names with units, then the rows
    [[nodiscard]] std::string json() const;  ///< a list of objects
};

/// The ending of an output file: "csv", "json" or "svg". Throws std::invalid_argument for any other.
std::string output_kind(const std::string& path);

}  // namespace otbench::app
