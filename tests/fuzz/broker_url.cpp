// A broker's URL from a scenario or an option: what is taken can be shown without its credentials.
#include "sim/host/broker/broker_address.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto address = sim::parse_broker_address(fuzz::text_of(data, size));
    if (!address) return 0;
    fuzz::require(!address->host.empty(), "a broker has a host");
    fuzz::require(sim::parse_broker_address(address->url()).has_value(), "what is shown can be read");
    return 0;
}
