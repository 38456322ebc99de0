// Any octets from a Telnet client or server with the COM port option, in two pieces.
#include "sim/host/ports/rfc2217.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    sim::Rfc2217Server whole{bus::UartFormat{}}, pieces{bus::UartFormat{}};
    const OctetView all{data, size};
    OctetBuffer whole_data, whole_replies, data_of_pieces, replies_to_pieces;
    whole.receive(all, whole_data, whole_replies);
    pieces.receive(all.first(size / 2), data_of_pieces, replies_to_pieces);
    pieces.receive(all.subspan(size / 2), data_of_pieces, replies_to_pieces);
    fuzz::require(whole_data == data_of_pieces && whole_replies == replies_to_pieces,
                  "pieces make the same as the whole");
    fuzz::require(whole.format().baud > 0, "a speed is above 0");
    fuzz::require(whole.format().stop_bits == 1 || whole.format().stop_bits == 2, "there are one or two stop bits");

    sim::Rfc2217Client client{bus::UartFormat{}};
    client.receive(all, data_of_pieces, replies_to_pieces);
    fuzz::require(client.format().baud > 0, "a speed is above 0");

    sim::Rfc2217Server back{bus::UartFormat{}};
    OctetBuffer escaped_data, none;
    back.receive(sim::Rfc2217Server::escaped(all), escaped_data, none);
    fuzz::require(std::equal(all.begin(), all.end(), escaped_data.begin(), escaped_data.end()) && none.empty(),
                  "what is escaped comes through");
    return 0;
}
