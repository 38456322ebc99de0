// Parsing takes nothing from the heap, nor does rendering XML once its buffer has grown.
#include <gmock/gmock.h>

#include <cstdlib>
#include <new>

#include "bus/frame.hpp"
#include "bus/render_xml.hpp"
#include "bus/response.hpp"
#include "tests/bus/codec_samples.hpp"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace otbench::bus {
namespace {

std::size_t allocations_of_parse(OctetView octets) {
    const std::size_t before = allocations;
    const auto frame = parse_frame(octets);
    const auto response = parse_response(frame->control, frame->ci, frame->data);
    RecordWalker walk = std::get<Telegram>(*response).records();
    std::size_t records = 0;
    for (auto record = walk.next(); record && *record != nullptr; record = walk.next()) ++records;
    EXPECT_EQ(records, 13U);
    return allocations - before;
}

std::size_t allocations_of_xml(const AnswerFrame& answer, TextBuffer& out) {
    const std::size_t before = allocations;
    out.clear();
    EXPECT_TRUE(render_xml(answer, {}, out));
    return allocations - before;
}

TEST(Allocation, parsing_every_record_allocates_nothing) {
    const OctetBuffer octets = long_frame(control::RSP_UD, 1, ci_variable_data, cf_echo_2_user_data);
    EXPECT_EQ(allocations_of_parse(octets), 0U);
}

TEST(Allocation, a_stream_is_split_without_any) {
    const OctetBuffer octets = long_frame(control::RSP_UD, 1, ci_variable_data, cf_echo_2_user_data);
    FrameSplitter splitter;
    const std::size_t before = allocations;
    OctetView rest{octets};
    EXPECT_TRUE(std::holds_alternative<Frame>(splitter.next(rest)));
    EXPECT_EQ(allocations - before, 0U);
}

TEST(Allocation, xml_allocates_only_until_its_buffer_has_grown) {
    const AnswerFrame answer{control::RSP_UD, ci_variable_data, cf_echo_2_user_data};
    TextBuffer out;
    EXPECT_GT(allocations_of_xml(answer, out), 0U);
    EXPECT_EQ(allocations_of_xml(answer, out), 0U);
}

}  // namespace
}  // namespace otbench::bus
