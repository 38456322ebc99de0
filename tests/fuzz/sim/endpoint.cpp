// Any text as an endpoint.
#include "sim/host/ports/endpoint.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto endpoint = sim::parse_endpoint(fuzz::text_of(data, size));
    if (!endpoint) return 0;
    fuzz::require(!endpoint->format || endpoint->format->baud > 0, "a speed is above 0");
    const bool has_options = endpoint->kind == sim::Endpoint::Kind::serial;  // which are not written
    const auto again = sim::parse_endpoint(sim::to_string(*endpoint));
    fuzz::require(has_options || (again && sim::to_string(*again) == sim::to_string(*endpoint)),
                  "an endpoint is read as it is written");
    return 0;
}
