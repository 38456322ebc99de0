#include <gmock/gmock.h>

#include <set>

#include "check/gateway/gateway.hpp"
#include "check/gateway/groups/gateway_catalogue.hpp"
#include "check/gateway/mqtt_journal.hpp"
#include "check/judge/mqtt_checks.hpp"

namespace otbench::check {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct Sent {
    bool from_gateway;
    mqtt::Packet packet;
};
constexpr bool gateway = true, broker = false;

std::string violation(const Check& check, const std::vector<Sent>& packets) {
    MqttJournal journal{"status", MqttJournal::Clock::now()};
    for (const Sent& sent : packets) journal.add(sent.from_gateway, sent.packet);
    Evidence evidence;
    evidence.mqtt = journal.notes();
    return check.violation(evidence).value_or("met");
}

mqtt::Connect connect(const std::string& client_id) {
    mqtt::Connect packet;
    packet.client_id = client_id;
    return packet;
}

mqtt::Publish message(const std::string& payload, std::uint8_t qos = 0) {
    mqtt::Publish packet;
    packet.topic = "status";
    packet.payload = payload;
    packet.qos = qos;
    return packet;
}

TEST(MqttChecks, want_a_client_id_and_a_keep_alive_time) {
    auto endless = connect("meter");
    endless.keep_alive_s = 0;
    EXPECT_EQ(violation(connects_soundly(), {{gateway, connect("meter")}}), "met");
    EXPECT_EQ(violation(connects_soundly(), {{gateway, connect("")}}), "no client id");
    EXPECT_EQ(violation(connects_soundly(), {{gateway, endless}}), "keep-alive 0");
}

TEST(MqttChecks, want_a_will_in_every_connect) {
    auto with_will = connect("meter");
    with_will.will = mqtt::Will{"status", "offline"};
    EXPECT_EQ(violation(has_will(), {{gateway, with_will}}), "met");
    EXPECT_EQ(violation(has_will(), {{gateway, with_will}, {gateway, connect("meter")}}), "none");
}

TEST(MqttChecks, count_connections_and_compare_their_client_ids) {
    const std::vector<Sent> twice{{gateway, connect("a")}, {gateway, connect("b")}};
    EXPECT_EQ(violation(opens_at_most(2), twice), "met");
    EXPECT_EQ(violation(opens_at_most(1), twice), "2 times");
    EXPECT_EQ(violation(opens_at_least(3), twice), "2 times");
    EXPECT_EQ(violation(opens_at_least(2), twice), "met");
    EXPECT_EQ(violation(keeps_its_client_id(), twice), "2 different ones");
    EXPECT_EQ(violation(keeps_its_client_id(), {{gateway, connect("a")}, {gateway, connect("a")}}), "met");
}

TEST(MqttChecks, want_the_quality_of_service_of_subscriptions) {
    EXPECT_EQ(violation(subscribes_with(1), {{gateway, mqtt::Subscribe{1, {{"command", 1}}}}}), "met");
    EXPECT_EQ(violation(subscribes_with(1), {{gateway, mqtt::Subscribe{1, {{"command", 0}}}}}),
              "subscribed command with QoS 0");
}

TEST(MqttChecks, want_silence_behind_a_refusal) {
    const Sent refused{broker, mqtt::Connack{false, 3}};
    EXPECT_EQ(violation(accepts_refusals(), {{gateway, connect("a")}, refused, {gateway, connect("a")}}), "met");
    EXPECT_EQ(violation(accepts_refusals(), {{gateway, connect("a")}, refused, {gateway, mqtt::Disconnect{}}}), "met");
    EXPECT_THAT(violation(accepts_refusals(), {{gateway, connect("a")}, refused, {gateway, message("here")}}),
                HasSubstr("sent PUBLISH status: here"));
}

TEST(MqttChecks, want_an_acknowledgement_of_each_message_of_qos_1) {
    const Sent command{broker, message("read", 1)}, acknowledged{gateway, mqtt::Puback{7}};
    EXPECT_EQ(violation(acknowledges(), {command, acknowledged}), "met");
    EXPECT_EQ(violation(acknowledges(), {command, acknowledged, command}), "acknowledged 1 of 2");
    EXPECT_EQ(violation(acknowledges(), {{broker, message("read", 0)}}), "met");
}

TEST(MqttChecks, want_no_control_characters) {
    EXPECT_EQ(violation(publishes_text(), {{gateway, message("9730 kWh\n")}}), "met");
    EXPECT_EQ(violation(publishes_text(), {{gateway, message(std::string("9730\0", 5))}}),
              "published control characters on status");
    EXPECT_EQ(violation(publishes_text(), {{broker, message(std::string("\0", 1))}}), "met");
}

TEST(MqttChecks, count_reported_starts) {
    Evidence evidence;
    evidence.boots = 2;
    EXPECT_EQ(boots_at_most(1).violation(evidence).value_or("met"), "2 starts");
    EXPECT_EQ(boots_at_most(2).violation(evidence).value_or("met"), "met");
}

TEST(MqttJournal, knows_answers_and_when_the_gateway_listens) {
    MqttJournal journal{"meter/+", MqttJournal::Clock::now()};
    auto answer = message("9730");
    answer.topic = "meter/1";
    journal.add(gateway, connect("a"));
    journal.add(gateway, mqtt::Subscribe{1, {{"command", 1}}});
    EXPECT_FALSE(journal.subscribed());
    journal.add(broker, mqtt::Suback{1, {1}});
    EXPECT_TRUE(journal.subscribed());
    journal.add(gateway, answer);
    journal.add(broker, answer);
    journal.add(gateway, message("elsewhere"));
    EXPECT_THAT(journal.answers(), ElementsAre("9730"));
    journal.add(gateway, connect("a"));
    EXPECT_FALSE(journal.subscribed());
}

TEST(MqttJournal, shows_packets_in_a_line) {
    MqttJournal journal{"status", MqttJournal::Clock::now()};
    auto command = message("send\x01", 1);
    command.retain = command.dup = true;
    journal.add(broker, command);
    journal.add(broker, mqtt::Puback{1});
    EXPECT_EQ(journal.notes()[0].text, "PUBLISH status: send\\x01 (QoS 1, retained, again)");
    EXPECT_EQ(journal.notes()[1].text, "PUBACK");
}

std::string mistakes_in(const std::string& text) {
    const auto read = read_gateway(text, "g.yaml");
    std::string mistakes;
    if (!read)
        for (const auto& mistake : read.error()) mistakes += to_string(mistake) + "\n";
    return mistakes;
}

constexpr const char* description = R"yaml(about: A gateway.
needs: a broker
probe: "true"
endpoint: pty
baud: 9600
topic: meter/command
answers: meter/answer
expect: "telegram:ok:([0-9a-f]+)"
boot: "^up"
words: {id: "7"}
commands:
  read: |
    read/{address}
    pause 1500 ms
    dump
)yaml";

TEST(GatewayDescription, is_read_with_all_its_keys) {
    const auto read = read_gateway(description, "g.yaml");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->needs, "a broker");
    EXPECT_EQ(read->probe, "true");
    EXPECT_EQ(read->baud, 9600);
    EXPECT_EQ(read->topic, "meter/command");
    EXPECT_EQ(read->answers, "meter/answer");
    EXPECT_EQ(read->boot, "^up");
    EXPECT_EQ(read->words.at("id"), "7");
    const auto script = parse_script(read->commands.at("read"));
    ASSERT_TRUE(script.has_value());
    EXPECT_THAT(*script,
                ElementsAre(ScriptLine{"read/{address}"}, ScriptLine{Nanoseconds{1500ms}}, ScriptLine{"dump"}));
}

TEST(GatewayDescription, is_refused_with_all_its_mistakes) {
    EXPECT_THAT(
        mistakes_in("endpoint: udp\nbaud: 1\nboot: \"(\"\nexpect: text\ntopic: t\nanswers: a\n"
                    "commands: {read: \"pause soon\", fly: x}\n"),
        testing::AllOf(HasSubstr("invalid endpoint 'udp' (expected one of pty, tcp)"), HasSubstr("300"),
                       HasSubstr("invalid regular expression"), HasSubstr("unknown action 'fly'"), HasSubstr("soon")));
    EXPECT_THAT(mistakes_in("endpoint: pty\nexpect: text\ntopic: t\nanswers: a\ncommands: {ask: x}\n"),
                HasSubstr("'commands' lacks the action read"));
}

TEST(GatewayCases, are_more_than_twenty_with_names_of_their_own) {
    std::set<std::string_view> names;
    std::size_t count = 0;
    for (const Group& group : gateway_groups())
        for (const Case& one : group.cases) {
            names.insert(one.name);
            ++count;
        }
    EXPECT_GE(count, 20u);
    EXPECT_EQ(names.size(), count);
}

}  // namespace
}  // namespace otbench::check
