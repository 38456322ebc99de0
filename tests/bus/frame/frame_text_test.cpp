#include "bus/frame/frame_text.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace otbench::bus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const OctetBuffer request = {0x10, 0x5B, 0x01, 0x5C, 0x16};    // REQ_UD2
const OctetBuffer busy = {0x68, 0x04, 0x04, 0x68, 0x08,        // RSP_UD
                          0x01, 0x70, 0x08, 0x81, 0x16};       // application error: busy
const OctetBuffer wrong_sum = {0x10, 0x5B, 0x01, 0x5D, 0x16};  // 5C would be right

/// Keeps what a reader finds, with the numbers of the lines.
struct Findings : FrameTextSink {
    std::vector<std::pair<std::size_t, OctetBuffer>> frames;
    std::vector<std::pair<std::size_t, std::string>> faults;

    void octets(OctetView octets, std::size_t line) override {
        frames.emplace_back(line, OctetBuffer(octets.begin(), octets.end()));
    }
    void fault(std::size_t line, std::string message) override { faults.emplace_back(line, std::move(message)); }
};

Findings read(const std::vector<std::string>& lines) {
    Findings findings;
    FrameTextReader reader{findings};
    for (const std::string& line : lines) {
        const std::vector<char> exact(line.begin(), line.end());  // so that a sanitiser sees a read past the end
        reader.take({exact.data(), exact.size()});
    }
    reader.finish();
    return findings;
}

TEST(FrameText, reads_hex_with_and_without_blanks) {
    EXPECT_THAT(read({"105b015c16", "10 5B 01 5C 16\r"}).frames, ElementsAre(Pair(1, request), Pair(2, request)));
}
TEST(FrameText, joins_a_frame_that_goes_on_over_lines) {
    const auto findings = read({"68 04 04 68", "08 01 70", "", "08 81 16", "105b015c16"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, busy), Pair(5, request)));
}
TEST(FrameText, an_unfinished_line_does_not_swallow_the_good_one_after_it) {
    const auto findings = read({"680404680801", "105b015c16"});
    EXPECT_THAT(findings.frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08, 0x01}), Pair(2, request)));
}
TEST(FrameText, two_unfinished_lines_are_two_findings) {
    const auto findings = read({"6804046808", "68040468080170", "105b015c16"});
    EXPECT_THAT(findings.frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08}),
                            Pair(2, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08, 0x01, 0x70}), Pair(3, request)));
}
TEST(FrameText, joins_the_status_messages_of_a_dump) {
    const auto findings = read({"ok:68/04/04/68", "otb-iot/5c7f/status ok:08/01/70", "ok:08/81/16/xx"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, busy)));
    EXPECT_THAT(read({"ok:68/04/04/68 ok:08/01/70/08 ok:81/16/xx"}).frames, ElementsAre(Pair(1, busy)));
}
TEST(FrameText, the_end_of_a_dump_ends_an_unfinished_frame) {
    EXPECT_THAT(read({"ok:68/04/xx", "ok:10/5b/01/5c/16/xx"}).frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04}), Pair(2, request)));
    EXPECT_THAT(read({"ok:xx"}).frames, IsEmpty());
}
TEST(FrameText, reads_what_libmbus_received_and_passes_over_what_it_sent) {
    const auto findings = read({"[2024-01-02 03:04:05] SEND (005): 10 5B 01 5C 16",
                                "[2024-01-02 03:04:05] RECV (010): 68 04 04 68 08 01 70 08 81 16 "});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(2, busy)));
    EXPECT_THAT(findings.faults, IsEmpty());
}
TEST(FrameText, passes_over_comments_and_empty_lines) {
    EXPECT_THAT(read({"# 105b015c16", "", "   "}).frames, IsEmpty());
}
TEST(FrameText, says_which_line_is_not_hex_and_goes_on) {
    const auto findings = read({"105b01zz16", "105b0", "105b015c16"});
    EXPECT_THAT(findings.faults, ElementsAre(Pair(1, "'zz' is not an octet of two hex digits"),
                                             Pair(2, "'0' is not an octet of two hex digits")));
    EXPECT_THAT(findings.frames, ElementsAre(Pair(3, request)));
}
TEST(FrameText, hands_on_faulty_frames_as_they_are) {
    EXPECT_THAT(read({"105b015d16"}).frames, ElementsAre(Pair(1, wrong_sum)));
    EXPECT_THAT(read({"ff"}).frames, ElementsAre(Pair(1, OctetBuffer{0xFF})));
}

}  // namespace
}  // namespace otbench::bus
