// What can be described is built again octet for octet, in the standard's dialect and in libmbus's.
#include "bus/message/describe.hpp"

#include <algorithm>

#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench::bus;
using otbench::fuzz::require;

void describe_and_encode(const Frame& frame, Dialect dialect) {
    const auto description = describe_answer(frame, dialect);
    if (!description) {
        (void)describe(description.error());
        return;
    }
    const auto encoded = encode_answer(*description);
    require(encoded.has_value(), "what is described can be encoded");
    require(*encoded == long_frame(frame.control, frame.address, frame.ci, frame.data),
            "what is described is encoded as it was");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const Frame& frame : otbench::fuzz::telegrams_in(data, size)) {
        describe_and_encode(frame, Dialect::standard);
        describe_and_encode(frame, Dialect::libmbus);
    }
    return 0;
}
