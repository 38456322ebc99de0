#include "sim/protocol/odp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"

namespace otbench::sim::odp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

Frame frame(std::uint16_t type, const std::string& hex) {
    return {type, 0ns, parse_octets(hex).value()};
}

template <typename Message>
Message parsed(std::uint16_t type, const std::string& hex) {
    const auto message = parse(frame(type, hex));
    if (!message) ADD_FAILURE() << message.error().message;
    return std::get<Message>(message.value());
}

std::string complaint(std::uint16_t type, const std::string& hex) {
    const auto message = parse(frame(type, hex));
    return message ? std::string{"no error"} : message.error().message;
}

TEST(Odp, cuts_a_stream_into_frames_wherever_it_is_split) {
    const auto octets = parse_octets("0e000000 0200 0000 1027000000000000 0f03 0c000000 0700 0000 1127000000000000");
    FrameReader reader;
    std::vector<Frame> frames;
    for (const std::uint8_t octet : octets.value()) {
        reader.feed({&octet, 1});
        for (auto next = reader.next(); next && *next; next = reader.next()) frames.push_back(**next);
    }
    ASSERT_EQ(frames.size(), 2);
    EXPECT_EQ(frames[0].type, 2);
    EXPECT_EQ(frames[0].at, 10us);
    EXPECT_THAT(frames[0].body, ElementsAre(0x0F, 0x03));
    EXPECT_EQ(frames[1].type, 7);
    EXPECT_EQ(frames[1].at, 10001ns);
    EXPECT_THAT(frames[1].body, ElementsAre());
}

TEST(Odp, refuses_a_frame_whose_length_leaves_no_room_for_its_header_or_is_above_1_MiB) {
    for (const char* length : {"0b000000", "01001000"}) {
        FrameReader reader;
        const auto octets = parse_octets(length).value();
        reader.feed(octets);
        const auto next = reader.next();
        ASSERT_FALSE(next);
        EXPECT_THAT(next.error().message, HasSubstr("(expected 12 to 1048576)"));
    }
}

TEST(Odp, reads_every_field_of_what_a_peer_sends) {
    const auto hello = parsed<HelloOk>(32, "0100 0200 0100 61 0200 3762 0b000000 0200 0d0f 0100 00 0000");
    EXPECT_EQ(hello.major, 1);
    EXPECT_EQ(hello.minor, 2);
    EXPECT_EQ(hello.name, "a");
    EXPECT_EQ(hello.version, "7b");
    EXPECT_EQ(hello.capabilities, std::uint32_t{pins | uart_lines | network});
    EXPECT_THAT(hello.pins, ElementsAre(13, 15));
    EXPECT_THAT(hello.uarts, ElementsAre(0));
    EXPECT_THAT(hello.i2c_buses, ElementsAre());

    const auto advance = parsed<Advance>(1, "ffffffffffffff7f 05");
    EXPECT_EQ(advance.until, for_ever);
    EXPECT_TRUE(advance.stop);
    EXPECT_FALSE(advance.idle);
    EXPECT_TRUE(advance.masked);

    const auto pin = parsed<Pin>(2, "0f 03");
    EXPECT_EQ(pin.pin, 15);
    EXPECT_EQ(pin.drive, Pin::Drive::high);

    const auto out = parsed<UartOut>(3, "00 01 6869");
    EXPECT_TRUE(out.log);
    EXPECT_EQ(out.octets, "hi");

    const auto format = parsed<UartFormat>(4, "00 35820000 00b4c404 08 01 04");
    EXPECT_EQ(format.divider, 33333);
    EXPECT_EQ(format.clock_hz, 80'000'000);
    EXPECT_EQ(format.parity, 1);
    EXPECT_EQ(format.stop_half_bits, 4);

    const auto write = parsed<I2c>(5, "01 57 02 0200 aabb");
    EXPECT_EQ(write.bus, 1);
    EXPECT_EQ(write.address, 0x57);
    EXPECT_TRUE(write.no_stop);
    EXPECT_THAT(write.octets, ElementsAre(0xAA, 0xBB));
    const auto read = parsed<I2c>(5, "00 50 01 0c00");
    EXPECT_TRUE(read.read);
    EXPECT_EQ(read.count, 12);
    EXPECT_EQ(read.kilohertz, 100);
    EXPECT_EQ(parsed<I2c>(5, "00 50 05 0c00 9001").kilohertz, 400);
    const auto fast_write = parsed<I2c>(5, "00 50 04 0100 aa 0a00");
    EXPECT_THAT(fast_write.octets, ElementsAre(0xAA));
    EXPECT_EQ(fast_write.kilohertz, 10);

    const auto net = parsed<Net>(6, "0300 02 c0a8010a 5b07");
    EXPECT_EQ(net.connection, 3);
    EXPECT_EQ(net.op, Net::Op::open);
    EXPECT_THAT(net.body, ElementsAre(0xC0, 0xA8, 0x01, 0x0A, 0x5B, 0x07));

    const auto restart = parsed<Restart>(7, "03 0200 6f6f");
    EXPECT_EQ(restart.cause, ResetCause::soft_watchdog);
    EXPECT_EQ(restart.reason, "oo");

    const auto wifi_message = parsed<Wifi>(8, "01 0100 73 0100 70");
    EXPECT_EQ(wifi_message.op, Wifi::Op::connect);
    EXPECT_EQ(wifi_message.ssid, "s");
    EXPECT_EQ(wifi_message.password, "p");

    const auto event = parsed<Event>(9, "0100 6b 0100 0100 61 0100 62");
    EXPECT_EQ(event.kind, "k");
    EXPECT_THAT(event.fields, ElementsAre(std::pair{std::string{"a"}, std::string{"b"}}));

    const auto crash = parsed<Crash>(10, "0b 0400000000000000 0100 77");
    EXPECT_EQ(crash.signal, 11);
    EXPECT_EQ(crash.address, 4);
    EXPECT_EQ(crash.where, "w");
}

TEST(Odp, refuses_bodies_that_are_cut_or_too_long_and_values_out_of_range) {
    EXPECT_EQ(complaint(1, "0000000000000000"), "the body of ADVANCE has a wrong length (8 bytes)");
    EXPECT_EQ(complaint(2, "0f 03 00"), "the body of PIN has a wrong length (3 bytes)");
    EXPECT_EQ(complaint(2, "0f 06"), "a field of PIN is out of range");
    EXPECT_EQ(complaint(4, "00 35820000 00b4c404 09 01 02"), "a field of UART_FORMAT is out of range");
    EXPECT_EQ(complaint(5, "00 80 01 0c00"), "a field of I2C is out of range");
    EXPECT_EQ(complaint(5, "00 50 05 0c00 0000"), "a field of I2C is out of range");
    EXPECT_EQ(complaint(7, "06 0000"), "a field of RESTART is out of range");
    EXPECT_EQ(complaint(8, "01 ff00 73"), "the body of WIFI has a wrong length (4 bytes)");
}

TEST(Odp, skips_an_unknown_message_only_if_its_type_allows_that) {
    EXPECT_TRUE(std::holds_alternative<Skipped>(parse(frame(0x8001, "00")).value()));
    EXPECT_EQ(complaint(0x4001, "00"), "unknown message type 16385");
}

TEST(Odp, writes_what_a_peer_reads) {
    Hello hello;
    hello.now = 5ns;
    hello.clock_at_boot_us = 7;
    hello.cause = ResetCause::exception;
    hello.board = "b";
    hello.mac = "m";
    hello.settings = {{"k", "v"}};
    EXPECT_EQ(hex_text(encode(hello)),
              "32000000"
              "3f0000000500000000000000"
              "01000000"
              "0500000000000000"
              "0700000000000000"
              "02000000"
              "010062"
              "01006d"
              "0100"
              "01006b"
              "010076");

    Grant grant;
    grant.now = 1ns;
    grant.horizon = 2ns;
    grant.events = {{PeerEvent::Kind::uart_in, 3ns, {0, 0x55, 0}}};
    EXPECT_EQ(hex_text(encode(grant)),
              "2e000000"
              "400000000100000000000000"
              "0100000000000000"
              "0200000000000000"
              "01000000"
              "02"
              "0300000000000000"
              "0300"
              "005500");

    I2cDone done;
    done.now = 1ns;
    done.horizon = 1ns;
    done.acknowledged = true;
    done.octets = {0xAB};
    EXPECT_EQ(hex_text(encode(done)),
              "24000000"
              "410000000100000000000000"
              "0100000000000000"
              "0100000000000000"
              "01"
              "0100"
              "ab"
              "00000000");
}

}  // namespace
}  // namespace otbench::sim::odp
