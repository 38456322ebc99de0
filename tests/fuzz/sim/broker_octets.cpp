// The in-process broker: a device's octets are answered or end its connection, whatever they are.
#include "sim/mqtt/mqtt_broker.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    constexpr sim::ConnectionId device{1};
    sim::MqttBroker broker;
    (void)broker.subscribe("#", 0);
    broker.open(device);
    (void)broker.send(device, {data, size}, Cause::none);
    if (broker.is_open(device)) (void)broker.close(device);
    return 0;
}
