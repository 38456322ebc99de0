// The URL of a broker, or of a device behind one: what is taken can be shown without its credentials.
#include "sim/host/broker/broker_address.hpp"
#include "sim/host/master/device_address.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto text = fuzz::text_of(data, size);
    if (const auto device = sim::parse_device_address(text)) {
        const auto again = sim::parse_device_address(device->description() + "?hat=2400");
        fuzz::require(again && again->chip == device->chip, "a device that is shown can be read");
    }
    const auto address = sim::parse_broker_address(text);
    if (!address) return 0;
    fuzz::require(!address->host.empty(), "a broker has a host");
    fuzz::require(sim::parse_broker_address(address->url()).has_value(), "what is shown can be read");
    return 0;
}
