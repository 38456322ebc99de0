// The model against ngspice itself on the project's netlist, so that neither model nor netlist can drift alone. Four
// times as strict as the Primary tolerances.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string_view>

#include "circuit/measure/accuracy.hpp"
#include "circuit/measure/calibration.hpp"
#include "circuit/measure/measure.hpp"
#include "circuit/measure/spice_rig.hpp"
#include "circuit/netlist/circuit_file.hpp"
#include "sim/host/process/ngspice.hpp"

namespace otbench::circuit::test {
namespace {

constexpr double tightness = 4.0;

SpiceRows run(const std::string& deck) {
    return sim::run_ngspice(deck, spice_output_file).rows;
}

/// Conditions drawn anew from ranges that the recordings cover only in points; the seed is fixed.
std::vector<ConditionsEntry> drawn_conditions() {
    std::mt19937 generator{2400};
    const auto between = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(generator()) / static_cast<double>(std::mt19937::max());
    };
    std::vector<ConditionsEntry> entries;
    const auto add = [&](const char* family, int count, bool edges) {
        for (int i = 0; i < count; ++i) {
            Conditions c;
            c.supply_v = between(26, 40);
            c.temp_c = between(-20, 70);
            c.unit_loads = std::floor(between(edges ? 1 : 0, 5));
            c.isp_ma = between(11, 20);
            c.tx_v = edges ? between(3, 5) : i % 2 == 0 && family != std::string_view{"tolerance"} ? 0.0 : 3.3;
            if (edges) c.cbus_f = std::pow(10.0, between(-9, -6.5));
            c.r_override = {{"r5", between(75, 90)}, {"r3", between(21e3, 23e3)}, {"r8", between(2e5, 2.4e5)}};
            entries.push_back({fmt::format("{} {}", family, i), family, c});
        }
    };
    add("dc_levels", 20, false);
    add("rx_transfer", 8, false);
    add("tolerance", 4, false);
    add("tx_edges", 16, true);
    add("slave_edges", 12, true);
    for (const double metres : {30.0, 240.0}) {
        Conditions c;
        c.cable_m = metres;
        c.unit_loads = 2;
        entries.push_back({"line", "line_edges", c});
    }
    Conditions frame;
    frame.cbus_f = 10e-9;
    entries.push_back({"frame", "frame", frame});
    return entries;
}

TEST(Spice, agrees_with_the_model_under_conditions_without_recordings) {
    std::size_t compared = 0;
    const auto entries = drawn_conditions();
    EXPECT_GE(entries.size(), 60u);
    for (const auto& [id, family, conditions] : entries) {
        const auto expected = measure(family, *spice_rig(conditions, nullptr, run));
        // How fast a line's ringing fades depends on the method of integration, ngspice's or ours.
        const double strict = conditions.cable_m > 0 ? tightness / 2 : tightness;
        for (const auto& d : compare(id, conditions, expected, measure(family, conditions, nullptr), strict)) {
            ++compared;
            EXPECT_LE(d.share, 1.0) << id << " " << d.quantity << ": ngspice " << d.expected << ", model " << d.got;
        }
    }
    EXPECT_GT(compared, 400u);
}

TEST(Spice, its_listing_still_gives_the_committed_parameters) {
    std::ifstream file{OTBENCH_SOURCE_DIR "/circuit/netlists/level_converter.cir"};
    std::ostringstream text;
    text << file.rdbuf();
    const auto netlist = Netlist::read(text.str(), "level_converter.cir");
    ASSERT_TRUE(netlist) << netlist.error().message;
    EXPECT_EQ(netlist->hash(), nominal_circuit()->netlist_hash)
        << "the netlist changed: otbench circuit calibrate circuit/netlists/level_converter.cir -o "
           "circuit/netlists/level_converter.json";
    const auto parts = netlist->circuit(sim::run_ngspice(netlist->listing_deck()).output);
    ASSERT_TRUE(parts) << parts.error().message;
    EXPECT_EQ(write_circuit(*parts), write_circuit(*nominal_circuit()));
}

TEST(Spice, keeps_the_deck_of_a_failed_run_and_names_it) {
    try {
        sim::run_ngspice("nothing to write\nR1 a 0 1k\nV1 a 0 1\n.control\nop\nquit 0\n.endc\n.end\n", "missing.txt");
        FAIL() << "ngspice gave no result";
    } catch (const sim::NgspiceError& error) {
        const std::string message = error.what();
        const auto path = message.substr(message.find("kept: ") + 6, message.rfind(')') - message.find("kept: ") - 6);
        EXPECT_TRUE(std::ifstream{path}.good()) << message;
        std::filesystem::remove_all(std::filesystem::path{path}.parent_path());
    }
}

}  // namespace
}  // namespace otbench::circuit::test
