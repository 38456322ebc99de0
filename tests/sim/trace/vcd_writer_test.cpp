#include "sim/trace/vcd_writer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <utility>

#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;

/// A source that does something of its own when it is to catch up.
struct Late : VcdWriter::Source {
    explicit Late(std::function<void(int call)> act) : act_{std::move(act)} {}
    void catch_up() override { act_(++calls); }
    int calls = 0;

private:
    std::function<void(int call)> act_;  ///< its calls are counted from 1
};

TEST(VcdWriter, writes_header_initial_values_and_changes_in_order_of_time) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", false);
    const auto volts = waves.add_real("bus", "voltage", 22.5);
    waves.open(folder / "waves.vcd");
    waves.change(10ns, tx, true);
    waves.change(10ns, volts, 35.375);
    waves.change(25ns, tx, false);
    waves.close(100ns);
    EXPECT_EQ(tests::read_file(folder / "waves.vcd"),
              "$date - $end\n$version otbench $end\n"
              "$timescale 1 ns $end\n"
              "$scope module bus $end\n$var wire 1 ! tx $end\n$upscope $end\n"
              "$scope module bus $end\n$var real 64 \" voltage $end\n$upscope $end\n"
              "$enddefinitions $end\n"
              "#0\n$dumpvars\n0!\nr22.5 \"\n$end\n"
              "#10\n1!\nr35.375 \"\n"
              "#25\n0!\n"
              "#100\n");
}

TEST(VcdWriter, writes_what_comes_late_at_its_time) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", false);
    const auto volts = waves.add_real("bus", "voltage", 22.5);
    Late late{[&](int) { waves.write(25ns, volts, 35.0); }};
    waves.add_source(late);
    waves.open(folder / "waves.vcd");
    waves.change(10ns, tx, true);
    waves.change(25ns, tx, false);
    waves.change(30ns, tx, true);
    waves.write_out_many();
    EXPECT_EQ(late.calls, 0) << "three changes are not many";
    waves.close(100ns);
    EXPECT_EQ(late.calls, 1);
    const std::string written = tests::read_file(folder / "waves.vcd");
    EXPECT_NE(written.find("$end\n#10\n1!\n#25\n0!\nr35 \"\n#30\n1!\n#100\n"), std::string::npos) << written;
}

TEST(VcdWriter, has_its_sources_catch_up_before_it_writes_many_changes_out) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", false);
    const auto rx = waves.add_level("bus", "rx", false);
    Late late{[&](int call) {
        waves.write_out_many();  // as one that draws a curve meanwhile
        waves.change(Nanoseconds{call}, rx, call % 2 == 1);
    }};
    waves.add_source(late);
    waves.open(folder / "waves.vcd");
    for (int i = 0; i < 10'000; ++i) {
        waves.change(Nanoseconds{10 + i}, tx, i % 2 == 0);
        waves.write_out_many();
    }
    EXPECT_GT(late.calls, 0);
    EXPECT_GT(std::filesystem::file_size(folder / "waves.vcd"), 0U) << "nothing has been written before the end";
    const int calls = late.calls;
    waves.remove_source(late);
    waves.close(1us);
    EXPECT_EQ(late.calls, calls);
    const std::string written = tests::read_file(folder / "waves.vcd");
    EXPECT_NE(written.find("$end\n#1\n1\"\n#10\n1!\n"), std::string::npos) << written.substr(0, 400);
}

TEST(VcdWriter, leaves_out_a_change_to_the_value_it_has) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", true);
    waves.open(folder / "waves.vcd");
    waves.change(10ns, tx, true);
    waves.close(20ns);
    EXPECT_EQ(tests::read_file(folder / "waves.vcd").find("#10"), std::string::npos);
}

TEST(VcdWriter, begins_with_the_values_that_signals_have_when_it_is_opened) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", true);
    waves.change(10ns, tx, false);
    waves.open(folder / "waves.vcd");
    waves.close(20ns);
    const std::string written = tests::read_file(folder / "waves.vcd");
    EXPECT_NE(written.find("$dumpvars\n0!\n$end\n#20\n"), std::string::npos) << written;
}

TEST(VcdWriter, declares_signals_that_come_later) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", false);
    waves.open(folder / "waves.vcd");
    waves.change(10ns, tx, true);
    const auto late = waves.add_level("cellar", "tx", false);
    waves.add_point(15ns, late, 0.0);
    waves.change(20ns, late, true);
    waves.close(30ns);
    EXPECT_EQ(tests::read_file(folder / "waves.vcd"),
              "$date - $end\n$version otbench $end\n"
              "$timescale 1 ns $end\n"
              "$scope module bus $end\n$var wire 1 ! tx $end\n$upscope $end\n"
              "$scope module cellar $end\n$var wire 1 \" tx $end\n$upscope $end\n"
              "$enddefinitions $end\n"
              "#0\n$dumpvars\n0!\n$end\n"
              "#10\n1!\n#15\n0\"\n#20\n1\"\n#30\n");
    EXPECT_FALSE(std::filesystem::exists(folder / "waves.vcd.before"));
}

TEST(VcdWriter, writes_texts_without_blanks) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto frames = waves.add_text("bus", "frames");
    waves.open(folder / "waves.vcd");
    waves.change_text(10ns, frames, "to 5\\…");
    waves.change_text(20ns, frames, "to 5\\…");
    waves.change_text(30ns, frames, "");
    waves.close(30ns);
    const std::string written = tests::read_file(folder / "waves.vcd");
    EXPECT_NE(written.find("$var string 1 ! frames $end\n"), std::string::npos) << written;
    EXPECT_NE(written.find("s !\n$end\n#10\nsto\\x205\\x5c\\xe2\\x80\\xa6 !\n#30\ns !\n"), std::string::npos)
        << written;
}

TEST(VcdWriter, rounds_times_to_a_unit_of_a_microsecond) {
    const TemporaryFolder folder;
    VcdWriter waves;
    const auto tx = waves.add_level("bus", "tx", false);
    waves.open(folder / "waves.vcd", VcdWriter::Unit::microsecond);
    waves.change(1499ns, tx, true);
    waves.change(1500ns, tx, false);
    waves.close(3us);
    const std::string written = tests::read_file(folder / "waves.vcd");
    EXPECT_NE(written.find("$timescale 1 us $end\n"), std::string::npos) << written;
    EXPECT_NE(written.find("$end\n#1\n1!\n#2\n0!\n#3\n"), std::string::npos) << written;
}

}  // namespace
}  // namespace otbench::sim
