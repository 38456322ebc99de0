// Stands in for the program of this name in otb-iot's libmbus: same output and exit codes for any input, however long
// (spec: decoder XML, 12.2).
#include <fmt/core.h>

#include <cstdio>
#include <string_view>

#include "app/standard_streams.hpp"
#include "bus/libmbus/libmbus_frame.hpp"
#include "bus/libmbus/libmbus_hex.hpp"
#include "bus/libmbus/render_xml.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;

/// Octets from 80 on are shown as the negative number that a signed char makes of them.
void print_octets(const OctetBuffer& octets) {
    for (std::size_t i = 0; i < octets.size(); ++i)
        fmt::print("Byte: {}, Value: 0x{:02x}\n", i,
                   static_cast<std::uint32_t>(std::int32_t{static_cast<std::int8_t>(octets[i])}));
}

int decode(std::string_view hex, bool debug) {
    const OctetBuffer octets = fork_argument_octets(hex);
    if (debug) print_octets(octets);
    const LibmbusVerdict verdict = check_libmbus_frame(octets);
    fmt::print("mbus_parse says {} bytes left\n", verdict.code());
    const LibmbusFrame& frame = verdict.frame;
    if (debug) fmt::print("{}\n", dump(frame));
    TextBuffer xml;  // the verdict is not acted upon: a frame with a wrong checksum is shown like any other
    if (const auto done = render_xml({frame.control, frame.ci, frame.data}, {Dialect::fork, false}, xml); !done) {
        fmt::print(stderr, "M-bus data parse error: {}\n", libmbus_message(done.error()));
        return 1;
    }
    std::fwrite(xml.view().data(), 1, xml.view().size(), stdout);
    return 0;
}

}  // namespace

int main(int argc, char* argv[]) {
    app::open_standard_streams();
    const bool debug = argc == 3 && std::string_view{argv[1]} == "-d";
    if (argc != 2 && !debug) {
        fmt::print(stderr, "usage: {} hex input string\n", argv[0]);
        return 0;
    }
    return decode(argv[argc - 1], debug);
}
