#include "bus/frame/frame_gatherer.hpp"

#include <gtest/gtest.h>

namespace otbench::bus {
namespace {

/// What comes out of the gatherer with each octet that goes in.
std::vector<OctetBuffer> gathered(FrameGatherer& gatherer, const OctetBuffer& octets) {
    std::vector<OctetBuffer> out;
    for (const std::uint8_t octet : octets) out.push_back(gatherer.add(octet));
    return out;
}

/// Nothing until the last octet, then all of them.
void expect_whole(const OctetBuffer& frame) {
    FrameGatherer gatherer;
    auto out = gathered(gatherer, frame);
    EXPECT_EQ(out.back(), frame);
    out.pop_back();
    for (const auto& before : out) EXPECT_TRUE(before.empty());
    EXPECT_FALSE(gatherer.pending());
}

TEST(FrameGatherer, delivers_every_kind_of_frame_complete) {
    expect_whole(single_character());
    expect_whole(short_frame(control::SND_NKE, 1));
    expect_whole(long_frame(0x53, 253, 0x52, OctetBuffer(8, 0xFF)));
    expect_whole(long_frame(0x53, 1, 0xB8, {}));
}

TEST(FrameGatherer, gives_one_frame_after_the_other) {
    FrameGatherer gatherer;
    const auto frame = short_frame(control::SND_NKE, 1);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(gathered(gatherer, frame).back(), frame);
}

TEST(FrameGatherer, does_not_hold_what_begins_no_frame) {
    FrameGatherer gatherer;
    EXPECT_EQ(gatherer.add(0x00), OctetBuffer{0x00});
    EXPECT_EQ(gatherer.add(0xFF), OctetBuffer{0xFF});
    const auto frame = short_frame(control::SND_NKE, 1);
    EXPECT_EQ(gathered(gatherer, frame).back(), frame);
}

TEST(FrameGatherer, gives_half_a_frame_when_the_line_falls_silent) {
    FrameGatherer gatherer;
    gathered(gatherer, {0x10, 0x5B, 0x01});
    EXPECT_TRUE(gatherer.pending());
    EXPECT_EQ(gatherer.gap(), (OctetBuffer{0x10, 0x5B, 0x01}));
    const auto frame = short_frame(control::SND_NKE, 1);
    EXPECT_EQ(gathered(gatherer, frame).back(), frame);
}

TEST(FrameGatherer, loses_nothing_of_a_frame_with_a_wrong_checksum) {
    FrameGatherer gatherer;
    const OctetBuffer wrong{0x10, 0x5B, 0x01, 0x5D, 0x16};
    OctetBuffer all;
    for (const auto& part : gathered(gatherer, wrong)) all.insert(all.end(), part.begin(), part.end());
    const auto rest = gatherer.gap();
    all.insert(all.end(), rest.begin(), rest.end());
    EXPECT_EQ(all, wrong);
}

}  // namespace
}  // namespace otbench::bus
