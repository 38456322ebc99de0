#include "sim/mqtt/expected_outputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/mqtt/broker_conversation.hpp"

namespace otbench::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr ConnectionId one{1};
constexpr ConnectionId two{2};
constexpr Cause cause{7};

ToDevice to(ConnectionId connection, const mqtt::Packet& packet, bool answer) {
    return {connection, mqtt::encode(packet), cause, answer};
}
bool match(ExpectedOutputs& expected, ConnectionId connection, const mqtt::Packet& packet) {
    return expected.match(connection, packet, mqtt::encode(packet));
}
mqtt::Publish publish(const std::string& topic, int qos = 0, int id = 0) {
    return {topic, "x", static_cast<std::uint8_t>(qos), false, false, static_cast<std::uint16_t>(id)};
}

TEST(ExpectedOutputs, sorts_what_arrives_into_the_order_of_brokers_with_the_predicted_causes) {
    ExpectedOutputs expected{{to(two, mqtt::Puback{1}, true), to(one, publish("t"), false),
                              ToBench{{"t", "first", 0, false}, cause}, ToBench{{"t", "second", 0, false}, cause}},
                             two};
    EXPECT_TRUE(expected.match({"t", "second", 0, false}));
    EXPECT_TRUE(match(expected, one, publish("t")));
    EXPECT_TRUE(expected.match({"t", "first", 0, false}));
    EXPECT_FALSE(expected.complete());
    EXPECT_TRUE(match(expected, two, mqtt::Puback{1}));
    EXPECT_TRUE(expected.complete());
    EXPECT_THAT(transcript(expected.arrived()),
                ElementsAre("2: PUBACK 1 cause 7 answer", "1: PUBLISH t 'x' qos 0 cause 7",
                            "bench: t 'first' qos 0 cause 7", "bench: t 'second' qos 0 cause 7"));
}

TEST(ExpectedOutputs, keeps_the_real_octets_where_the_broker_answers_differently) {
    ExpectedOutputs expected{{to(one, mqtt::Connack{false, 0}, true), to(one, publish("t", 1, 1), false),
                              to(one, mqtt::Suback{3, {1}}, true)},
                             one};
    EXPECT_TRUE(match(expected, one, mqtt::Connack{false, 5}));
    EXPECT_TRUE(match(expected, one, publish("t", 2, 9)));
    EXPECT_TRUE(match(expected, one, mqtt::Suback{3, {0x80}}));
    EXPECT_THAT(transcript(expected.arrived()),
                ElementsAre("1: CONNACK 5 cause 7 answer", "1: PUBLISH t 'x' qos 2 id 9 cause 7",
                            "1: SUBACK 3: 128 cause 7 answer"));
}

TEST(ExpectedOutputs, does_not_take_what_was_not_predicted) {
    ExpectedOutputs expected{{to(one, publish("t"), false), to(one, mqtt::Puback{1}, true)}, one};
    EXPECT_FALSE(match(expected, two, publish("t")));
    EXPECT_FALSE(match(expected, one, publish("u")));
    EXPECT_FALSE(match(expected, one, mqtt::Puback{2}));
    EXPECT_FALSE(expected.match({"t", "x", 0, false}));
    EXPECT_FALSE(expected.match_closed(one));
    EXPECT_TRUE(match(expected, one, publish("t")));
    EXPECT_FALSE(match(expected, one, publish("t")));  // once is enough
}

TEST(ExpectedOutputs, names_the_missing_output) {
    ExpectedOutputs expected{{to(one, mqtt::Pubcomp{1}, true), to(one, publish("a/b"), false), ConnectionClosed{two},
                              ToBench{{"c", "x", 0, false}, cause}},
                             one};
    EXPECT_EQ(expected.missing(), "no PUBCOMP for connection 1");
    match(expected, one, mqtt::Pubcomp{1});
    EXPECT_EQ(expected.missing(), "no message on 'a/b' for connection 1");
    match(expected, one, publish("a/b"));
    EXPECT_EQ(expected.missing(), "connection 2 not closed");
    expected.match_closed(two);
    EXPECT_EQ(expected.missing(), "no message on 'c' for the bench");
    expected.match({"c", "x", 0, false});
    EXPECT_EQ(expected.missing(), "nothing");
}

TEST(ExpectedOutputs, waits_for_packets_that_prove_progress_and_does_not_pass_them_on) {
    ExpectedOutputs expected{{}, one};
    EXPECT_TRUE(expected.complete());
    expected.expect_unseen(to(one, mqtt::Pingresp{}, true));
    EXPECT_FALSE(expected.complete());
    EXPECT_TRUE(match(expected, one, mqtt::Pingresp{}));
    EXPECT_TRUE(expected.complete());
    EXPECT_THAT(expected.arrived(), IsEmpty());
}

TEST(ExpectedOutputs, drops_pending_outputs_and_keeps_received_ones) {
    ExpectedOutputs expected{{to(one, mqtt::Puback{1}, true), to(one, publish("t"), false), ConnectionClosed{two}},
                             one};
    match(expected, one, mqtt::Puback{1});
    expected.forgo_missing(one);
    EXPECT_EQ(expected.missing(), "connection 2 not closed");
    expected.forgo_missing();
    EXPECT_TRUE(expected.complete());
    EXPECT_THAT(transcript(expected.arrived()), ElementsAre("1: PUBACK 1 cause 7 answer"));
}

}  // namespace
}  // namespace otbench::sim
