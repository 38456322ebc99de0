// The decks to run by hand: each runs, and prints the results of the model.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "circuit/measure/accuracy.hpp"
#include "circuit/measure/measure.hpp"
#include "sim/host/process/ngspice.hpp"

namespace otbench::circuit::test {
namespace {

const std::string folder = OTBENCH_SOURCE_DIR "/circuit/netlists/";

/// A deck and what it measures, as conditions of a family; without a family the numbers are its own.
struct Deck {
    const char* name;
    const char* family;
    Conditions conditions;
    std::size_t least;  ///< quantities
};

Conditions deck_conditions(double tx_v, double unit_loads, double bus_f, double cable_m,
                           std::map<std::string, double> resistors = {}, const char* fault = "none") {
    Conditions c;
    c.tx_v = tx_v;
    c.unit_loads = unit_loads;
    c.cbus_f = bus_f;
    c.cable_m = cable_m;
    c.r_override = std::move(resistors);
    c.fault = fault;
    return c;
}

const std::vector<Deck>& decks() {
    constexpr double lumped = 10e-9, far_m = 350;
    static const std::vector<Deck> all{
        {"dc_levels", "dc_levels", deck_conditions(0, 3, 0, 0), 5},
        {"faults", "faults", deck_conditions(3.3, 1, 0, 0, {}, "r5_open"), 3},
        {"rx_transfer", "rx_transfer", deck_conditions(3.3, 1, 0, 0), 2},
        {"tolerance", "tolerance", deck_conditions(3.3, 1, 0, 0, {{"r3", 20.9e3}, {"r6", 40.95e3}}), 5},
        {"tx_drive", "tx_drive", deck_conditions(3.3, 1, 0, 0), 2},
        {"tx_edges", "tx_edges", deck_conditions(3.3, 1, lumped, 0), 5},
        {"baud_limit", "baud_limit", deck_conditions(3.3, 1, lumped, 0), 6},
        {"line_edges", "line_edges", deck_conditions(3.3, 1, 0, far_m), 5},
        {"slave_edges", "slave_edges", deck_conditions(3.3, 1, lumped, 0), 2},
        {"line_slave_edges", "line_slave_edges", deck_conditions(3.3, 1, 0, far_m), 2},
        {"frame", "", {}, 3},
        {"receiver", "", {}, 3}};
    return all;
}

/// The lines "NAME VALUE UNIT" that a deck prints.
Quantities printed_by(const std::string& name) {
    std::ifstream file{folder + "decks/" + name + ".cir"};
    std::string deck{std::istreambuf_iterator<char>{file}, {}};
    const std::string include = ".include ../";
    deck.replace(deck.find(include), include.size(), ".include " + folder);
    std::istringstream lines{sim::run_ngspice(deck).output};
    Quantities all;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        Quantity quantity;
        double value = 0;
        std::string more;
        if (!(words >> quantity.name >> value >> quantity.unit) || words >> more) continue;
        const std::set<std::string> units{"V", "mA", "us", "UL", "Bd"};
        if (units.count(quantity.unit) == 0) continue;
        quantity.value = value;
        all.push_back(quantity);
    }
    return all;
}

class Decks : public testing::TestWithParam<Deck> {};

TEST_P(Decks, print_the_results_of_the_model) {
    const Deck& deck = GetParam();
    const auto printed = printed_by(deck.name);
    EXPECT_GE(printed.size(), deck.least);
    if (deck.family[0] == '\0') return;
    const auto got = measure(deck.family, deck.conditions, nullptr);
    std::size_t compared = 0;
    for (const auto& quantity : printed) {
        const auto found =
            std::find_if(got.begin(), got.end(), [&](const Quantity& q) { return q.name == quantity.name; });
        if (found == got.end()) continue;
        ++compared;
        const double expected = std::get<double>(quantity.value), value = std::get<double>(found->value);
        const double allowed = primary_tolerance(quantity.name, expected, deck.conditions).value_or(0.02 * expected);
        EXPECT_NEAR(value, expected, allowed) << quantity.name;
        EXPECT_EQ(found->unit, quantity.unit) << quantity.name;
    }
    EXPECT_GE(compared, 1u) << "the names are those of the family";
}

INSTANTIATE_TEST_SUITE_P(ByHand, Decks, testing::ValuesIn(decks()),
                         [](const auto& deck) { return std::string{deck.param.name}; });

TEST(DeckFolder, has_the_decks_of_the_list_and_no_more) {
    std::set<std::string> listed, there;
    for (const auto& deck : decks()) listed.insert(deck.name);
    for (const auto& entry : std::filesystem::directory_iterator{folder + "decks"})
        there.insert(entry.path().stem().string());
    EXPECT_EQ(listed, there);
}

TEST(FrameDeck, has_the_delays_of_the_nominal_frame) {
    const auto value = [](const Quantities& all, const char* name) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Quantity& q) { return q.name == name; });
        return found == all.end() ? -1.0 : std::get<double>(found->value);
    };
    // The recorded nominal case: tests/data/circuit/frame.json, frame_001.
    const auto frame = printed_by("frame");
    EXPECT_NEAR(value(frame, "bus_fall_delay_first"), 42.94, 0.5);
    EXPECT_NEAR(value(frame, "rx_fall_delay_first"), 0.026, 0.1);
    EXPECT_NEAR(value(frame, "rx_rise_delay_first"), 0.496, 0.1);
    EXPECT_NEAR(value(printed_by("receiver"), "stored_mark"), 35.35, 0.1);
}

}  // namespace
}  // namespace otbench::circuit::test
