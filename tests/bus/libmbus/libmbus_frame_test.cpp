#include "bus/libmbus/libmbus_frame.hpp"

#include <gtest/gtest.h>

namespace otbench::bus {
namespace {

void expect_verdict(const OctetBuffer& octets, int code, const char* message) {
    const LibmbusVerdict verdict = check_libmbus_frame(octets);
    EXPECT_EQ(verdict.code(), code);
    EXPECT_EQ(verdict.message(), message);
    const bool loaded = verdict.frame.type != LibmbusFrame::Type::none;
    EXPECT_EQ(loaded, code == -3);
}

TEST(LibmbusFrame, accepts_all_kinds_of_frames) {
    EXPECT_EQ(check_libmbus_frame(OctetBuffer{0xE5, 0x00}).frame.type, LibmbusFrame::Type::single_character);
    EXPECT_EQ(check_libmbus_frame(OctetBuffer{0x10, 0x5B, 0x01, 0x5C, 0x16}).frame.control, 0x5B);
    const OctetBuffer control = {0x68, 0x03, 0x03, 0x68, 0x53, 0x01, 0x50, 0xA4, 0x16};
    EXPECT_EQ(check_libmbus_frame(control).frame.type, LibmbusFrame::Type::control_frame);
    const OctetBuffer busy = {0x68, 0x04, 0x04, 0x68, 0x08, 0x01, 0x70, 0x08, 0x81, 0x16};
    const LibmbusVerdict verdict = check_libmbus_frame(busy);
    EXPECT_EQ(verdict.code(), 0);
    EXPECT_EQ(verdict.frame.ci, 0x70);
    EXPECT_EQ(verdict.frame.data.size(), 1u);
}

TEST(LibmbusFrame, says_how_many_octets_are_missing) {
    expect_verdict({0x10}, 4, "");
    expect_verdict({0x68}, 2, "");
    expect_verdict({0x68, 0x04, 0x04}, 7, "");
}

TEST(LibmbusFrame, reports_the_first_fault_in_its_order) {
    expect_verdict({}, -1, "Got null pointer to frame, data or zero data_size.");
    expect_verdict({0x00}, -4, "Invalid M-Bus frame start.");
    expect_verdict({0x68, 0x02, 0x02}, -2, "Invalid M-Bus frame length.");
    expect_verdict({0x68, 0x03, 0x04}, -2, "Invalid M-Bus frame length.");
    expect_verdict({0x10, 0x5B, 0x01, 0x5C, 0x16, 0x16}, -2, "Too much data in frame.");
    expect_verdict({0x10, 0x1C, 0x01, 0x00, 0x00}, -3, "Unknown Control Code 0x1c");
    expect_verdict({0x10, 0x5B, 0x01, 0x00, 0x00}, -3, "No frame stop");
    expect_verdict({0x10, 0x5B, 0x01, 0xAB, 0x16}, -3, "Invalid checksum (0xab != 0x5c)");
    expect_verdict({0x68, 0x03, 0x03, 0x69, 0x00, 0x01, 0x50, 0x00, 0x00}, -3, "No frame start");
}

TEST(LibmbusFrame, keeps_the_content_of_a_frame_whose_checksum_is_wrong) {
    const OctetBuffer busy = {0x68, 0x04, 0x04, 0x68, 0x08, 0x01, 0x70, 0x08, 0x82, 0x16};
    const LibmbusVerdict verdict = check_libmbus_frame(busy);
    EXPECT_EQ(verdict.code(), -3);
    EXPECT_EQ(verdict.frame.ci, 0x70);
}

TEST(LibmbusFrame, dumps_frames_with_lengths_and_checksum_of_its_own) {
    const std::string start = "mbus_frame_print: Dumping M-Bus frame ";
    EXPECT_EQ(dump({}), start + "[type 0, -3 bytes]: ");
    EXPECT_EQ(dump({LibmbusFrame::Type::single_character, 0, 0, 0, {}}), start + "[type 1, 1 bytes]: E5 ");
    EXPECT_EQ(dump({LibmbusFrame::Type::short_frame, 0x5B, 0x01, 0, {}}), start + "[type 2, 5 bytes]: 10 5B 01 5C 16 ");
    const OctetBuffer data(248, 0);
    EXPECT_EQ(dump({LibmbusFrame::Type::long_frame, 0x08, 0x01, 0x72, data}), start + "[type 4, -4 bytes]: ");
}

}  // namespace
}  // namespace otbench::bus
