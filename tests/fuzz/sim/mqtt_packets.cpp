// MQTT octets from a peer, as bench and device cut them into packets. Input: a number of octets to feed at once, then
// the stream.
#include <algorithm>

#include "base/mqtt/mqtt_packet.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    if (size == 0) return 0;
    mqtt::PacketReader reader;
    const std::size_t piece = std::max<std::size_t>(data[0], 1);
    for (std::size_t at = 1; at < size; at += piece) {
        reader.feed({data + at, std::min(piece, size - at)});
        auto packet = reader.next();
        for (; packet && *packet; packet = reader.next()) {
            const auto octets = reader.octets();
            fuzz::require(!octets.empty(), "a packet has octets");
            mqtt::PacketReader again;
            again.feed(mqtt::encode(**packet));
            const auto copy = again.next();
            fuzz::require(copy && *copy && (*copy)->index() == (*packet)->index(), "what is read can be written");
        }
        if (!packet) return 0;
    }
    return 0;
}
