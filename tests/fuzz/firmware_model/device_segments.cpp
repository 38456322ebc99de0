// The device's MQTT client: segments from a broker, however they are cut. Input: pieces, each a length octet and so
// many octets.
#include <string>

#include "firmware_model/network/mqtt_client.hpp"
#include "tests/firmware_model/manual_processor.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::firmware;

class NoSink : public EventSink {
public:
    Cause record(Nanoseconds /*at*/, std::string_view /*kind*/, Cause /*cause*/,
                 std::initializer_list<EventField> /*fields*/) override {
        return Cause::none;
    }
};

class NoNetwork : public NetworkPort {
public:
    void attach(NetworkEvents& /*device*/) override {}
    void wifi_connect(const std::string& /*ssid*/) override {}
    void resolve(const std::string& /*host*/) override {}
    void connect(const std::string& /*host*/, std::uint16_t /*port*/) override {}
    void send(boost::span<const std::uint8_t> /*bytes*/, Cause /*cause*/) override {}
    void disconnect() override {}
    void power_cycle() override {}
};

class NoFirmware : public MqttEvents {
public:
    void mqtt_connected(Cause /*cause*/) override {}
    void mqtt_disconnected() override {}
    void mqtt_warned(std::string_view /*text*/) override {}
    void mqtt_published() override {}
    void mqtt_received(const std::string& /*topic*/, const std::string* /*payload*/, Cause /*cause*/) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ManualProcessor processor;
    NoNetwork network;
    NoSink events;
    NoFirmware firmware;
    MqttClient client{processor, network, events, firmware, "192.168.1.10", 1883, mqtt::Connect{}, QuirkFixes{}};
    client.connect();
    client.tcp_connected();
    OctetView rest{data, size};
    while (rest.size() > 1) {
        const auto length = std::min<std::size_t>(rest[0], rest.size() - 1);
        client.tcp_received(rest.subspan(1, length), Cause::none);
        processor.advance(std::chrono::milliseconds{10});
        client.tcp_sent();
        rest = rest.subspan(1 + length);
    }
    return 0;
}
