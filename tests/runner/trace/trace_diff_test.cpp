#include "runner/trace/trace_diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runner/trace/traces.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string text_of(const std::string& first, const std::string& second, const TraceTolerances& tolerances = {}) {
    const auto a = trace_of(first), b = trace_of(second);
    return difference_text(compare_traces(a, b, tolerances), 2);
}

constexpr const char* edge = "{\"id\":1,\"t_ns\":1000,\"kind\":\"bus_edge\",\"level\":\"mark\",\"volts\":30.5}\n";

TEST(TraceDiff, finds_nothing_in_traces_that_differ_in_ids_only) {
    EXPECT_EQ(text_of(edge, "{\"id\":9,\"t_ns\":1000,\"kind\":\"bus_edge\",\"level\":\"mark\",\"volts\":30.5}\n"), "");
}

TEST(TraceDiff, names_events_that_only_one_trace_has) {
    const std::string other = "{\"id\":2,\"t_ns\":1500,\"kind\":\"frame\",\"source\":\"heat\",\"hex\":\"e5\"}\n";
    EXPECT_EQ(text_of(edge, edge + other),
              "frame of heat: 1 only in the second\n  + 0.000001500 s  frame heat hex=e5\n");
    EXPECT_THAT(text_of(edge + other, edge), HasSubstr("frame of heat: 1 only in the first\n  - "));
}

TEST(TraceDiff, compares_times_and_measured_values_within_tolerances) {
    const std::string moved = "{\"id\":1,\"t_ns\":3000,\"kind\":\"bus_edge\",\"level\":\"mark\",\"volts\":31}\n";
    EXPECT_EQ(text_of(edge, moved, {2us, 0.02, {}}), "");
    EXPECT_EQ(text_of(edge, moved, {1us, 0.02, {}}), "bus_edge: 1 at other times, up to 0.002 ms later\n");
    EXPECT_THAT(text_of(edge, moved, {2us, 0.01, {}}), HasSubstr("bus_edge: 1 with other values\n  - "));
    EXPECT_EQ(text_of(edge, moved, {0us, 0.0, {"bus_edge"}}), "");
}

TEST(TraceDiff, takes_whole_numbers_and_texts_as_they_are) {
    const std::string level = "{\"id\":1,\"t_ns\":0,\"kind\":\"gpio_edge\",\"pin\":4,\"level\":1}\n";
    const std::string other = "{\"id\":1,\"t_ns\":0,\"kind\":\"gpio_edge\",\"pin\":5,\"level\":1}\n";
    EXPECT_THAT(text_of(level, other, {0us, 1.0, {}}), HasSubstr("1 only in the first, 1 only in the second"));
}

}  // namespace
}  // namespace otbench::runner
