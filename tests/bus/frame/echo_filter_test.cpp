#include "bus/frame/echo_filter.hpp"

#include <gtest/gtest.h>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;

TEST(EchoFilter, takes_back_what_was_sent_in_its_order) {
    EchoFilter filter;
    filter.sent(0x10, 1ms);
    filter.sent(0x5B, 5ms);
    EXPECT_TRUE(filter.takes(0x10, 6ms));
    EXPECT_TRUE(filter.takes(0x5B, 10ms));
    EXPECT_FALSE(filter.takes(0x5B, 15ms));  // an answer that happens to look the same
}

TEST(EchoFilter, passes_an_answer_unchanged_without_an_echo) {
    EchoFilter filter;
    filter.sent(0x10, 1ms);
    filter.sent(0x16, 2ms);
    EXPECT_FALSE(filter.takes(0xE5, 40ms));
    EXPECT_FALSE(filter.takes(0x16, 41ms));  // the echo would have begun with 10
}

TEST(EchoFilter, expects_no_echo_after_half_a_second) {
    EchoFilter filter;
    filter.sent(0xE5, 0ms);
    filter.sent(0x10, 400ms);
    EXPECT_FALSE(filter.takes(0xE5, 501ms));
    filter.sent(0x10, 600ms);
    EXPECT_TRUE(filter.takes(0x10, 1100ms));
}

TEST(EchoFilter, does_not_remember_octets_without_echo_for_ever) {
    EchoFilter filter;
    for (Nanoseconds at = 0ms; at < 60s; at += 5ms) filter.sent(0x55, at);
    EXPECT_EQ(filter.expected(), 101U);  // those of the last half second
}

}  // namespace
}  // namespace otbench::bus
