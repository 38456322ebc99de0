// Decodes the telegram of a heat meter and prints its energy: an example of the library in another project.
#include <cstdio>

#include "bus/frame/frame.hpp"
#include "bus/libmbus/libmbus_hex.hpp"
#include "bus/reading/reading.hpp"

int main() {
    using namespace otbench::bus;
    const otbench::OctetBuffer octets = libmbus_file_octets(
        "68 15 15 68 08 01 72 60 31 27 14 77 04 09 04 97 00 00 00"  // a long frame, CI 72, id 14273160 …
        "04 07 cd 03 00 00"                                         // int32, energy, 973 · 10 kWh
        "41 16");                                                   // checksum, stop
    const auto frame = parse_frame(octets);
    if (!frame) return std::fprintf(stderr, "%s\n", describe(frame.error()).c_str()), 1;
    const auto reading = Reading::decode(frame->data);
    if (!reading) return std::fprintf(stderr, "%s\n", describe(reading.error()).c_str()), 1;
    const auto energy = reading->find("energy");
    if (!energy) return std::fprintf(stderr, "%s\n", energy.error().message.c_str()), 1;
    std::printf("%s %s: %s\n", reading->identity.manufacturer.c_str(), reading->identity.id.c_str(),
                (*energy)->text().c_str());
}
