// One behaviour, two brokers: what is expected here is expected of the broker in this process and of mosquitto.

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "sim/host/broker/broker_factory.hpp"
#include "tests/sim/mqtt/broker_conversation.hpp"

namespace otbench::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BrokerBehaviour : public ::testing::TestWithParam<const char*> {
protected:
    std::unique_ptr<Broker> broker = make_broker(GetParam());
    Conversation talk{*broker};
};

INSTANTIATE_TEST_SUITE_P(Brokers, BrokerBehaviour, ::testing::Values("internal", "mosquitto"),
                         [](const auto& test) { return std::string{test.param}; });

mqtt::Publish message(const std::string& topic, const std::string& payload, int qos = 0, int id = 0) {
    return {topic, payload, static_cast<std::uint8_t>(qos), false, false, static_cast<std::uint16_t>(id)};
}
mqtt::Publish retained(const std::string& topic, const std::string& payload) {
    return {topic, payload, 0, true, false, 0};
}

TEST_P(BrokerBehaviour, takes_a_command_to_a_device_and_its_qos_2_reply_back_with_their_causes) {
    talk.subscribe("#", 2);
    EXPECT_THAT(talk.open_and_connect(1, device_connect("dev"), 5), ElementsAre("1: CONNACK 0 cause 5 answer"));
    EXPECT_THAT(talk.send(1, {mqtt::Subscribe{1, {{"/otb-iot/dev", 0}}}}, 6),
                ElementsAre("1: SUBACK 1: 0 cause 6 answer"));
    EXPECT_THAT(talk.publish("/otb-iot/dev", "trigger/ping", 2, false, 7),
                ElementsAre("1: PUBLISH /otb-iot/dev 'trigger/ping' qos 0 cause 7",
                            "bench: /otb-iot/dev 'trigger/ping' qos 2 cause 7"));
    EXPECT_THAT(talk.send(1, {message("/otb-iot/dev/status", "ok:pong", 2, 2)}, 8),
                ElementsAre("1: PUBREC 2 cause 8 answer"));
    EXPECT_THAT(talk.send(1, {mqtt::Pubrel{2}}, 9),
                ElementsAre("1: PUBCOMP 2 cause 9 answer", "bench: /otb-iot/dev/status 'ok:pong' qos 2 cause 8"));
}

TEST_P(BrokerBehaviour, delivers_with_the_smaller_qos_of_message_and_subscription) {
    talk.join(1, "sender");
    talk.join(2, "zero");
    talk.join(3, "one");
    talk.join(4, "two");
    talk.send(2, {mqtt::Subscribe{1, {{"t", 0}}}});
    talk.send(3, {mqtt::Subscribe{1, {{"t", 1}}}});
    talk.send(4, {mqtt::Subscribe{1, {{"t", 2}}}});
    talk.subscribe("t", 1);
    EXPECT_THAT(talk.send(1, {message("t", "a", 0)}), ElementsAre("2: PUBLISH t 'a' qos 0", "3: PUBLISH t 'a' qos 0",
                                                                  "4: PUBLISH t 'a' qos 0", "bench: t 'a' qos 0"));
    EXPECT_THAT(talk.send(1, {message("t", "b", 1, 7)}),
                ElementsAre("1: PUBACK 7 answer", "2: PUBLISH t 'b' qos 0", "3: PUBLISH t 'b' qos 1 id 1",
                            "4: PUBLISH t 'b' qos 1 id 1", "bench: t 'b' qos 1"));
    talk.send(1, {message("t", "c", 2, 8)});
    EXPECT_THAT(talk.send(1, {mqtt::Pubrel{8}}),
                ElementsAre("1: PUBCOMP 8 answer", "2: PUBLISH t 'c' qos 0", "3: PUBLISH t 'c' qos 1 id 2",
                            "4: PUBLISH t 'c' qos 2 id 2", "bench: t 'c' qos 1"));
    EXPECT_THAT(talk.publish("t", "d", 2), ElementsAre("2: PUBLISH t 'd' qos 0", "3: PUBLISH t 'd' qos 1 id 3",
                                                       "4: PUBLISH t 'd' qos 2 id 3", "bench: t 'd' qos 1"));
}

TEST_P(BrokerBehaviour, goes_through_the_handshakes_of_a_subscriber) {
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"t", 2}}}});
    talk.publish("t", "a", 1);
    talk.publish("t", "b", 2);
    EXPECT_THAT(talk.send(1, {mqtt::Puback{1}}), IsEmpty());
    EXPECT_THAT(talk.send(1, {mqtt::Pubrec{2}}), ElementsAre("1: PUBREL 2 answer"));
    EXPECT_THAT(talk.send(1, {mqtt::Pubcomp{2}}), IsEmpty());
    EXPECT_THAT(talk.publish("t", "c", 1), ElementsAre("1: PUBLISH t 'c' qos 1 id 3"));
}

TEST_P(BrokerBehaviour, tolerates_acknowledgements_of_nothing) {
    talk.join(1, "dev");
    EXPECT_THAT(talk.send(1, {mqtt::Puback{9}, mqtt::Pubcomp{9}}), IsEmpty());
    EXPECT_THAT(talk.send(1, {mqtt::Pubrec{9}}), ElementsAre("1: PUBREL 9 answer"));
    EXPECT_THAT(talk.send(1, {mqtt::Pubrel{9}}), ElementsAre("1: PUBCOMP 9 answer"));
}

TEST_P(BrokerBehaviour, forwards_a_repeated_qos_2_message_once_and_a_replaced_one_as_replaced) {
    talk.subscribe("#", 0);
    talk.join(1, "dev");
    auto repeated = message("t", "a", 2, 3);
    talk.send(1, {repeated});
    repeated.dup = true;
    EXPECT_THAT(talk.send(1, {repeated}), ElementsAre("1: PUBREC 3 answer"));
    EXPECT_THAT(talk.send(1, {mqtt::Pubrel{3}}), ElementsAre("1: PUBCOMP 3 answer", "bench: t 'a' qos 0"));
    talk.send(1, {message("t", "b", 2, 3)});
    talk.send(1, {message("t", "c", 2, 3)});
    EXPECT_THAT(talk.send(1, {mqtt::Pubrel{3}}), ElementsAre("1: PUBCOMP 3 answer", "bench: t 'c' qos 0"));
}

TEST_P(BrokerBehaviour, takes_forty_qos_2_messages_before_the_first_is_released) {
    talk.subscribe("#", 2);
    talk.join(1, "dev");
    for (int id = 1; id <= 40; ++id) {
        EXPECT_THAT(talk.send(1, {message("t", "m", 2, id)}), ElementsAre(fmt::format("1: PUBREC {} answer", id)));
    }
    for (std::uint16_t id = 1; id <= 40; ++id) {
        EXPECT_THAT(talk.send(1, {mqtt::Pubrel{id}}),
                    ElementsAre(fmt::format("1: PUBCOMP {} answer", id), "bench: t 'm' qos 2"));
    }
}

TEST_P(BrokerBehaviour, delivers_once_to_a_client_with_overlapping_filters_and_prefers_the_literal_branch) {
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"#", 2}, {"o/#", 0}, {"o/+", 1}}}});
    EXPECT_THAT(talk.publish("o/x", "v", 2), ElementsAre("1: PUBLISH o/x 'v' qos 1 id 1"));
    EXPECT_THAT(talk.publish("o", "v", 2), ElementsAre("1: PUBLISH o 'v' qos 0"));
    EXPECT_THAT(talk.publish("p", "v", 2), ElementsAre("1: PUBLISH p 'v' qos 2 id 4"));  // each match took an id
    talk.subscribe("a/#", 1);
    talk.subscribe("a/b", 1);
    talk.subscribe("+/b", 1);
    EXPECT_THAT(talk.publish("a/b", "v", 0), ElementsAre("1: PUBLISH a/b 'v' qos 0", "bench: a/b 'v' qos 0"));
}

TEST_P(BrokerBehaviour, replaces_an_identical_filter_and_sends_retained_messages_again) {
    talk.publish("/otb-iot/dev/temp", "21.50", 0, true, 3);
    talk.join(1, "dev");
    const mqtt::Subscribe twice{1, {{"/otb-iot/dev/temp", 1}}};
    const mqtt::Subscribe again{2, {{"/otb-iot/dev/temp", 0}}};
    const auto* const temperature = "1: PUBLISH /otb-iot/dev/temp '21.50' qos 0 retain cause 3";
    EXPECT_THAT(talk.send(1, {twice}), ElementsAre("1: SUBACK 1: 1 answer", temperature));
    EXPECT_THAT(talk.send(1, {again}), ElementsAre("1: SUBACK 2: 0 answer", temperature));
    EXPECT_THAT(talk.publish("/otb-iot/dev/temp", "x", 1), ElementsAre("1: PUBLISH /otb-iot/dev/temp 'x' qos 0"));
    EXPECT_THAT(talk.subscribe("/otb-iot/#", 2), ElementsAre("bench: /otb-iot/dev/temp '21.50' qos 0 retain cause 3"));
    EXPECT_THAT(talk.subscribe("/otb-iot/#", 2), ElementsAre("bench: /otb-iot/dev/temp '21.50' qos 0 retain cause 3"));
}

TEST_P(BrokerBehaviour, ends_a_subscription) {
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"a", 0}, {"+", 0}}}});
    EXPECT_THAT(talk.send(1, {mqtt::Unsubscribe{2, {"a", "nothing"}}}), ElementsAre("1: UNSUBACK 2 answer"));
    EXPECT_THAT(talk.publish("a", "x"), ElementsAre("1: PUBLISH a 'x' qos 0"));
    talk.send(1, {mqtt::Unsubscribe{3, {"+"}}});
    EXPECT_THAT(talk.publish("a", "x"), IsEmpty());
}

TEST_P(BrokerBehaviour, keeps_and_deletes_retained_messages) {
    talk.join(1, "sender");
    talk.join(2, "listener");
    EXPECT_THAT(talk.send(1, {retained("r/b", "1")}), IsEmpty());
    EXPECT_THAT(talk.send(1, {retained("r/a", "2")}), IsEmpty());
    EXPECT_THAT(talk.send(1, {retained("r/b", "3")}), IsEmpty());
    EXPECT_THAT(talk.send(2, {mqtt::Subscribe{1, {{"r/+", 0}, {"r/a", 0}}}}),
                ElementsAre("2: SUBACK 1: 0 0 answer", "2: PUBLISH r/b '3' qos 0 retain",
                            "2: PUBLISH r/a '2' qos 0 retain", "2: PUBLISH r/a '2' qos 0 retain"));
    EXPECT_THAT(talk.send(1, {retained("r/b", "")}), ElementsAre("2: PUBLISH r/b '' qos 0"));
    EXPECT_THAT(talk.publish("r/a", "", 1, true), ElementsAre("2: PUBLISH r/a '' qos 0"));
    EXPECT_THAT(talk.send(2, {mqtt::Subscribe{2, {{"r/+", 0}}}}), ElementsAre("2: SUBACK 2: 0 answer"));
}

TEST_P(BrokerBehaviour, publishes_the_will_when_a_device_resets_its_connection) {
    talk.subscribe("#", 2);
    talk.open_and_connect(1, device_connect("dev"), 4);
    EXPECT_THAT(talk.close(1, CloseKind::reset), ElementsAre("bench: gone 'offline' qos 0 cause 4"));
}

TEST_P(BrokerBehaviour, publishes_the_will_after_an_orderly_close_without_disconnect) {
    talk.subscribe("#", 2);
    talk.open_and_connect(1, device_connect("dev"));
    EXPECT_THAT(talk.close(1), ElementsAre("bench: gone 'offline' qos 0"));
}

TEST_P(BrokerBehaviour, keeps_the_will_to_itself_after_disconnect) {
    talk.subscribe("#", 2);
    talk.open_and_connect(1, device_connect("dev"));
    EXPECT_THAT(talk.send(1, {mqtt::Disconnect{}}), ElementsAre("1: closed"));
    EXPECT_THAT(talk.close(1), IsEmpty());
    EXPECT_THAT(talk.send(1, {mqtt::Pingreq{}}), IsEmpty());
}

TEST_P(BrokerBehaviour, retains_a_will_that_asks_for_it) {
    auto connect = device_connect("dev");
    connect.will->retain = true;
    connect.will->qos = 1;
    talk.open_and_connect(1, connect, 2);
    EXPECT_THAT(talk.close(1, CloseKind::reset), IsEmpty());
    EXPECT_THAT(talk.subscribe("gone", 2), ElementsAre("bench: gone 'offline' qos 1 retain cause 2"));
}

TEST_P(BrokerBehaviour, publishes_the_will_when_a_device_was_silent_for_too_long) {
    talk.subscribe("#", 2);
    talk.open_and_connect(1, device_connect("dev"));
    EXPECT_EQ(broker->silence_limit(ConnectionId{1}), std::chrono::seconds{180});
    EXPECT_THAT(transcript(broker->expire(ConnectionId{1})), ElementsAre("1: closed", "bench: gone 'offline' qos 0"));
    EXPECT_EQ(broker->silence_limit(ConnectionId{1}), std::nullopt);
    EXPECT_THAT(transcript(broker->expire(ConnectionId{1})), IsEmpty());
}

TEST_P(BrokerBehaviour, lets_a_new_connection_take_over_a_client_id) {
    talk.subscribe("#", 2);
    talk.open_and_connect(1, device_connect("dev"), 4);
    talk.send(1, {mqtt::Subscribe{1, {{"t", 0}}}});
    EXPECT_THAT(talk.open_and_connect(2, device_connect("dev"), 5),
                ElementsAre("2: CONNACK 0 cause 5 answer", "1: closed", "bench: gone 'offline' qos 0 cause 5"));
    EXPECT_THAT(talk.publish("t", "x"), ElementsAre("bench: t 'x' qos 0"));
    EXPECT_THAT(talk.close(2, CloseKind::reset), ElementsAre("bench: gone 'offline' qos 0 cause 5"));
}

TEST_P(BrokerBehaviour, drops_a_clean_session_when_its_device_reconnects) {
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"t", 1}}}});
    talk.publish("t", "a", 1);
    talk.close(1);
    talk.join(2, "dev");
    EXPECT_THAT(talk.publish("t", "b", 1), IsEmpty());
    talk.send(2, {mqtt::Subscribe{2, {{"t", 1}}}});
    EXPECT_THAT(talk.publish("t", "c", 1), ElementsAre("2: PUBLISH t 'c' qos 1 id 1"));
}

TEST_P(BrokerBehaviour, continues_a_kept_session_when_its_device_reconnects) {
    auto connect = device_connect("dev");
    connect.clean_session = false;
    connect.protocol = "MQTT";
    connect.level = 4;
    EXPECT_THAT(talk.open_and_connect(1, connect), ElementsAre("1: CONNACK 0 answer"));
    talk.send(1, {mqtt::Subscribe{1, {{"t", 2}}}});
    talk.publish("t", "released", 2);
    talk.send(1, {mqtt::Pubrec{1}});
    talk.publish("t", "unacknowledged", 1, false, 3);
    talk.close(1, CloseKind::reset);
    EXPECT_THAT(talk.publish("t", "missed", 1, false, 4), IsEmpty());
    EXPECT_THAT(talk.publish("t", "lost", 0), IsEmpty());
    EXPECT_THAT(talk.open_and_connect(2, connect, 5),
                ElementsAre("2: CONNACK 0 session present cause 5 answer", "2: PUBREL 1",
                            "2: PUBLISH t 'unacknowledged' qos 1 id 2 dup cause 3",
                            "2: PUBLISH t 'missed' qos 1 id 3 cause 4"));
}

TEST_P(BrokerBehaviour, handles_several_packets_of_one_segment_in_turn) {
    talk.subscribe("#", 2);
    talk.join(1, "dev");
    EXPECT_THAT(talk.send(1, {mqtt::Subscribe{1, {{"a", 0}}}, message("a", "x"), message("b", "y", 1, 2),
                              mqtt::Pingreq{}, message("c", "z")}),
                ElementsAre("1: SUBACK 1: 0 answer", "1: PUBLISH a 'x' qos 0", "1: PUBACK 2 answer",
                            "1: PINGRESP answer", "bench: a 'x' qos 0", "bench: b 'y' qos 1", "bench: c 'z' qos 0"));
}

TEST_P(BrokerBehaviour, waits_for_the_second_part_of_a_packet_split_over_two_sends) {
    talk.subscribe("#", 2);
    talk.join(1, "dev");
    const auto packet = mqtt::encode(message("a", "split"));
    const std::vector<std::uint8_t> head(packet.begin(), packet.begin() + 4);
    const std::vector<std::uint8_t> tail(packet.begin() + 4, packet.end());
    EXPECT_THAT(talk.send_octets(1, head), IsEmpty());
    EXPECT_THAT(talk.send_octets(1, tail), ElementsAre("bench: a 'split' qos 0"));
    auto two = mqtt::encode(mqtt::Puback{7});  // no answer, and no room for a ping behind half a packet
    two.insert(two.end(), head.begin(), head.end());
    EXPECT_THAT(talk.send_octets(1, two), IsEmpty());
    EXPECT_THAT(talk.send_octets(1, tail), ElementsAre("bench: a 'split' qos 0"));
}

TEST_P(BrokerBehaviour, closes_the_connection_on_invalid_mqtt) {
    talk.subscribe("#", 2);
    struct Case {
        const char* what;
        std::vector<std::uint8_t> octets;
    };
    const Case cases[] = {
        {"packet type 0", {0x00, 0}},
        {"packet type 15", {0xF0, 0}},
        {"fifth octet of remaining length", {0x30, 0x80, 0x80, 0x80, 0x80, 0x01}},
        {"topic longer than its packet", {0x30, 3, 0, 5, 't'}},
        {"PUBLISH with QoS 3", {0x36, 5, 0, 1, 't', 0, 1}},
        {"PUBLISH with packet id 0", {0x32, 5, 0, 1, 't', 0, 0}},
        {"PUBLISH on an empty topic", {0x30, 2, 0, 0}},
        {"PUBLISH on a wildcard", {0x30, 3, 0, 1, '#'}},
        {"PUBLISH on a topic with a control character", {0x30, 4, 0, 2, 'a', 1}},
        {"PUBLISH on a topic that is not UTF-8", {0x30, 4, 0, 2, 'a', 0xFF}},
        {"PUBLISH on a topic with NUL", {0x30, 4, 0, 2, 'a', 0}},
        {"SUBSCRIBE of an empty filter", {0x82, 5, 0, 1, 0, 0, 0}},
        {"SUBSCRIBE of a#", {0x82, 7, 0, 1, 0, 2, 'a', '#', 0}},
        {"SUBSCRIBE for QoS 3", {0x82, 6, 0, 1, 0, 1, 'a', 3}},
        {"SUBSCRIBE with packet id 0", {0x82, 6, 0, 0, 0, 1, 'a', 0}},
        {"CONNACK from a client", {0x20, 2, 0, 0}},
        {"DISCONNECT with a tail", {0xE0, 1, 0}},
    };
    std::uint32_t device = 0;
    for (const auto& test : cases) {
        talk.open_and_connect(++device, device_connect("dev"));
        EXPECT_THAT(talk.send_octets(device, test.octets, 3),
                    ElementsAre(fmt::format("{}: closed", device), "bench: gone 'offline' qos 0 cause 3"))
            << test.what;
    }
}

TEST_P(BrokerBehaviour, closes_the_connection_when_connect_is_missing_or_repeated) {
    talk.subscribe("#", 2);
    ASSERT_TRUE(broker->open(ConnectionId{1}));
    EXPECT_THAT(talk.send(1, {mqtt::Pingreq{}}), ElementsAre("1: closed"));
    talk.open_and_connect(2, device_connect("dev"));
    EXPECT_THAT(talk.send(2, {device_connect("dev")}), ElementsAre("2: closed"));
}

TEST_P(BrokerBehaviour, refuses_what_it_cannot_accept_as_a_client) {
    auto unknown_level = device_connect("dev");
    unknown_level.level = 6;
    auto unknown_protocol = device_connect("dev");
    unknown_protocol.protocol = "OTHER";
    auto bad_will = device_connect("dev", "a/#");
    auto password_only = device_connect("dev");
    password_only.password = "secret";
    EXPECT_THAT(talk.open_and_connect(1, unknown_level), ElementsAre("1: CONNACK 1 answer", "1: closed"));
    EXPECT_THAT(talk.open_and_connect(2, unknown_protocol), ElementsAre("2: closed"));
    EXPECT_THAT(talk.open_and_connect(3, device_connect("")), ElementsAre("3: CONNACK 2 answer", "3: closed"));
    EXPECT_THAT(talk.open_and_connect(4, bad_will), ElementsAre("4: closed"));
    EXPECT_THAT(talk.open_and_connect(5, password_only), ElementsAre("5: closed"));
}

TEST_P(BrokerBehaviour, gives_a_nameless_3_1_1_client_a_session_of_its_own) {
    auto connect = device_connect("");
    connect.protocol = "MQTT";
    connect.level = 4;
    talk.subscribe("#", 2);
    EXPECT_THAT(talk.open_and_connect(1, connect), ElementsAre("1: CONNACK 0 answer"));
    EXPECT_THAT(talk.open_and_connect(2, connect), ElementsAre("2: CONNACK 0 answer"));
    EXPECT_THAT(talk.close(1), ElementsAre("bench: gone 'offline' qos 0"));
}

TEST_P(BrokerBehaviour, carries_empty_large_and_binary_payloads) {
    talk.subscribe("#", 2);
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"t", 0}}}});
    EXPECT_THAT(talk.publish("t", "", 1), ElementsAre("1: PUBLISH t '' qos 0", "bench: t '' qos 1"));
    const std::string binary("\0\xFF\n", 3);
    EXPECT_THAT(talk.publish("t", binary, 2), ElementsAre(fmt::format("1: PUBLISH t '{}' qos 0", binary),
                                                          fmt::format("bench: t '{}' qos 2", binary)));
    const std::string large(300'000, 'x');
    EXPECT_THAT(talk.send(1, {message("u", large, 0)}), ElementsAre(fmt::format("bench: u '{}' qos 0", large)));
}

TEST_P(BrokerBehaviour, hides_topics_with_a_dollar_from_wildcards_and_refuses_publishing_below_sys) {
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"#", 0}, {"$mine/x", 0}, {"$SYS/mine", 0}}}});
    EXPECT_THAT(talk.publish("$mine/y", "v", 1), IsEmpty());
    EXPECT_THAT(talk.publish("$mine/x", "v", 1), ElementsAre("1: PUBLISH $mine/x 'v' qos 0"));
    EXPECT_THAT(talk.send(1, {message("$SYS/mine", "v", 1, 4)}), ElementsAre("1: PUBACK 4 answer"));
}

TEST_P(BrokerBehaviour, matches_wildcards_level_by_level) {
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"/+/status", 0}, {"a/#", 0}, {"+", 0}}}});
    for (const auto* topic : {"/dev/status", "a", "a/b/c", "a/", "word"}) {
        EXPECT_THAT(talk.publish(topic, "v"), ElementsAre(fmt::format("1: PUBLISH {} 'v' qos 0", topic)));
    }
    for (const auto* topic : {"/dev/x/status", "dev/status", "/a", "b/c", "/"}) {
        EXPECT_THAT(talk.publish(topic, "v"), IsEmpty()) << topic;
    }
}

TEST_P(BrokerBehaviour, brings_what_21_clients_answer_at_one_instant_in_the_order_they_spoke) {
    constexpr std::uint32_t clients = 21;
    talk.subscribe("#", 2);
    for (std::uint32_t id = 1; id <= clients; ++id) {
        talk.join(id, fmt::format("dev{}", id));
        talk.send(id, {mqtt::Subscribe{1, {{"all", 0}}}});
    }
    Transcript expected;
    for (std::uint32_t id = 1; id <= clients; ++id) expected.push_back(fmt::format("{}: PUBLISH all 'ping' qos 0", id));
    expected.emplace_back("bench: all 'ping' qos 2");
    EXPECT_EQ(talk.publish("all", "ping", 2), expected);
    for (std::uint32_t id = clients; id >= 1; --id) {
        EXPECT_THAT(talk.send(id, {message("status", fmt::format("pong {}", id), 2, 1)}),
                    ElementsAre(fmt::format("{}: PUBREC 1 answer", id)));
    }
    for (std::uint32_t id = 1; id <= clients; ++id) {
        EXPECT_THAT(talk.send(id, {mqtt::Pubrel{1}}), ElementsAre(fmt::format("{}: PUBCOMP 1 answer", id),
                                                                  fmt::format("bench: status 'pong {}' qos 2", id)));
    }
}

TEST_P(BrokerBehaviour, sorts_a_burst_of_mixed_qos_for_the_bench_by_its_sending) {
    talk.subscribe("#", 2);
    talk.join(1, "dev");
    for (std::uint16_t id = 1; id <= 3; ++id) talk.send(1, {message("two", fmt::format("{}", id), 2, id)});
    EXPECT_THAT(talk.send(1, {mqtt::Pubrel{1}, message("zero", "4"), mqtt::Pubrel{2}, message("one", "5", 1, 9),
                              mqtt::Pubrel{3}, message("zero", "6")}),
                ElementsAre("1: PUBCOMP 1 answer", "1: PUBCOMP 2 answer", "1: PUBACK 9 answer", "1: PUBCOMP 3 answer",
                            "bench: two '1' qos 2", "bench: zero '4' qos 0", "bench: two '2' qos 2",
                            "bench: one '5' qos 1", "bench: two '3' qos 2", "bench: zero '6' qos 0"));
}

TEST_P(BrokerBehaviour, reports_what_the_bench_cannot_publish_or_subscribe) {
    EXPECT_THROW(talk.publish("a/+", "x"), BrokerError);
    EXPECT_THROW(talk.publish("", "x"), BrokerError);
    EXPECT_THROW(talk.publish("a", "x", 3), BrokerError);
    EXPECT_THROW(talk.subscribe("a/#/b", 0), BrokerError);
    EXPECT_THROW(talk.subscribe("a", -1), BrokerError);
}

TEST_P(BrokerBehaviour, ignores_connections_that_are_not_open) {
    EXPECT_THAT(talk.send(9, {mqtt::Pingreq{}}), IsEmpty());
    EXPECT_THAT(talk.close(9), IsEmpty());
    EXPECT_EQ(broker->silence_limit(ConnectionId{9}), std::nullopt);
    EXPECT_THAT(broker->unsolicited(), IsEmpty());
}

}  // namespace
}  // namespace otbench::sim
