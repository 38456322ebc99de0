#include "sim/host/broker/lock_step_broker.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/process/child.hpp>
#include <boost/process/io.hpp>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "sim/host/broker/broker_factory.hpp"
#include "sim/host/broker/mosquitto.hpp"
#include "tests/sim/mqtt/broker_conversation.hpp"
#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What other clients caused, as soon as it has come; waits up to five seconds for `count` lines.
Transcript unsolicited(Broker& broker, std::size_t count) {
    Transcript lines;
    const auto give_up = EventLoop::Clock::now() + broker_patience;
    while (lines.size() < count && EventLoop::Clock::now() < give_up) {
        const auto more = transcript(broker.unsolicited());
        lines.insert(lines.end(), more.begin(), more.end());
        std::this_thread::yield();
    }
    return lines;
}

/// The text of the error with which `action` fails.
template <typename Action>
std::string error_of(Action action) {
    try {
        action();
    } catch (const BrokerError& error) {
        return error.what();
    }
    return "no error";
}

/// Another client of the broker.
class Stranger {
public:
    Stranger(EventLoop& loop, const BrokerAddress& address, const std::string& client_id)
        : link_(std::make_shared<BrokerLink>(
              loop, [](const mqtt::Packet&, boost::span<const std::uint8_t>) {}, [] {})) {
        EXPECT_FALSE(link_->connect(resolve(loop, address)));
        send(device_connect(client_id));
    }
    ~Stranger() { link_->reset(); }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;

    void send(const mqtt::Packet& packet) { link_->write(mqtt::encode(packet)); }

private:
    std::shared_ptr<BrokerLink> link_;
};

class OutsideBroker : public ::testing::Test {
protected:
    EventLoop loop;
    Mosquitto mosquitto{loop};
    std::unique_ptr<Broker> broker = make_broker(mosquitto.address().url());
    Conversation talk{*broker};
};

TEST_F(OutsideBroker, brings_other_peoples_messages_as_unsolicited_ones) {
    talk.subscribe("#", 2);
    talk.join(1, "dev");
    talk.send(1, {mqtt::Subscribe{1, {{"all", 0}}}});
    Stranger stranger{loop, mosquitto.address(), "stranger"};
    stranger.send(mqtt::Publish{"all", "theirs", 1, false, false, 1});
    EXPECT_THAT(unsolicited(*broker, 2),
                ::testing::UnorderedElementsAre("1: PUBLISH all 'theirs' qos 0", "bench: all 'theirs' qos 1"));
    EXPECT_THAT(talk.publish("all", "ours", 1, false, 6),
                ElementsAre("1: PUBLISH all 'ours' qos 0 cause 6", "bench: all 'ours' qos 1 cause 6"));
}

TEST_F(OutsideBroker, brings_retained_messages_from_before_as_unsolicited_ones) {
    Stranger stranger{loop, mosquitto.address(), "stranger"};
    stranger.send(mqtt::Publish{"before", "kept", 0, true, false, 0});
    // Kept already or still on its way: it comes with the subscription or after it.
    EXPECT_THAT(talk.subscribe("before", 2), ::testing::IsEmpty());
    EXPECT_THAT(unsolicited(*broker, 1), ElementsAre(StartsWith("bench: before 'kept' qos 0")));
}

TEST_F(OutsideBroker, reports_that_another_client_took_a_devices_name) {
    talk.join(1, "dev");
    Stranger stranger{loop, mosquitto.address(), "dev"};
    EXPECT_THAT(unsolicited(*broker, 1), ElementsAre("1: closed"));
    EXPECT_THAT(talk.send(1, {mqtt::Pingreq{}}), ::testing::IsEmpty());
}

TEST_F(OutsideBroker, is_named_by_its_url) {
    EXPECT_EQ(broker->description(), fmt::format("mqtt://127.0.0.1:{}", mosquitto.address().port));
}

TEST_F(OutsideBroker, fails_in_one_line_when_it_dies) {
    talk.join(1, "dev");
    ::kill(mosquitto.process_id(), SIGKILL);
    const auto gone =
        fmt::format("broker mqtt://127.0.0.1:{}: it closed the connection and did not come back within 10 s",
                    mosquitto.address().port);
    EXPECT_EQ(error_of([this] {
                  while (true) talk.publish("a", "x", 1);
              }),
              gone);
    EXPECT_EQ(error_of([this] { broker->open(ConnectionId{2}); }), gone);
    EXPECT_EQ(error_of([this] { broker->unsolicited(); }), gone);
}

/// A mosquitto on a port that the test chooses, so that it can restart it there.
class RestartedMosquitto {
public:
    explicit RestartedMosquitto(std::uint16_t port)
        : child_{"/usr/sbin/mosquitto", "-p", std::to_string(port), boost::process::std_out > boost::process::null,
                 boost::process::std_err > boost::process::null} {}
    ~RestartedMosquitto() { child_.terminate(); }
    RestartedMosquitto(const RestartedMosquitto&) = delete;
    RestartedMosquitto& operator=(const RestartedMosquitto&) = delete;

private:
    boost::process::child child_;
};

TEST_F(OutsideBroker, goes_on_when_it_is_restarted) {
    talk.subscribe("status", 2);
    talk.join(1, "dev");
    ::kill(mosquitto.process_id(), SIGKILL);
    const RestartedMosquitto restarted{mosquitto.address().port};
    std::vector<std::string> came;
    const auto until = EventLoop::Clock::now() + broker_patience;
    while (came.empty() && EventLoop::Clock::now() < until) came = unsolicited(*broker, 1);
    EXPECT_THAT(came, ElementsAre("1: closed"));
    EXPECT_THAT(talk.send(1, {mqtt::Pingreq{}}), ::testing::IsEmpty());
    talk.join(2, "dev");
    EXPECT_THAT(talk.send(2, {mqtt::Publish{"status", "again", 0, false, false, 0}}, 7),
                ElementsAre("bench: status 'again' qos 0 cause 7"));
    EXPECT_THAT(talk.publish("status", "ours", 1, false, 6), ElementsAre("bench: status 'ours' qos 1 cause 6"));
}

TEST(LockStepBroker, starts_a_mosquitto_that_takes_only_the_bench_and_its_devices) {
    EventLoop loop;
    const Mosquitto mosquitto{loop, {}, Mosquitto::Clients::bench};
    EXPECT_EQ(error_of([&] { make_broker(fmt::format("mqtt://127.0.0.1:{}", mosquitto.address().port)); }),
              fmt::format("broker mqtt://127.0.0.1:{}: not authorised", mosquitto.address().port));
    EXPECT_EQ(
        error_of([&] { make_broker(fmt::format("mqtt://otbench:guess@127.0.0.1:{}", mosquitto.address().port)); }),
        fmt::format("broker mqtt://127.0.0.1:{}: not authorised", mosquitto.address().port));
    const Mosquitto other{loop, {}, Mosquitto::Clients::bench};
    EXPECT_NE(mosquitto.address().password, other.address().password);
}

TEST(LockStepBroker, names_the_mosquitto_it_started) {
    const LockStepBroker broker;
    EXPECT_THAT(broker.description(), AllOf(StartsWith("mosquitto 2."), HasSubstr(" on 127.0.0.1:")));
}

TEST(LockStepBroker, hands_on_a_brokers_refusal_and_signs_in_with_the_credentials_of_the_url) {
    const tests::TemporaryFolder folder;
    const auto passwords = folder / "passwords";
    tests::write_file(passwords, "");
    ASSERT_EQ(tests::run_program("/usr/bin/mosquitto_passwd", {"-b", passwords, "bench", "p@ss/word"}).exit_code, 0);
    EventLoop loop;
    const Mosquitto mosquitto{loop, {"allow_anonymous false", "password_file " + passwords}};
    const auto port = mosquitto.address().port;

    EXPECT_EQ(error_of([&] { make_broker(fmt::format("mqtt://127.0.0.1:{}", port)); }),
              fmt::format("broker mqtt://127.0.0.1:{}: not authorised", port));
    EXPECT_EQ(error_of([&] { make_broker(fmt::format("mqtt://bench:wrong@127.0.0.1:{}", port)); }),
              fmt::format("broker mqtt://127.0.0.1:{}: not authorised", port));

    const auto broker = make_broker(fmt::format("mqtt://bench:p%40ss%2Fword@127.0.0.1:{}", port));
    Conversation talk{*broker};
    talk.subscribe("#", 2);
    EXPECT_THAT(talk.open_and_connect(1, device_connect("dev"), 3),
                ElementsAre("1: CONNACK 5 cause 3 answer", "1: closed"));
    auto known = device_connect("dev");
    known.username = "bench";
    known.password = "p@ss/word";
    EXPECT_THAT(talk.open_and_connect(2, known), ElementsAre("2: CONNACK 0 answer"));
}

TEST(BrokerFactory, says_what_an_option_may_be) {
    try {
        make_broker("moskito");
        ADD_FAILURE() << "accepted";
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(),
                     "invalid broker 'moskito' (expected mosquitto, internal or a URL such as mqtt://host:1883)");
    }
}

TEST(BrokerFactory, reports_a_refused_connection) {
    EXPECT_EQ(error_of([] { make_broker("mqtt://127.0.0.1:1"); }), "broker mqtt://127.0.0.1:1: connection refused");
}

TEST(BrokerFactory, says_that_a_host_is_not_known) {
    EXPECT_THAT(error_of([] { make_broker("mqtt://no-such-host.invalid"); }),
                StartsWith("broker mqtt://no-such-host.invalid:1883: "));
}

TEST(BrokerFactory, reports_a_server_that_is_not_a_broker) {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    tcp::acceptor acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}};
    std::thread server{[&acceptor] { acceptor.accept().close(); }};
    const auto url = fmt::format("mqtt://127.0.0.1:{}", acceptor.local_endpoint().port());
    EXPECT_EQ(error_of([&url] { make_broker(url); }),
              fmt::format("broker {}: closed the connection instead of accepting a client", url));
    server.join();
}

TEST(BrokerFactory, makes_what_the_option_names) {
    EXPECT_EQ(make_broker("internal")->description(), "internal");
    EXPECT_THAT(make_broker("mosquitto")->description(), StartsWith("mosquitto"));
}

}  // namespace
}  // namespace otbench::sim
