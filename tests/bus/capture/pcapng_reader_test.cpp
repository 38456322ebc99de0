#include "bus/capture/pcapng_reader.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "bus/capture/pcapng.hpp"

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;

OctetView octets(const std::string& file) {
    return {reinterpret_cast<const std::uint8_t*>(file.data()), file.size()};
}

std::string written() {
    CapturedFrame request, answer;
    request.direction = Direction::from_master;
    request.start = 1s;
    request.end = 1100ms + 7ns;
    request.octets = {0x10, 0x40, 0x01, 0x41, 0x16};
    answer.direction = Direction::from_slave;
    answer.start = 1140ms;
    answer.end = 1145ms;
    answer.octets = {0xE5};
    answer.comment = "heat";
    return pcapng_section("otbench") + pcapng_interface("cellar", "M-Bus") + pcapng_interface("attic", "M-Bus") +
           pcapng_packet(0, request, 1000s) + pcapng_packet(1, answer, 1000s);
}

TEST(PcapngReader, reads_direction_time_bus_and_bytes_of_what_was_written) {
    const auto file = written();
    const auto packets = read_pcapng(octets(file));
    ASSERT_TRUE(packets) << packets.error().message;
    ASSERT_EQ(packets->size(), 2u);
    const auto& request = packets->at(0);
    EXPECT_EQ(request.interface, 0u);
    EXPECT_EQ(request.frame.direction, Direction::from_master);
    EXPECT_EQ(request.frame.at(), 1001100ms + 7ns);
    EXPECT_EQ(hex_text(request.frame.octets), "1040014116");
    const auto& answer = packets->at(1);
    EXPECT_EQ(answer.interface, 1u);
    EXPECT_EQ(answer.frame.direction, Direction::from_slave);
    EXPECT_EQ(answer.frame.at(), 1001140ms);
    EXPECT_EQ(hex_text(answer.frame.octets), "e5");
}

/// The same blocks as another program might write them: the high byte first, microseconds as no option says otherwise.
std::string big_endian() {
    const auto file = parse_octets(
        "0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffffffffffff 0000001c"
        "00000001 00000014 00fa0000 00000000 00000014"
        "00000bad 0000000c 0000000c"  // a block of an unknown type
        "00000006 00000030 00000000 00000000 000f4245 0000000d 0000000d"
        "00000001 00000005 02 00 0000 e5 000000 00000030");
    return {file->begin(), file->end()};
}

TEST(PcapngReader, reads_the_other_byte_order_and_microseconds) {
    const auto file = big_endian();
    const auto packets = read_pcapng(octets(file));
    ASSERT_TRUE(packets) << packets.error().message;
    ASSERT_EQ(packets->size(), 1u);
    EXPECT_EQ(packets->at(0).frame.at(), 1s + 5us);
    EXPECT_EQ(hex_text(packets->at(0).frame.octets), "e5");
}

TEST(PcapngReader, knows_a_file_by_its_first_bytes) {
    EXPECT_TRUE(is_pcapng(octets(written())));
    EXPECT_FALSE(is_pcapng(octets("68 04")));
    EXPECT_FALSE(is_pcapng(octets("")));
}

std::string error_of(const std::string& file) {
    const auto packets = read_pcapng(octets(file));
    return packets ? "none" : packets.error().message;
}

TEST(PcapngReader, names_the_byte_at_which_a_file_is_wrong) {
    const auto whole = written();
    const auto section = pcapng_section("otbench").size();
    EXPECT_EQ(error_of(whole.substr(0, section + 6)),
              "byte " + std::to_string(section) + ": the file ends inside a block");
    EXPECT_THAT(error_of(whole.substr(0, whole.size() - 4)), testing::HasSubstr("invalid block length "));
    EXPECT_EQ(error_of(pcapng_interface("bus", "")), "byte 0: no pcapng file (expected a section header)");
    auto other_line = big_endian();
    other_line[28 + 9] = 1;  // Ethernet
    EXPECT_EQ(error_of(other_line), "byte 68: a packet of link type 1 (expected 250, a serial line)");
    auto other_interface = big_endian();
    other_interface[28 + 20 + 12 + 11] = 7;
    EXPECT_EQ(error_of(other_interface), "byte 68: a packet of the unknown interface 7");
    auto too_long = big_endian();
    too_long[28 + 20 + 12 + 23] = 0x40;
    EXPECT_EQ(error_of(too_long), "byte 80: a packet of 64 bytes (expected 12 to 16)");
}

}  // namespace
}  // namespace otbench::bus
