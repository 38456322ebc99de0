#include "bus/reading/answer_reading.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "bus/message/byte_order.hpp"
#include "bus/message/telegram.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

constexpr std::uint8_t rsp_ud = control::RSP_UD;
const OctetBuffer error_busy = {0x08};

AnswerFrame variable() {
    return {rsp_ud, ci_variable_data, cf_echo_2_user_data, 1700000000, 7};
}

TEST(AnswerReading, one_telegram_gives_its_values_address_and_time) {
    const auto answer = read_answers(std::vector{variable()});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind, Kind::variable);
    EXPECT_EQ(answer->address, 7);
    EXPECT_EQ(answer->received, 1700000000);
    EXPECT_EQ(answer->reading.values.size(), 12U);
}

TEST(AnswerReading, a_chain_has_the_values_of_all_its_telegrams) {
    const auto answer = read_answers(std::vector{variable(), variable()});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->reading.values.size(), 24U);
}

TEST(AnswerReading, the_other_byte_order_gives_the_same_values) {
    const auto swapped = SwappedUserData::swap(ci_variable_data, cf_echo_2_user_data).value();
    const auto answer = read_answers(std::vector{AnswerFrame{rsp_ud, 0x76, swapped.view()}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->reading.identity.id, "14273160");
    EXPECT_EQ(answer->reading.find("energy").value()->text(), "9730 kWh");
}

TEST(AnswerReading, an_application_error_is_a_document_of_its_own_and_ends_a_chain) {
    const AnswerFrame error{rsp_ud, 0x70, error_busy};
    const auto answer = read_answers(std::vector{error, variable()});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind, Kind::application_error);
    EXPECT_EQ(application_error_text(answer->application_error), "application busy");
    EXPECT_TRUE(answer->reading.values.empty());
}

TEST(AnswerReading, a_later_telegram_without_variable_data_is_an_error_that_names_it) {
    const auto answer = read_answers(std::vector{variable(), AnswerFrame{rsp_ud, 0x70, error_busy}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().telegram, 1U);
    EXPECT_EQ(answer.error().error.code, CodecErrc::not_variable_data);
}

TEST(AnswerReading, an_empty_chain_is_an_empty_reading) {
    EXPECT_TRUE(read_answers({})->reading.values.empty());
}

TEST(AnswerReading, texts_of_meters_become_utf_8) {
    EXPECT_EQ(utf8("m\xB3"), "m\xC2\xB3");
    EXPECT_EQ(utf8("\xFF"), "\xC3\xBF");
}

}  // namespace
}  // namespace otbench::bus
