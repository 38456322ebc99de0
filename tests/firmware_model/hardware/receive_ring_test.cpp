#include "firmware_model/hardware/receive_ring.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

TEST(ReceiveRing, drops_the_newest_octets_when_it_is_full) {
    ReceiveRing ring;
    for (int i = 0; i < 300; ++i) ring.push({static_cast<std::uint8_t>(i), Cause{static_cast<std::uint64_t>(i + 1)}});
    int count = 0;
    while (const auto octet = ring.pop()) {
        EXPECT_EQ(octet->octet, count);
        EXPECT_EQ(octet->source, Cause{static_cast<std::uint64_t>(count + 1)});
        ++count;
    }
    EXPECT_EQ(count, 255);
}

}  // namespace
}  // namespace otbench::firmware
