#include "firmware_model/network/wifi_station.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class CountingNetwork : public NetworkPort {
public:
    void attach(NetworkEvents& /*device*/) override {}
    void wifi_connect(const std::string& ssid) override { attempts += ssid + ";"; }
    void resolve(const std::string& /*host*/) override {}
    void connect(const std::string& /*host*/, std::uint16_t /*port*/) override {}
    void send(boost::span<const std::uint8_t> /*bytes*/, Cause /*cause*/) override {}
    void disconnect() override {}
    void power_cycle() override {}

    std::string attempts;
};

class WifiStationTest : public testing::Test {
protected:
    ManualProcessor processor;
    CountingNetwork network;
    int addresses = 0;
    int timeouts = 0;
    WifiStation station{processor, network, [this] { ++addresses; }, [this] { ++timeouts; }};
};

TEST_F(WifiStationTest, notices_an_address_at_the_next_tick) {
    station.connect("testnet");
    EXPECT_EQ(network.attempts, "testnet;");
    processor.advance(1500ms);
    station.got_address();
    processor.advance(400ms);
    EXPECT_EQ(addresses, 0);
    processor.advance(100ms);
    EXPECT_EQ(addresses, 1);
    processor.advance(1h);
    EXPECT_EQ(addresses, 1);
    EXPECT_EQ(timeouts, 0);
}

TEST_F(WifiStationTest, gives_up_after_31_ticks_and_times_out_after_300_seconds) {
    station.connect("testnet");
    processor.advance(31s);
    station.got_address();
    processor.advance(268s);
    EXPECT_EQ(addresses, 0);
    EXPECT_EQ(timeouts, 0);
    processor.advance(1s);
    EXPECT_EQ(timeouts, 1);
}

TEST_F(WifiStationTest, starts_again_when_the_connection_is_lost) {
    station.connect("testnet");
    station.got_address();
    processor.advance(1s);
    station.lost();
    processor.advance(5s);
    EXPECT_EQ(addresses, 1);
    station.got_address();
    processor.advance(1s);
    EXPECT_EQ(addresses, 2);
    EXPECT_EQ(network.attempts, "testnet;testnet;");
}

}  // namespace
}  // namespace otbench::firmware
