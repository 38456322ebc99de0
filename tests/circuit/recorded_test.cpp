// The model against recorded simulations of the circuit, family by family; tests/data/circuit/README.md.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "circuit/accuracy.hpp"
#include "circuit/conditions_file.hpp"
#include "circuit/measure.hpp"

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

class Recorded : public testing::TestWithParam<const char*> {};

TEST_P(Recorded, values_are_met_within_the_primary_tolerances) {
    const json file =
        json::parse(std::ifstream{fmt::format("{}/tests/data/circuit/{}.json", OTBENCH_SOURCE_DIR, GetParam())});
    const auto entries = read_conditions(file, false);
    ASSERT_TRUE(entries) << entries.error().message;
    std::size_t compared = 0;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const auto& [id, family, conditions] = (*entries)[i];
        const auto got = measure(family, conditions, nullptr);
        for (const auto& difference : compare(id, conditions, recorded(file["entries"][i]["measured"]), got)) {
            ++compared;
            EXPECT_LE(difference.share, 1.0) << id << " " << difference.quantity << ": recorded " << difference.expected
                                             << ", the model says " << difference.got;
        }
    }
    EXPECT_GT(compared, 20u);
}

// Faults with amperes are outside of what the transistors' data hold for, and there is no tolerance for them; those
// with levels are in `dc_levels` by way of r_override.
INSTANTIATE_TEST_SUITE_P(Families, Recorded,
                         testing::Values("dc_levels", "rx_transfer", "tx_drive", "tolerance", "tx_edges", "slave_edges",
                                         "line_edges", "line_slave_edges", "baud_limit", "frame"),
                         [](const auto& family) { return std::string{family.param}; });

}  // namespace
}  // namespace otbench::circuit::test
