#include "firmware_model/serial/mezzanine_ring.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

void push(MezzanineRing& ring, int count) {
    for (int i = 0; i < count; ++i) ring.push({static_cast<std::uint8_t>(i), Cause::none});
}

TEST(MezzanineRing, looks_empty_when_its_end_catches_up) {
    MezzanineRing ring{false};
    push(ring, 255);
    EXPECT_FALSE(ring.empty());
    push(ring, 1);
    EXPECT_TRUE(ring.empty());
}

TEST(MezzanineRing, shows_only_later_octets) {
    MezzanineRing ring{false};
    push(ring, 258);
    EXPECT_EQ(ring.pop()->octet, 0);  // number 256
    EXPECT_EQ(ring.pop()->octet, 1);
    EXPECT_FALSE(ring.pop());
}

TEST(MezzanineRing, loses_the_oldest_once_that_is_corrected) {
    MezzanineRing ring{true};
    push(ring, 258);
    EXPECT_EQ(ring.pop()->octet, 3);
    int left = 0;
    while (ring.pop()) ++left;
    EXPECT_EQ(left, 254);
}

}  // namespace
}  // namespace otbench::firmware
