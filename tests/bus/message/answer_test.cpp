#include "bus/message/answer.hpp"

#include <gtest/gtest.h>

#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint8_t c_rsp_ud = 0x08;

CodecErrc error_of(std::uint8_t control, std::uint8_t ci, OctetView data) {
    return parse_answer(control, ci, data).error().code;
}

TEST(Answer, is_recognised_by_its_control_information) {
    EXPECT_TRUE(std::holds_alternative<Telegram>(*parse_answer(c_rsp_ud, 0x72, cf_echo_2_user_data)));
    const OctetBuffer busy = {0x08, 0x55};
    EXPECT_EQ(std::get<ApplicationError>(*parse_answer(c_rsp_ud, 0x70, busy)).code, 8);
    EXPECT_EQ(std::get<ApplicationError>(*parse_answer(c_rsp_ud, 0x70, {})).code, 0);
}

TEST(Answer, shows_the_fields_of_fixed_data) {
    const OctetBuffer octets = {0x78, 0x56, 0x34, 0x12,  // id
                                0x0A, 0x01,              // access number, status: binary counters
                                0xE9, 0x7E,              // medium 7 (water); units: litres, same but historic
                                0x01, 0x00, 0x00, 0x00, 0x35, 0x01, 0x00, 0x00};
    const auto fixed = std::get<FixedData>(*parse_answer(c_rsp_ud, 0x73, octets));
    EXPECT_EQ(fixed.id(), 0x12345678u);
    EXPECT_EQ(fixed.access_number(), 10);
    EXPECT_EQ(fixed.status(), 1);
    EXPECT_EQ(fixed.medium(), 7);
    EXPECT_EQ(fixed.unit(0), 0x29);
    EXPECT_EQ(fixed.unit(1), 0x3E);
    EXPECT_EQ(little_endian(fixed.counter(1)), 0x135u);
}

TEST(Answer, refuses_user_data_that_is_not_an_answer) {
    const OctetBuffer short_fixed(15, 0);
    EXPECT_EQ(error_of(0x53, 0x72, cf_echo_2_user_data), CodecErrc::wrong_direction);
    EXPECT_EQ(error_of(c_rsp_ud, 0x76, cf_echo_2_user_data), CodecErrc::unknown_control_information);
    EXPECT_EQ(error_of(c_rsp_ud, 0x73, short_fixed), CodecErrc::wrong_fixed_length);
    EXPECT_EQ(error_of(c_rsp_ud, 0x73, {}), CodecErrc::no_user_data);
    EXPECT_EQ(error_of(c_rsp_ud, 0x72, {}), CodecErrc::no_user_data);
}

}  // namespace
}  // namespace otbench::bus
