#include "firmware_model/commands/command_segments.hpp"

#include <gtest/gtest.h>

#include <string>

namespace otbench::firmware {
namespace {

using std::string_literals::operator""s;

const std::string topic = "/otb-iot/5ccf7f0b583b";

std::string payload_of(int segments) {
    std::string payload = "x";
    for (int i = 1; i < segments; ++i) payload += "/x";
    return payload;
}

TEST(CommandSegments, skip_empty_segments) {
    const auto segments = CommandSegments::split(topic, "//trigger//ping/");
    ASSERT_TRUE(segments);
    EXPECT_EQ(segments->text(0), "otb-iot");
    EXPECT_EQ(segments->text(1), "5ccf7f0b583b");
    EXPECT_EQ(segments->text(2), "trigger");
    EXPECT_EQ(segments->text(3), "ping");
    EXPECT_EQ(segments->text(4), "");
    EXPECT_EQ(segments->text(99), "");
}

TEST(CommandSegments, hold_63_octets_each) {
    EXPECT_TRUE(CommandSegments::split(topic, std::string(63, 'x')));
    EXPECT_EQ(CommandSegments::split(topic, std::string(64, 'x')).error(), SegmentError::segment_too_long);
}

TEST(CommandSegments, are_sixteen_with_one_trailing_slash) {
    EXPECT_TRUE(CommandSegments::split(topic, payload_of(14)));
    EXPECT_TRUE(CommandSegments::split(topic, payload_of(14) + "/"));
    EXPECT_EQ(CommandSegments::split(topic, payload_of(14) + "//").error(), SegmentError::too_many_segments);
    EXPECT_EQ(CommandSegments::split(topic, payload_of(15)).error(), SegmentError::too_many_segments);
}

TEST(CommandSegments, end_their_text_at_a_nul) {
    const auto segments = CommandSegments::split("", "ab\0cd/\0x"s);
    ASSERT_TRUE(segments);
    EXPECT_EQ(segments->text(0), "ab");
    EXPECT_EQ(segments->text(1), "");
}

TEST(CommandSegments, lie_in_memory_one_after_the_other) {
    const auto segments = CommandSegments::split("", "105b/foo");
    ASSERT_TRUE(segments);
    EXPECT_EQ(segments->octet(0, 3), 'b');
    EXPECT_EQ(segments->octet(0, 4), '\0');
    EXPECT_EQ(segments->octet(0, CommandSegments::cell_size), 'f');
    EXPECT_EQ(segments->octet(15, CommandSegments::cell_size), '\0');
}

}  // namespace
}  // namespace otbench::firmware
