#include "firmware_model/conformance/trace_diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <sstream>

namespace otbench::firmware {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string ok = R"({"t_us":1,"step":2,"kind":"publish","topic":"/a","payload":"ok","qos":2,"retain":false})";
const std::string error =
    R"({"t_us":9,"step":2,"kind":"publish","topic":"/a","payload":"error","qos":2,"retain":false})";
const std::string reset = R"({"t_us":9,"step":2,"kind":"reset","stored_reason":"x"})";

std::vector<std::string> differences(const std::string& a, const std::string& b) {
    std::istringstream first{a}, second{b};
    const auto result = compare_traces(first, "A", second, "B");
    return result ? *result : std::vector<std::string>{result.error()};
}

std::string edge(std::int64_t t_us, int level) {
    return "{\"t_us\":" + std::to_string(t_us) +
           ",\"step\":0,\"kind\":\"gpio_edge\",\"pin\":15,\"level\":" + std::to_string(level) + "}\n";
}

TEST(TraceDiff, says_nothing_of_equal_traces_and_of_other_absolute_times) {
    EXPECT_THAT(differences(ok, ok), IsEmpty());
    std::string later = ok;
    later.replace(later.find("\"t_us\":1"), 8, "\"t_us\":5");
    EXPECT_THAT(differences(ok, later), IsEmpty());
}

TEST(TraceDiff, leaves_out_what_cannot_be_seen_from_outside_when_asked_to) {
    const std::string boot = R"({"t_us":9,"step":2,"kind":"boot","count":1})";
    const auto outside = [](const std::string& a, const std::string& b) {
        std::istringstream first{a}, second{b};
        return *compare_traces(first, "A", second, "B", TraceView::outside);
    };
    EXPECT_THAT(outside(ok + "\n" + reset, error), IsEmpty());
    EXPECT_THAT(outside(boot, ok), ElementsAre("step 2: after 0 in both, only A has boot"));
    EXPECT_THAT(outside(edge(1, 1), edge(1, 0)), testing::SizeIs(1));
}

TEST(TraceDiff, names_the_field_that_differs) {
    EXPECT_THAT(differences(ok, error), ElementsAre(R"(step 2, event 1, publish: payload is "ok" in A, "error" in B)"));
}

TEST(TraceDiff, names_what_only_one_of_them_has) {
    EXPECT_THAT(differences(ok, ok + "\n" + reset),
                ElementsAre(R"(step 2: after 1 in both, only B has reset (stored_reason "x"))"));
    EXPECT_THAT(differences(reset, ok),
                ElementsAre("step 2, event 1: reset (stored_reason \"x\") in A, publish (topic \"/a\", payload "
                            "\"ok\", qos 2, retain false) in B"));
}

TEST(TraceDiff, compares_the_distances_of_edges_with_three_microseconds_of_tolerance) {
    EXPECT_THAT(differences(edge(0, 0) + edge(417, 1), edge(100, 0) + edge(520, 1)), IsEmpty());
    EXPECT_THAT(differences(edge(0, 0) + edge(417, 1), edge(0, 0) + edge(421, 1)),
                ElementsAre("step 0, pin 15: edge 2 comes 4 us later after the one before in B than in A"));
    EXPECT_THAT(differences(edge(0, 0), edge(0, 0) + edge(417, 1)),
                ElementsAre("step 0, pin 15: 1 edges in A, 2 in B"));
}

TEST(TraceDiff, compares_packets_over_the_whole_case) {
    const std::string packet =
        R"({"t_us":1,"step":0,"kind":"mqtt_tx","type":"SUBSCRIBE","topic":"/a","qos":0,"msg_id":1})";
    std::string other = packet;
    other.replace(other.find("\"qos\":0"), 7, "\"qos\":1");
    EXPECT_THAT(differences(packet, other),
                ElementsAre("packets on the wire, event 1, SUBSCRIBE: qos is 0 in A, 1 in B"));
}

TEST(TraceDiff, measures_distances_that_exceed_64_bits) {
    const auto low = edge(std::numeric_limits<std::int64_t>::min(), 0);
    const auto high = edge(std::numeric_limits<std::int64_t>::max(), 1);
    EXPECT_THAT(differences(low + high, edge(0, 0) + edge(1, 1)),
                ElementsAre("step 0, pin 15: edge 2 comes 18446744073709551614 us sooner after the one before in B "
                            "than in A"));
}

TEST(TraceDiff, refuses_a_number_outside_its_range_and_names_line_and_range) {
    EXPECT_THAT(differences(ok, R"({"kind":"gpio_edge","t_us":1e30,"step":0,"pin":15,"level":0})"),
                ElementsAre("B:1: invalid t_us 1e+30 (expected a whole number from -9223372036854775808 to "
                            "9223372036854775807)"));
}

TEST(TraceDiff, refuses_an_invalid_line_and_names_it) {
    EXPECT_THAT(differences(ok + "\n{\"kind\":", ok),
                ElementsAre("A:2: invalid event (expected a JSON object with t_us, step and kind)"));
    EXPECT_THAT(differences(ok, "{}"),
                ElementsAre("B:1: invalid event (expected a JSON object with t_us, step and kind)"));
}

}  // namespace
}  // namespace otbench::firmware
