// Capture files: read or refused, and a packet has no more bytes than the file.
#include "bus/capture/pcapng_reader.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto packets = bus::read_pcapng({data, size});
    if (!packets) {
        fuzz::require(!packets.error().message.empty(), "a refusal says why");
        return 0;
    }
    std::size_t octets = 0;
    for (const auto& packet : *packets) octets += packet.frame.octets.size();
    fuzz::require(octets <= size, "nothing is invented");
    return 0;
}
