// Any text as a file of buses for `otbench emulate`.
#include "meters/line/fleet.hpp"

#include "sim/host/ports/endpoint.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto text = fuzz::text_of(data, size);
    (void)meters::parse_meter_description(text);
    const auto fleet = meters::read_fleet(text, "fleet.yaml");
    if (!fleet) {
        fuzz::require(!fleet.error().empty(), "a file that is refused has mistakes");
        for (const auto& error : fleet.error()) (void)to_string(error);
        return 0;
    }
    fuzz::require(!fleet->empty(), "a fleet has buses");
    for (const meters::BusDescription& bus : *fleet)
        for (const auto& endpoint : bus.endpoints) (void)sim::parse_endpoint(endpoint);
    return 0;
}
