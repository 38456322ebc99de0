// The device protocol: whatever a firmware's process sends is a message or an error.
#include "sim/protocol/odp.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench::sim::odp;
    FrameReader reader;
    reader.feed({data, size});
    for (auto frame = reader.next(); frame && *frame; frame = reader.next()) (void)parse(**frame);
    return 0;
}
