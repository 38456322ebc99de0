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
        end = read_vcd(file, {[&](const VcdSignal& signal) {
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

TEST(VcdReader, refuses_what_it_does_not_know_with_its_line) {
    EXPECT_THAT(Reading{"$timescale 1 us $end\n"}.complaint(), HasSubstr("line 1: invalid \'$timescale 1 us $end'"));
    EXPECT_THAT(Reading{header + std::string{"#5\n1?\n"}}.complaint(), HasSubstr("line 9: invalid \'1?'"));
    EXPECT_THAT(Reading{header + std::string{"#5\n#4\n"}}.complaint(), HasSubstr("line 9: invalid \'#4'"));
    EXPECT_THAT(Reading{header + std::string{"rfast \"\n"}}.complaint(), HasSubstr("line 8"));
    EXPECT_THAT(Reading{header + std::string{"x!\n"}}.complaint(), HasSubstr("line 8"));
}

}  // namespace
}  // namespace otbench::sim
