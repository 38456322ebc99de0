#include "sim/host/ports/rfc2217.hpp"

#include <gmock/gmock.h>

namespace otbench::sim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Rfc2217Test : public testing::Test {
protected:
    OctetBuffer replies_to(const OctetBuffer& octets) {
        OctetBuffer replies;
        data.clear();
        server.receive(octets, data, replies);
        return replies;
    }

    Rfc2217Server server{bus::UartFormat{}};
    OctetBuffer data;
};

TEST_F(Rfc2217Test, lets_data_through_and_unescapes_it) {
    EXPECT_THAT(replies_to({0x10, 0x40, 0xFF, 0xFF, 0x16}), IsEmpty());
    EXPECT_THAT(data, ElementsAre(0x10, 0x40, 0xFF, 0x16));
    EXPECT_THAT(Rfc2217Server::escaped(OctetBuffer{0x10, 0xFF}), ElementsAre(0x10, 0xFF, 0xFF));
}

TEST_F(Rfc2217Test, agrees_to_its_options_and_refuses_others) {
    EXPECT_THAT(replies_to({255, 251, 44}), ElementsAre(255, 253, 44));  // WILL, DO
    EXPECT_THAT(replies_to({255, 253, 0}), ElementsAre(255, 251, 0));    // DO, WILL
    EXPECT_THAT(replies_to({255, 253, 24}), ElementsAre(255, 252, 24));  // DO, WONT
    EXPECT_THAT(replies_to({255, 251, 24}), ElementsAre(255, 254, 24));  // WILL, DONT
}

TEST_F(Rfc2217Test, keeps_the_speed_and_shape_that_the_client_sets) {
    EXPECT_THAT(replies_to({255, 250, 44, 1, 0, 0, 0x25, 0x80, 255, 240}),
                ElementsAre(255, 250, 44, 101, 0, 0, 0x25, 0x80, 255, 240));
    EXPECT_EQ(server.format().baud, 9600);
    EXPECT_THAT(replies_to({255, 250, 44, 3, 1, 255, 240}), ElementsAre(255, 250, 44, 103, 1, 255, 240));
    EXPECT_EQ(server.format().parity, bus::Parity::none);
    replies_to({255, 250, 44, 4, 2, 255, 240});
    EXPECT_EQ(server.format().stop_bits, 2);
    EXPECT_THAT(replies_to({255, 250, 44, 1, 0, 0, 0, 0, 255, 240}),  // asks for the speed
                ElementsAre(255, 250, 44, 101, 0, 0, 0x25, 0x80, 255, 240));
    EXPECT_THAT(replies_to({255, 250, 44, 3, 9, 255, 240}), ElementsAre(255, 250, 44, 103, 1, 255, 240));
}

TEST_F(Rfc2217Test, survives_negotiation_in_pieces_and_garbage) {
    for (const std::uint8_t octet : OctetBuffer{255, 250, 44, 3, 2, 255}) EXPECT_THAT(replies_to({octet}), IsEmpty());
    EXPECT_THAT(replies_to({240}), ElementsAre(255, 250, 44, 103, 2, 255, 240));
    EXPECT_EQ(server.format().parity, bus::Parity::odd);
    replies_to({255, 250, 255, 240, 255, 250, 44, 255, 240, 255, 240, 255, 0});
    OctetBuffer long_one{255, 250};
    long_one.insert(long_one.end(), 10'000, 7);
    replies_to(long_one);
    replies_to({255, 240, 0x55});
    EXPECT_THAT(data, ElementsAre(0x55));
}

/// What both sides say until none has anything to add; at most ten turns.
void negotiate(Rfc2217& client, Rfc2217& server) {
    OctetBuffer to_server = client.greeting(), data;
    for (int turn = 0; turn < 10 && !to_server.empty(); ++turn) {
        OctetBuffer to_client;
        server.receive(to_server, data, to_client);
        to_server.clear();
        client.receive(to_client, data, to_server);
    }
    EXPECT_THAT(to_server, IsEmpty()) << "the negotiation ends";
    EXPECT_THAT(data, IsEmpty());
}

TEST(Rfc2217Client, sets_the_format_of_the_server_and_comes_to_an_end) {
    Rfc2217Client client{{300, bus::Parity::odd, 2}};
    Rfc2217Server server{bus::UartFormat{}};
    negotiate(client, server);
    EXPECT_EQ(server.format().baud, 300);
    EXPECT_EQ(server.format().parity, bus::Parity::odd);
    EXPECT_EQ(server.format().stop_bits, 2);
}

TEST(Rfc2217Client, takes_the_speed_that_the_server_has_set_and_refuses_other_options) {
    Rfc2217Client client{{300, bus::Parity::even, 1}};
    OctetBuffer data, replies;
    client.receive(OctetBuffer{255, 250, 44, 101, 0, 0, 0x25, 0x80, 255, 240, 0x68}, data, replies);
    EXPECT_EQ(client.format().baud, 9600);
    EXPECT_THAT(data, ElementsAre(0x68));
    EXPECT_THAT(replies, IsEmpty());
    client.receive(OctetBuffer{255, 251, 24, 255, 253, 31}, data, replies);
    EXPECT_THAT(replies, ElementsAre(255, 254, 24, 255, 252, 31));
}

}  // namespace
}  // namespace otbench::sim
