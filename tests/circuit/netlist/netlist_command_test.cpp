#include "circuit/netlist/netlist_command.hpp"

#include <gtest/gtest.h>

namespace otbench::circuit {
namespace {

TEST(NetlistCommand, finds_each_way_to_run_one) {
    for (const char* line : {".control", "  .CONTROL", "\t.Control extra", "*# shell id", "*ng_script", ".lib 'x' y",
                             ".inc other.cir", ".include other.cir", "a1 [1] [2] p\n.model p d_process (file=\"x\")"})
        EXPECT_TRUE(netlist_command(std::string{"* title\nr1 a b 1k\n"} + line + "\n")) << line;
}

TEST(NetlistCommand, takes_parts_models_parameters_and_comments) {
    EXPECT_FALSE(
        netlist_command("* .control in a comment\n.param r5=82\n.subckt x a b\nr1 a b {r5}\n.ends\n"
                        ".model q npn (bf=100)\n.options reltol=1e-4\n.end\n"));
}

TEST(NetlistCommand, names_the_line) {
    EXPECT_EQ(netlist_command("r1 a b 1\n.control\nquit\n"), ".control");
}

}  // namespace
}  // namespace otbench::circuit
