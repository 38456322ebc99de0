#include "bus/message/byte_order.hpp"

#include <gmock/gmock.h>

#include "bus/reading/answer_reading.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

TEST(ByteOrder, turns_the_numbers_of_header_and_records_round) {
    const OctetBuffer octets = {0x60, 0x31, 0x27, 0x14, 0x77, 0x04, 0x09, 0x04, 0x97, 0x10, 0x34, 0x12,  // header
                                0x04, 0x07, 0xCD, 0x03, 0x00, 0x00,                                      // energy
                                0x0F, 0x01, 0x02};  // manufacturer data stays
    const auto swapped = SwappedUserData::swap(0x72, octets);
    ASSERT_TRUE(swapped);
    EXPECT_THAT(swapped->view(), ElementsAre(0x14, 0x27, 0x31, 0x60, 0x04, 0x77, 0x09, 0x04, 0x97, 0x10, 0x12, 0x34,
                                             0x04, 0x07, 0x00, 0x00, 0x03, 0xCD, 0x0F, 0x01, 0x02));
}

TEST(ByteOrder, twice_is_the_original) {
    const auto once = SwappedUserData::swap(0x72, cf_echo_2_user_data);
    ASSERT_TRUE(once);
    const auto twice = SwappedUserData::swap(0x76, once->view());
    ASSERT_TRUE(twice);
    EXPECT_THAT(twice->view(), ElementsAreArray(cf_echo_2_user_data));
}

TEST(ByteOrder, leaves_encrypted_blocks_and_turns_what_follows_them) {
    OctetBuffer octets = {0x12, 0x34, 0x56, 0x78, 0x14, 0xC5, 0x01, 0x04, 0x2A, 0x00, 0x05, 0x10};  // mode 5, one block
    const OctetBuffer block = {0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98,
                               0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0};
    const OctetBuffer record = {0x02, 0xFD, 0x17, 0x01, 0x02};
    octets.insert(octets.end(), block.begin(), block.end());
    octets.insert(octets.end(), record.begin(), record.end());
    const auto swapped = SwappedUserData::swap(0x76, octets);
    ASSERT_TRUE(swapped);
    const OctetView turned = swapped->view();
    EXPECT_THAT(turned.subspan(12, 16), ElementsAreArray(block));
    EXPECT_THAT(turned.subspan(28), ElementsAre(0x02, 0xFD, 0x17, 0x02, 0x01));
    const auto twice = SwappedUserData::swap(0x72, turned);
    ASSERT_TRUE(twice);
    EXPECT_THAT(twice->view(), ElementsAreArray(octets));
}

TEST(ByteOrder, fixed_data_have_three_numbers) {
    const OctetBuffer octets = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    const auto swapped = SwappedUserData::swap(0x77, octets);
    ASSERT_TRUE(swapped);
    EXPECT_THAT(swapped->view(), ElementsAre(4, 3, 2, 1, 5, 6, 7, 8, 12, 11, 10, 9, 16, 15, 14, 13));
}

TEST(ByteOrder, what_cannot_be_parsed_is_an_error) {
    EXPECT_EQ(SwappedUserData::swap(0x72, OctetView{}).error().code, CodecErrc::no_user_data);
    EXPECT_EQ(SwappedUserData::swap(0x73, OctetBuffer{1, 2}).error().code, CodecErrc::wrong_fixed_length);
    OctetBuffer cut = cf_echo_2_user_data;
    cut.resize(16);  // within the first record
    EXPECT_EQ(SwappedUserData::swap(0x72, cut).error().code, CodecErrc::premature_end_at_data);
}

TEST(ByteOrder, only_ci_76_and_77_have_the_big_endian) {
    for (unsigned ci = 0; ci <= 0xFF; ++ci)
        EXPECT_EQ(has_big_endian(static_cast<std::uint8_t>(ci)), ci == 0x76 || ci == 0x77);
}

}  // namespace
}  // namespace otbench::bus
