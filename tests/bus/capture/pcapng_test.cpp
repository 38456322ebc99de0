#include "bus/capture/pcapng.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;

CapturedFrame answer() {
    CapturedFrame frame;
    frame.direction = Direction::from_slave;
    frame.start = 1500ms + 7ns;
    frame.end = 1510ms;
    frame.octets = {0xE5};
    return frame;
}

TEST(Pcapng, begins_a_section_with_its_byte_order_and_writer) {
    EXPECT_EQ(hex_text(pcapng_section("ot")),
              "0a0d0d0a28000000"
              "4d3c2b1a01000000ffffffffffffffff"  // byte order, version 1.0, length unknown
              "040002006f74000000000000"          // the application
              "28000000");
}

TEST(Pcapng, describes_a_bus_as_a_serial_line_with_nanoseconds) {
    EXPECT_EQ(hex_text(pcapng_interface("bus", "")),
              "0100000028000000"
              "fa00000000000000"          // RTAC serial, any length
              "0200030062757300"          // the name
              "090001000900000000000000"  // nanoseconds
              "28000000");
}

TEST(Pcapng, puts_direction_and_time_before_an_answer) {
    EXPECT_EQ(hex_text(pcapng_packet(1, answer(), 0s)),
              "060000003c000000"
              "0100000000000000072f6859"          // interface 1 at 1.500000007 s
              "0d0000000d000000"                  // 13 octets
              "000000010007a12002000001e5000000"  // 1 s and 500000 µs, RX start, interface 1, E5
              "020004000100000000000000"          // inbound
              "3c000000");
}

TEST(Pcapng, times_a_request_at_its_end_since_the_epoch) {
    auto frame = answer();
    frame.direction = Direction::from_master;
    const auto packet = hex_text(pcapng_packet(0, frame, 1s));
    EXPECT_EQ(packet.substr(56, 24),
              "00000002"
              "0007c830"
              "03"
              "00"
              "0000");  // 2.51 s, TX end
    EXPECT_NE(packet.find("02000400"
                          "02000000"),
              std::string::npos)
        << packet;
}

TEST(Pcapng, keeps_a_comment_and_marks_damage) {
    auto frame = answer();
    frame.damaged = true;
    frame.comment = "heat";
    const auto packet = hex_text(pcapng_packet(0, frame, 0s));
    EXPECT_NE(packet.find("01000400"
                          "68656174"
                          "02000400"
                          "01000080"),
              std::string::npos)
        << packet;
}

}  // namespace
}  // namespace otbench::bus
