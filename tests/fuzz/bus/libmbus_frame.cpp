// Any text as the input of the two stand-ins for programs of libmbus.
#include "bus/libmbus/libmbus_frame.hpp"

#include "bus/libmbus/libmbus_hex.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;
using otbench::fuzz::require;

void check(OctetView octets, Dialect dialect) {
    const LibmbusVerdict verdict = check_libmbus_frame(octets);
    require(verdict.code() <= 0 || verdict.missing > 0, "a positive code is a number of octets missing");
    require(verdict.message().empty() == (verdict.code() >= 0), "there is a message for every fault");
    (void)dump(verdict.frame);
    TextBuffer xml;
    const LibmbusFrame& frame = verdict.frame;
    const auto done = render_xml({frame.control, frame.ci, frame.data}, {dialect, false}, xml);
    if (!done) (void)libmbus_message(done.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = otbench::fuzz::text_of(data, size);
    check(libmbus_file_octets(text), Dialect::libmbus);
    check(fork_argument_octets(text), Dialect::fork);
    check({data, size}, Dialect::libmbus);
    return 0;
}
