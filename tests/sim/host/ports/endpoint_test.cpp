#include "sim/host/ports/endpoint.hpp"

#include <gmock/gmock.h>

namespace otbench::sim {
namespace {

using testing::HasSubstr;

TEST(Endpoint, is_read_in_all_its_forms) {
    for (const char* text : {"pty", "pty:/tmp/meter", "serial:/dev/ttyUSB0", "tcp:host:10001", "tcp-listen:127.0.0.1:0",
                             "tcp:[::1]:10001", "rfc2217:gateway:2217", "rfc2217-listen:127.0.0.1:10001"}) {
        const auto endpoint = parse_endpoint(text);
        ASSERT_TRUE(endpoint) << text;
        EXPECT_EQ(to_string(*endpoint), text);
    }
    const auto serial = parse_endpoint("serial:/dev/ttyUSB0?baud=9600&parity=none&stop-bits=2");
    ASSERT_TRUE(serial && serial->format);
    EXPECT_EQ(serial->path, "/dev/ttyUSB0");
    EXPECT_EQ(serial->format->baud, 9600);
    EXPECT_EQ(serial->format->parity, bus::Parity::none);
    EXPECT_EQ(serial->format->stop_bits, 2);
}

TEST(Endpoint, says_what_is_wrong_with_it) {
    const auto complaint = [](const char* text) { return parse_endpoint(text).error().message; };
    EXPECT_THAT(complaint("tty:/dev/ttyS0"), HasSubstr("(expected pty, pty:/path/link"));
    EXPECT_THAT(complaint(""), HasSubstr("(expected pty"));
    EXPECT_THAT(complaint("tcp-listen:10001"), HasSubstr("a host and a port"));
    EXPECT_THAT(complaint("tcp:host:0"), HasSubstr("above 0"));
    EXPECT_THAT(complaint("tcp:host:65536"), HasSubstr("a host and a port"));
    EXPECT_THAT(complaint("tcp::10001"), HasSubstr("(expected a host)"));
    EXPECT_THAT(complaint("serial:"), HasSubstr("its device"));
    EXPECT_THAT(complaint("serial:/dev/ttyS0?parity=mark"), HasSubstr("parity=even|odd|none"));
}

}  // namespace
}  // namespace otbench::sim
