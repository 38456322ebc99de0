#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "circuit/parameters.hpp"

namespace otbench::circuit::test {

/// One recorded condition and what was measured under it (tests/data/circuit/README.md).
struct GoldenEntry {
    std::string id;
    nlohmann::json conditions;
    nlohmann::json measured;

    /// A number among the conditions, or `otherwise`.
    [[nodiscard]] double given(const char* name, double otherwise) const;
    /// A measured number in the recorded unit; nothing where there is none.
    [[nodiscard]] std::optional<double> value(const std::string& name) const;

    [[nodiscard]] ConverterParameters converter() const;
    /// Lumped capacitance or line, as the condition has it.
    [[nodiscard]] CableParameters cable() const;
    /// All unit loads in one slave, whose input adds next to nothing.
    [[nodiscard]] SlaveParameters slave(double threshold_v = 6.95) const;
    [[nodiscard]] bool tx_high() const { return given("tx_v", 3.3) > 1; }
};

/// The entries of tests/data/circuit/`family`.json.
std::vector<GoldenEntry> golden(std::string_view family);

/// Compares many values and tells all that are out of tolerance at once.
class Comparison {
public:
    /// Skips values that were not measured, unless the id or the name is listed as a known difference.
    void check(const GoldenEntry& entry, const std::string& name, double got, double relative, double absolute);
    void known(std::string id_and_name) { known_.push_back(std::move(id_and_name)); }
    /// Expects that something was compared, that all of it fitted, and that no known difference has gone.
    void expect_all_within_tolerance() const;

private:
    std::vector<std::string> known_;
    std::vector<std::string> seen_;
    std::string misses_;
    int compared_ = 0;
};

}  // namespace otbench::circuit::test
