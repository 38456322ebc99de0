#include "meters/captures/buffer_dump.hpp"

#include <gmock/gmock.h>

#include <string>

namespace otbench::meters {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(DumpChunk, reads_octets_and_the_mark_of_an_empty_buffer) {
    const auto chunk = parse_dump_chunk("ok:68/4d/xx");
    ASSERT_TRUE(chunk);
    EXPECT_THAT(chunk->octets, ElementsAre(0x68, 0x4D));
    EXPECT_TRUE(chunk->last);
}

TEST(DumpChunk, reads_a_full_chunk_and_an_empty_dump) {
    std::string full = "ok:00";
    for (int i = 1; i < 25; ++i) full += "/00";
    const auto chunk = parse_dump_chunk(full);
    ASSERT_TRUE(chunk);
    EXPECT_THAT(chunk->octets, SizeIs(25));
    EXPECT_FALSE(chunk->last);
    EXPECT_THAT(parse_dump_chunk("ok:xx")->octets, IsEmpty());
}

TEST(DumpChunk, takes_no_other_reply_for_one) {
    for (const char* payload : {"", "ok", "ok:", "ok:pong", "error:not_enabled", "ok:68/4", "ok:68//4d", "ok:xx/68",
                                "ok:2400", "ok:+1/02", "booted:slot:0"})
        EXPECT_FALSE(parse_dump_chunk(payload)) << payload;
}

}  // namespace
}  // namespace otbench::meters
