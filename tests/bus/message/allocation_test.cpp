// Parsing takes nothing from the heap, nor does rendering XML once its buffer has grown.
#include <gmock/gmock.h>

#include "bus/frame/frame.hpp"
#include "bus/libmbus/render_xml.hpp"
#include "bus/message/answer.hpp"
#include "tests/bus/codec_samples.hpp"
#include "tests/bus/counted_allocations.hpp"

namespace otbench::bus {
namespace {

std::size_t allocations_of_parse(OctetView octets) {
    const std::size_t before = tests::allocations();
    const auto frame = parse_frame(octets);
    const auto response = parse_answer(frame->control, frame->ci, frame->data);
    RecordWalker walk = std::get<Telegram>(*response).records();
    std::size_t records = 0;
    for (auto record = walk.next(); record && *record != nullptr; record = walk.next()) ++records;
    EXPECT_EQ(records, 13U);
    return tests::allocations() - before;
}

std::size_t allocations_of_xml(const AnswerFrame& answer, TextBuffer& out) {
    const std::size_t before = tests::allocations();
    out.clear();
    EXPECT_TRUE(render_xml(answer, {}, out));
    return tests::allocations() - before;
}

TEST(Allocation, parsing_every_record_allocates_nothing) {
    const OctetBuffer octets = long_frame(control::RSP_UD, 1, ci_variable_data, cf_echo_2_user_data);
    EXPECT_EQ(allocations_of_parse(octets), 0U);
}

TEST(Allocation, a_stream_is_split_without_any) {
    const OctetBuffer octets = long_frame(control::RSP_UD, 1, ci_variable_data, cf_echo_2_user_data);
    FrameSplitter splitter;
    const std::size_t before = tests::allocations();
    OctetView rest{octets};
    EXPECT_TRUE(std::holds_alternative<Frame>(splitter.next(rest)));
    EXPECT_EQ(tests::allocations() - before, 0U);
}

TEST(Allocation, xml_allocates_only_until_its_buffer_has_grown) {
    const AnswerFrame answer{control::RSP_UD, ci_variable_data, cf_echo_2_user_data};
    TextBuffer out;
    EXPECT_GT(allocations_of_xml(answer, out), 0U);
    EXPECT_EQ(allocations_of_xml(answer, out), 0U);
}

}  // namespace
}  // namespace otbench::bus
