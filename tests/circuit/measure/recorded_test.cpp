// The model against recorded simulations of the circuit, family by family; tests/data/circuit/README.md.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "circuit/measure/accuracy.hpp"
#include "circuit/measure/measure.hpp"
#include "circuit/netlist/conditions_file.hpp"

namespace otbench::circuit::test {
namespace {

using nlohmann::json;

Quantities recorded(const json& measured) {
    Quantities all;
    for (const auto& [name, entry] : measured.items()) {
        const json& value = entry.at("value");
        Quantity quantity{name, {}, entry.at("unit")};
        if (value.is_number()) quantity.value = value.get<double>();
        if (value.is_string()) quantity.value = value.get<std::string>();
        all.push_back(quantity);
    }
    return all;
}

constexpr std::array<const char*, 10> families{"dc_levels",  "rx_transfer", "tx_drive",   "tolerance",
                                               "tx_edges",   "slave_edges", "line_edges", "line_slave_edges",
                                               "baud_limit", "frame"};

/// Every value of a family's recordings beside the model's.
std::vector<Difference> differences_of(const std::string& family) {
    const json file =
        json::parse(std::ifstream{fmt::format("{}/tests/data/circuit/{}.json", OTBENCH_SOURCE_DIR, family)});
    const auto entries = read_conditions(file, false);
    EXPECT_TRUE(entries) << entries.error().message;
    std::vector<Difference> all;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const auto& [id, of, conditions] = (*entries)[i];
        const auto more =
            compare(id, conditions, recorded(file["entries"][i]["measured"]), measure(of, conditions, nullptr));
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

class Recorded : public testing::TestWithParam<const char*> {};

TEST_P(Recorded, values_are_met_within_the_primary_tolerances) {
    const auto all = differences_of(GetParam());
    for (const auto& difference : all)
        EXPECT_LE(difference.share, 1.0) << difference.entry << " " << difference.quantity << ": recorded "
                                         << difference.expected << ", the model says " << difference.got;
    EXPECT_GT(all.size(), 20u);
}

/// The worst of a family, as the documentation shows it: rounded up, so that it is the same on all machines.
std::string row_of(const std::string& family) {
    const auto all = differences_of(family);
    const auto worst = std::max_element(all.begin(), all.end(),
                                        [](const Difference& a, const Difference& b) { return a.share < b.share; });
    constexpr double grain = 5;  // per cent
    return fmt::format("| `{}` | {} | {:.0f} % |\n", family, all.size(), grain * std::ceil(worst->share * 100 / grain));
}

TEST(AccuracyTable, of_the_documentation_has_the_present_results) {
    std::string table = "| family | values | the worst, of what is Primary |\n|---|---|---|\n";
    for (const char* family : families) table += row_of(family);
    std::ifstream file{OTBENCH_SOURCE_DIR "/docs/user/circuit.md"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_NE(text.find(table), std::string::npos) << "docs/user/circuit.md, \"Accuracy\", must have this table:\n"
                                                   << table;
}

// Faults with amperes are outside of what the transistors' data hold for, and have no tolerance; those
// with levels are in `dc_levels` by way of r_override.
INSTANTIATE_TEST_SUITE_P(Families, Recorded, testing::ValuesIn(families),
                         [](const auto& family) { return std::string{family.param}; });

}  // namespace
}  // namespace otbench::circuit::test
