#include "sim/host/broker/served_broker.hpp"

#include <gmock/gmock.h>

#include "sim/host/broker/real_time_broker.hpp"

// The broker for programs under test, and the way of a device to it in real time, against each other.
namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr ConnectionId device{1};

/// Both of them, and what the device receives: the types of the packets of each segment.
class Pair {
public:
    Pair() { connect(); }

    void connect() {
        EXPECT_TRUE(network_.open(device));
        mqtt::Connect packet;
        packet.client_id = "device";
        send(packet);
    }
    void send(const mqtt::Packet& packet) { (void)network_.send(device, mqtt::encode(packet), Cause::none); }
    void subscribe() {
        send(mqtt::Subscribe{1, {{"command", 1}}});
        EXPECT_TRUE(until([&] { return segments_.size() == 2; }));
        segments_.clear();
    }

    /// Lets both go on until `done`; false when that takes more than 10 s.
    template <class Done>
    bool until(Done done) {
        const auto limit = std::chrono::steady_clock::now() + 10s;
        while (!done() && std::chrono::steady_clock::now() < limit) {
            served_.poll();
            for (const BrokerOutput& output : network_.unsolicited()) {
                if (const auto* bytes = std::get_if<ToDevice>(&output)) segments_.push_back(bytes->bytes);
                closed_ = closed_ || std::holds_alternative<ConnectionClosed>(output);
            }
        }
        return done();
    }
    /// The same for all that is on its way.
    void settle(std::chrono::milliseconds time = 150ms) {
        const auto end = std::chrono::steady_clock::now() + time;
        (void)until([&] { return std::chrono::steady_clock::now() > end; });
    }

    std::vector<std::string> seen_;  ///< by the broker's owner: types of packets
    ServedBroker served_{"127.0.0.1", 0, [this](bool from_client, const mqtt::Packet& packet) {
                             seen_.push_back((from_client ? ">" : "<") + std::to_string(packet.index()));
                         }};
    RealTimeBroker network_{
        *parse_broker_address("mqtt://127.0.0.1:" + std::to_string(served_.port()) + "?lock-step=no")};
    std::vector<std::vector<std::uint8_t>> segments_;
    bool closed_ = false;
};

std::vector<mqtt::Packet> packets_of(const std::vector<std::uint8_t>& segment) {
    mqtt::PacketReader reader;
    reader.feed(segment);
    std::vector<mqtt::Packet> packets;
    for (auto packet = reader.next(); packet && *packet; packet = reader.next()) packets.push_back(**packet);
    return packets;
}

TEST(ServedBroker, connects_devices_and_reports_packets_of_both_directions) {
    Pair pair;
    pair.subscribe();
    EXPECT_THAT(pair.seen_, ElementsAre(">0", "<1", ">7", "<8"));
    EXPECT_EQ(pair.served_.clients(), 1u);
}

TEST(ServedBroker, sends_each_message_in_a_segment_of_its_own) {
    Pair pair;
    pair.subscribe();
    pair.served_.publish({"command", "a", 0, false});
    pair.served_.publish({"command", "b", 0, false});
    EXPECT_TRUE(pair.until([&] { return pair.segments_.size() == 2; }));
    EXPECT_EQ(packets_of(pair.segments_[1]).size(), 1u);
}

TEST(ServedBroker, joins_what_it_held) {
    Pair pair;
    pair.subscribe();
    pair.served_.faults().holds = true;
    pair.served_.publish({"command", "a", 0, false});
    pair.served_.publish({"command", "b", 0, false});
    pair.settle();
    EXPECT_THAT(pair.segments_, IsEmpty());
    pair.served_.faults().holds = false;
    EXPECT_TRUE(pair.until([&] { return !pair.segments_.empty(); }));
    EXPECT_EQ(packets_of(pair.segments_[0]).size(), 2u);
}

TEST(ServedBroker, repeats_a_message_with_dup) {
    Pair pair;
    pair.subscribe();
    pair.served_.faults().duplicate = true;
    pair.served_.publish({"command", "a", 1, false});
    EXPECT_TRUE(pair.until([&] { return pair.segments_.size() == 2; }));
    EXPECT_FALSE(std::get<mqtt::Publish>(packets_of(pair.segments_[0]).at(0)).dup);
    EXPECT_TRUE(std::get<mqtt::Publish>(packets_of(pair.segments_[1]).at(0)).dup);
    pair.served_.publish({"command", "b", 1, false});
    pair.settle();
    EXPECT_EQ(pair.segments_.size(), 3u);
}

TEST(ServedBroker, splits_a_message) {
    Pair pair;
    pair.subscribe();
    pair.served_.faults().split = true;
    pair.served_.publish({"command", "abc", 0, false});
    EXPECT_TRUE(pair.until([&] { return pair.segments_.size() == 2; }));
    EXPECT_THAT(packets_of(pair.segments_[0]), IsEmpty());
    auto whole = pair.segments_[0];
    whole.insert(whole.end(), pair.segments_[1].begin(), pair.segments_[1].end());
    EXPECT_EQ(packets_of(whole).size(), 1u);
}

TEST(ServedBroker, cuts_a_message) {
    Pair pair;
    pair.subscribe();
    pair.served_.faults().cut = true;
    pair.served_.publish({"command", "abc", 0, false});
    EXPECT_TRUE(pair.until([&] { return pair.closed_; }));
    ASSERT_EQ(pair.segments_.size(), 1u);
    EXPECT_THAT(packets_of(pair.segments_[0]), IsEmpty());
    EXPECT_EQ(pair.served_.clients(), 0u);
}

TEST(ServedBroker, refuses_connections) {
    Pair pair;
    pair.subscribe();
    pair.served_.faults().refusal = 3;
    pair.served_.end_connections(CloseKind::orderly);
    EXPECT_TRUE(pair.until([&] { return pair.closed_; }));
    pair.closed_ = false;
    pair.connect();
    EXPECT_TRUE(pair.until([&] { return pair.closed_; }));
    EXPECT_EQ(std::get<mqtt::Connack>(packets_of(pair.segments_.at(0)).at(0)).return_code, 3);
}

TEST(ServedBroker, is_away_until_it_starts_again) {
    Pair pair;
    pair.subscribe();
    pair.served_.stop(CloseKind::reset);
    EXPECT_TRUE(pair.until([&] { return pair.closed_; }));
    EXPECT_FALSE(pair.network_.open(ConnectionId{2}));
    pair.served_.start();
    EXPECT_TRUE(pair.network_.open(ConnectionId{3}));
}

TEST(ServedBroker, takes_no_notice_while_it_is_mute) {
    Pair pair;
    pair.subscribe();
    pair.served_.faults().mute = true;
    pair.send(mqtt::Pingreq{});
    pair.settle();
    EXPECT_THAT(pair.segments_, IsEmpty());
    pair.served_.faults().mute = false;
    pair.send(mqtt::Pingreq{});
    EXPECT_TRUE(pair.until([&] { return pair.segments_.size() == 1; }));
}

TEST(ServedBroker, gives_the_client_id_to_a_twin) {
    Pair pair;
    pair.subscribe();
    pair.served_.take_over();
    EXPECT_TRUE(pair.until([&] { return pair.closed_; }));
}

TEST(ServedBroker, keeps_retained_messages_while_it_is_away) {
    Pair pair;
    pair.served_.stop(CloseKind::orderly);
    pair.served_.publish({"command", "a", 0, true});
    pair.served_.start();
    pair.connect();
    pair.send(mqtt::Subscribe{1, {{"command", 1}}});
    EXPECT_TRUE(pair.until([&] { return pair.segments_.size() == 3; }));
    EXPECT_TRUE(std::get<mqtt::Publish>(packets_of(pair.segments_[2]).at(0)).retain);
}

TEST(RealTimeBroker, does_not_publish_for_the_bench) {
    Pair pair;
    try {
        (void)pair.network_.publish({"command", "a", 0, false}, Cause::none);
        FAIL();
    } catch (const BrokerError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("the bench cannot publish to 'command' (expected a broker in "
                                                     "lock-step, without the option lock-step=no)"));
    }
}

}  // namespace
}  // namespace otbench::sim
