#include "sim/trace/vcd_reader.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace otbench::sim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* header =
    "$version otbench $end\n$timescale 1 ns $end\n"
    "$scope module bus $end\n$var wire 1 ! tx $end\n$upscope $end\n"
    "$var real 64 \" volts $end\n"
    "$enddefinitions $end\n";

struct Reading {
    std::vector<std::string> signals, changes;
    Checked<Nanoseconds> end = Nanoseconds{};

    explicit Reading(const std::string& text) {
        std::istringstream file{text};
        end = read_vcd(file, {[&](const WaveSignal& signal) {
                                  signals.push_back(signal.scope + "." + signal.name + (signal.is_real ? " real" : ""));
                              },
                              [&](std::size_t signal, Nanoseconds at, double value) {
                                  changes.push_back(fmt::format("{} {} {}", at.count(), signal, value));
                              }});
    }
    [[nodiscard]] std::string complaint() const { return end ? "" : end.error().message; }
};

TEST(VcdReader, reads_signals_changes_and_the_end) {
    const Reading read{std::string{header} + "#0\n$dumpvars\n1!\nr22.5 \"\n$end\n#10\n0!\n#25\nr-1e-3 \"\n#100\n"};
    ASSERT_TRUE(read.end) << read.complaint();
    EXPECT_THAT(read.signals, ElementsAre("bus.tx", ".volts real"));
    EXPECT_THAT(read.changes, ElementsAre("0 0 1", "0 1 22.5", "10 0 0", "25 1 -0.001"));
    EXPECT_EQ(read.end->count(), 100);
}

TEST(VcdReader, reads_a_file_that_declares_no_waves) {
    const Reading read{"$timescale 1 ns $end\n$enddefinitions $end\n#0\n#70\n"};
    ASSERT_TRUE(read.end) << read.complaint();
    EXPECT_EQ(read.end->count(), 70);
}

TEST(VcdReader, refuses_what_it_does_not_know_with_its_line) {
    EXPECT_THAT(Reading{"$timescale 1 week $end\n"}.complaint(), HasSubstr("line 1: invalid '$timescale 1 week $end'"));
    EXPECT_THAT(Reading{"$timescale 2 ns $end\n"}.complaint(), HasSubstr("line 1"));
    EXPECT_THAT(Reading{header + std::string{"#5\n1?\n"}}.complaint(), HasSubstr("line 9: invalid \'1?'"));
    EXPECT_THAT(Reading{header + std::string{"#5\n#4\n"}}.complaint(), HasSubstr("line 9: invalid \'#4'"));
    EXPECT_THAT(Reading{header + std::string{"rfast \"\n"}}.complaint(), HasSubstr("line 8"));
    EXPECT_THAT(Reading{header + std::string{"b012 !\n"}}.complaint(), HasSubstr("line 8"));
    EXPECT_THAT(Reading{header + std::string{"x?\n"}}.complaint(), HasSubstr("line 8"));
    EXPECT_THAT(Reading{header + std::string{"#9223372036854775807\n"}}.complaint(), HasSubstr("line 8"));
    EXPECT_THAT(Reading{"$var wire 1 ! tx $end\n$comment\n"}.complaint(), HasSubstr("line 2: the file ends early"));
    EXPECT_THAT(Reading{"$timescale 1 ns $end\n"}.complaint(), HasSubstr("line 1: the file ends early"));
    EXPECT_THAT(Reading{""}.complaint(), HasSubstr("ends early"));
}

TEST(VcdReader, reads_what_other_programs_write) {
    const Reading sigrok{
        "$date Sat Nov 28 2026 $end\n$comment\n  Acquisition with 2/8 channels at 1 MHz\n$end\n"
        "$timescale\n  10us\n$end\n$scope module libsigrok $end\n$scope module inner $end\n"
        "$var wire 1 ! D0 $end\n$upscope $end\n$var reg 4 \" D1 [3:0] $end\n$var wire 1 ! again $end\n"
        "$upscope $end\n$enddefinitions $end\n#0 1! bx \"\n#3 0! b1010 \"\n#4 x!\n#5 1!\n"};
    ASSERT_TRUE(sigrok.end) << sigrok.complaint();
    EXPECT_THAT(sigrok.signals, ElementsAre("inner.D0", "libsigrok.D1", "libsigrok.again"));
    EXPECT_THAT(sigrok.changes, ElementsAre("0 0 1", "30000 0 0", "30000 1 10", "50000 0 1"));
    const Reading fine{"$timescale 100 ps $end $var real 1 v volts $end $enddefinitions $end\n#25 r1.5 v\n#1000000\n"};
    ASSERT_TRUE(fine.end) << fine.complaint();
    EXPECT_THAT(fine.changes, ElementsAre("2 0 1.5"));
    EXPECT_EQ(fine.end->count(), 100'000);
}

TEST(VcdReader, knows_its_files_by_their_first_word) {
    EXPECT_TRUE(is_vcd("\n $timescale 1 ns $end"));
    EXPECT_TRUE(is_vcd("$date\n"));
    EXPECT_FALSE(is_vcd("$GPGGA,1"));
    EXPECT_FALSE(is_vcd(""));
    EXPECT_FALSE(is_vcd("68 04 04 68"));
}

}  // namespace
}  // namespace otbench::sim
