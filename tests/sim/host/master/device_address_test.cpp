#include "sim/host/master/device_address.hpp"

#include <gmock/gmock.h>

namespace otbench::sim {
namespace {

using Interface = DeviceAddress::Interface;

TEST(DeviceAddress, names_broker_device_and_pins) {
    const auto address = parse_device_address("mqtt://me:it%40s@broker:1884/otb-iot/5ccf7f0b583b?serial=12,14,9600");
    ASSERT_TRUE(address) << address.error().message;
    EXPECT_EQ(address->broker.host, "broker");
    EXPECT_EQ(address->broker.port, 1884);
    EXPECT_EQ(address->broker.user, "me");
    EXPECT_EQ(address->broker.password, "it@s");
    EXPECT_EQ(address->root, "otb-iot");
    EXPECT_EQ(address->chip, "5ccf7f0b583b");
    EXPECT_EQ(address->interface, Interface::software_uart);
    EXPECT_EQ(address->tx, 12);
    EXPECT_EQ(address->rx, 14);
    EXPECT_EQ(address->baud, 9600);
}

TEST(DeviceAddress, knows_the_other_interfaces_by_name) {
    const auto mezzanine = parse_device_address("mqtt://b/otb-iot/OTB_0012?mezzanine=300");
    ASSERT_TRUE(mezzanine);
    EXPECT_EQ(mezzanine->interface, Interface::mezzanine);
    EXPECT_EQ(mezzanine->baud, 300);
    const auto hat = parse_device_address("mqtt://b/espi/ESPI0012?hat=2400");
    ASSERT_TRUE(hat);
    EXPECT_EQ(hat->interface, Interface::hat);
    EXPECT_EQ(hat->root, "espi");
}

TEST(DeviceAddress, is_described_without_the_password) {
    const auto address = parse_device_address("mqtt://me:secret@b/espi/ESPI0012?hat=2400");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->description(), "mqtt://b:1883/espi/ESPI0012");
}

TEST(DeviceAddress, passes_options_on_to_the_broker) {
    const auto address = parse_device_address("mqtts://me@b/espi/ESPI0012?hat=2400&ca=ca.pem&password-file=p");
    ASSERT_TRUE(address) << address.error().message;
    EXPECT_EQ(address->interface, Interface::hat);
    EXPECT_EQ(address->broker.ca, "ca.pem");
    EXPECT_EQ(address->broker.password_file, "p");
    EXPECT_EQ(address->broker.port, 8883);
    const auto wrong = parse_device_address("mqtts://b/espi/ESPI0012?hat=2400&cafile=ca.pem");
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, testing::StartsWith("unknown option 'cafile' of a broker"));
}

class WrongDeviceAddress : public testing::TestWithParam<const char*> {};

TEST_P(WrongDeviceAddress, is_refused_with_what_was_expected) {
    const auto address = parse_device_address(GetParam());
    ASSERT_FALSE(address);
    EXPECT_THAT(address.error().message, testing::HasSubstr("(expected mqtt[s]://BROKER[:PORT]/otb-iot/CHIP-ID and "));
}

INSTANTIATE_TEST_SUITE_P(DeviceAddress, WrongDeviceAddress,
                         testing::Values("mqtt://b", "mqtt://b/otb-iot", "mqtt://b/otb-iot/1", "mqtt://b/otb-iot/1?",
                                         "mqtt://b//1?hat=2400", "mqtt://b/a/b/1?hat=2400", "mqtt://b/+/1?hat=2400",
                                         "mqtt:///otb-iot/1?hat=2400", "mqtt://b/otb-iot/1?hat=0",
                                         "mqtt://b/otb-iot/1?hat=115201", "mqtt://b/otb-iot/1?hat=2400,1",
                                         "mqtt://b/otb-iot/1?serial=15,13", "mqtt://b/otb-iot/1?serial=15,15,2400",
                                         "mqtt://b/otb-iot/1?serial=17,13,2400", "mqtt://b/otb-iot/1?serial=15,-1,2400",
                                         "mqtt://b/otb-iot/1?serial=15,13,fast", "tcp:b:1"));

}  // namespace
}  // namespace otbench::sim
