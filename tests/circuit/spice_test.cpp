// The model against ngspice itself on the project's netlist, so that neither model nor recordings can drift alone.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <boost/process.hpp>
#include <fstream>
#include <map>
#include <string>

#include "circuit/dc_levels.hpp"
#include "segment_bench.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using What = Crossing::What;
namespace fs = boost::filesystem;
namespace bp = boost::process;

constexpr double farad = 100e-9;
constexpr double tx_edge_s = 20e-9;

/// One converter, lumped bus and slave of one unit load, TX after the PWL list `tx`, and the commands of a control
/// block.
std::string deck(const std::string& tx, const std::string& commands) {
    return fmt::format(
        "one unit load\n"
        ".include {}/circuit/netlists/level_converter.cir\n"
        ".options temp=27 tnom=27 reltol=1e-4 abstol=1e-10 vntol=1e-6 chgtol=1e-15\n"
        "Vsup src 0 36\n"
        "Rsup src vbus36 0.001\n"
        "X1 tx rx vbus36 mbusp mbusn 0 mbus_master\n"
        "Xl mbusp mbusn sp sn mbus_lump r=1m c={}\n"
        "Xs sp sn ctl mbus_slave nul=1 iul=0.0015 isp=0.015 cin=1p\n"
        "Vtx tx 0 PWL({})\n"
        "Vc ctl 0 0\n"
        ".control\n{}quit 0\n.endc\n.end\n",
        OTBENCH_SOURCE_DIR, farad, tx, commands);
}

/// Runs a deck and returns every `name = value` that it printed.
std::map<std::string, double> run(const fs::path& program, const std::string& text) {
    const fs::path file = fs::temp_directory_path() / fs::unique_path("otbench-%%%%%%%%.cir");
    std::ofstream{file.string()} << text;
    bp::ipstream output;
    bp::child child{program, "-b", file.string(), bp::std_out > output, bp::std_err > bp::null, bp::std_in < bp::null};
    std::map<std::string, double> values;
    for (std::string line; std::getline(output, line);) {
        const auto sign = line.find(" = ");
        if (sign == std::string::npos) continue;
        const std::string name = line.substr(0, line.find(' '));
        values[name] = std::strtod(line.c_str() + sign + 3, nullptr);
    }
    child.wait();
    fs::remove(file);
    return values;
}

class Spice : public testing::Test {
protected:
    void SetUp() override { ASSERT_FALSE(program.empty()) << "ngspice is not installed (apt-get install ngspice)"; }

    const fs::path program = bp::search_path("ngspice");
    const DcLevels dc{ConverterParameters{}};
    const BusLoad one_load{1.5e-3, 0.0};
};

TEST_F(Spice, agrees_on_the_levels_of_mark_and_space) {
    const std::string commands = "op\nlet bus = v(sp)-v(sn)\nprint bus\nprint v(rx)\n";
    for (const auto state : {BusState::mark, BusState::space}) {
        const auto values = run(program, deck(state == BusState::mark ? "0 3.3 1 3.3" : "0 0 1 0", commands));
        const auto point = dc.operating_point(state, one_load);
        ASSERT_EQ(values.count("bus"), 1u);
        EXPECT_NEAR(point.bus_v, values.at("bus"), 0.02);
        EXPECT_NEAR(dc.rx_voltage(state, point), values.at("v(rx)"), 0.02);
    }
}

TEST_F(Spice, agrees_on_both_edges_at_the_middle_of_the_step) {
    const double middle_v = 0.5 * (dc.operating_point(BusState::mark, one_load).bus_v +
                                   dc.operating_point(BusState::space, one_load).bus_v);
    constexpr double fall_s = 20e-6, rise_s = 1.2e-3;
    const auto tx =
        fmt::format("0 3.3 {} 3.3 {} 0 {} 0 {} 3.3", fall_s, fall_s + tx_edge_s, rise_s, rise_s + tx_edge_s);
    const auto values = run(program, deck(tx, fmt::format("tran 1u 1.4m 0 2u\n"
                                                          "let bus = v(sp)-v(sn)\n"
                                                          "meas tran fall when bus={0} fall=1\n"
                                                          "meas tran rise when bus={0} rise=1\n",
                                                          middle_v)));
    ASSERT_EQ(values.count("fall") + values.count("rise"), 2u);

    CableParameters cable;
    cable.extra_farad = farad;
    SlaveParameters slave;
    slave.input_farad = 1e-12;
    SegmentBench bench{{}, cable, {slave}};
    bench.tx(0s, TxInput::high);
    bench.tx(1s, TxInput::low);
    bench.tx(2s, TxInput::high);
    bench.run(3s);
    const auto bus = bench.crossings(What::bus_edge, 1s);
    ASSERT_EQ(bus.size(), 2u);
    const auto seconds = [](Tick time) { return std::chrono::duration<double>{time}.count(); };
    const double fall = values.at("fall") - fall_s - tx_edge_s / 2;
    EXPECT_NEAR(seconds(bus[0].at - 1s), fall, 0.03 * fall + 0.5e-6);
    EXPECT_NEAR(seconds(bus[1].at - 2s), values.at("rise") - rise_s - tx_edge_s / 2, 0.3e-6);
}

}  // namespace
}  // namespace otbench::circuit::test
