#include "circuit/netlist/netlist.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "circuit/netlist/circuit_file.hpp"

namespace otbench::circuit::test {
namespace {

using testing::HasSubstr;

TEST(NetlistReader, requires_the_subcircuit_and_its_ports) {
    EXPECT_THAT(Netlist::read("R1 a b 1k\n", "x.cir").error().message, HasSubstr("mbus_master"));
    EXPECT_THAT(Netlist::read(".subckt mbus_master tx rx\n.ends\n", "x.cir").error().message, HasSubstr("vbus36"));
    EXPECT_FALSE(Netlist::read("", "x.cir"));
}

TEST(NetlistReader, makes_a_deck_for_each_parameter_and_distinguishes_texts_by_hash) {
    const std::string text = ".subckt mbus_master tx rx vbus36 mbusp mbusn com params: r1=1k\nR1 tx rx {r1}\n.ends\n";
    const auto one = Netlist::read(text, "x.cir"), other = Netlist::read("* more\n" + text, "x.cir");
    ASSERT_TRUE(one) << one.error().message;
    ASSERT_TRUE(other);
    EXPECT_THAT(one->listing_deck(), HasSubstr("r1="));
    EXPECT_NE(one->hash(), other->hash());
    EXPECT_EQ(one->hash().size(), 16u);
    EXPECT_FALSE(one->circuit("nothing that ngspice would print"));
}

TEST(CircuitFile, is_read_back_as_it_was_written) {
    const auto text = write_circuit(*nominal_circuit());
    const auto again = read_circuit(text);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(write_circuit(*again), text);
}

TEST(CircuitFile, that_is_damaged_is_refused_or_read_and_never_worse) {
    const auto text = write_circuit(*nominal_circuit());
    std::mt19937 generator{3};
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        std::string damaged = text.substr(i % 2 == 0 ? 0 : 3000 + generator() % 7000);
        for (int k = 0; k < 3; ++k) damaged[generator() % damaged.size()] = static_cast<char>(generator());
        if (!read_circuit(damaged)) ++refused;
    }
    EXPECT_GT(refused, 200);
    EXPECT_THAT(read_circuit("{}").error().message, HasSubstr("not a parameter file of a converter"));
    EXPECT_THAT(read_circuit(R"({"format": "other"})").error().message, HasSubstr("not a file of"));
}

TEST(CircuitParameters, change_the_parts_that_depend_on_them) {
    Circuit circuit = *nominal_circuit();
    circuit.set("r5", 75);
    const auto& resistors = circuit.parts.resistors;
    const auto r5 =
        std::find_if(resistors.begin(), resistors.end(), [](const auto& part) { return part.name == "r5"; });
    ASSERT_NE(r5, resistors.end());
    EXPECT_NEAR(r5->ohm, 75, 1e-9);
    EXPECT_THROW(circuit.set("r99", 1), std::invalid_argument);
    EXPECT_THROW(circuit.set("r5", -1), std::invalid_argument);
}

}  // namespace
}  // namespace otbench::circuit::test
