// The device's MQTT client: segments from a broker, however they are cut. Input: pieces, each a length octet and so
// many octets.
#include <string>

#include "firmware_model/network/mqtt_client.hpp"
#include "tests/firmware_model/manual_processor.hpp"
#include "tests/fuzz/firmware_model/nothing_outside.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::firmware;

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
    fuzz::NoNetwork network;
    fuzz::NoSink events;
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
