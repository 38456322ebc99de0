#include "sim/mqtt/expected_outputs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "sim/mqtt/mqtt_broker.hpp"
#include "sim/mqtt/packet_faults.hpp"

namespace otbench::sim {
namespace {

/// True when `real` is the predicted packet or the broker's other answer to the same question: another return code, QoS
/// or packet id does not make it another packet.
bool answers_prediction(const mqtt::Packet& predicted, const mqtt::Packet& real) {
    if (predicted.index() != real.index()) return false;
    return std::visit(
        [&real](const auto& expected) {
            using P = std::decay_t<decltype(expected)>;
            const auto& actual = std::get<P>(real);
            if constexpr (std::is_same_v<P, mqtt::Publish>) {
                return expected.topic == actual.topic && expected.payload == actual.payload &&
                       expected.retain == actual.retain;
            } else if constexpr (std::is_empty_v<P> || std::is_same_v<P, mqtt::Connect> ||
                                 std::is_same_v<P, mqtt::Connack>) {
                return true;
            } else {
                return expected.packet_id == actual.packet_id;
            }
        },
        predicted);
}

std::optional<mqtt::Packet> decode(const BrokerOutput& output) {
    const auto* to_device = std::get_if<ToDevice>(&output);
    if (to_device == nullptr) return std::nullopt;
    mqtt::PacketReader reader;
    reader.feed(to_device->bytes);
    return *reader.next();
}

/// The name of a packet; the alternatives of `mqtt::Packet` are in the order of the types, which begin at 1.
std::string name_of(const mqtt::Packet& packet) {
    return std::string{packet_name(static_cast<std::uint8_t>(packet.index() + 1))};
}

std::optional<ConnectionId> connection_of(const BrokerOutput& output) {
    if (const auto* to_device = std::get_if<ToDevice>(&output)) return to_device->connection;
    if (const auto* closed = std::get_if<ConnectionClosed>(&output)) return closed->connection;
    return std::nullopt;
}

}  // namespace

ExpectedOutputs::ExpectedOutputs(std::vector<BrokerOutput> predicted, std::optional<ConnectionId> actor)
    : actor_(actor) {
    for (auto& output : predicted) expect(std::move(output));
}

void ExpectedOutputs::expect_unseen(BrokerOutput output) {
    add(std::move(output), false);
}

void ExpectedOutputs::expect(BrokerOutput output) {
    add(std::move(output), true);
}

void ExpectedOutputs::add(BrokerOutput output, bool seen) {
    auto packet = decode(output);
    entries_.push_back({std::move(output), std::move(packet), seen, std::nullopt});
}

void ExpectedOutputs::forgo_missing() {
    const auto missing = [](const Entry& entry) { return !entry.arrival; };
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(), missing), entries_.end());
}

void ExpectedOutputs::forgo_missing(ConnectionId connection) {
    const auto missing = [=](const Entry& entry) {
        return !entry.arrival && connection_of(entry.output) == connection;
    };
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(), missing), entries_.end());
}

template <typename Kind, typename Matches>
ExpectedOutputs::Entry* ExpectedOutputs::find_missing(Matches matches) {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&matches](const Entry& entry) {
        const auto* output = std::get_if<Kind>(&entry.output);
        return !entry.arrival && output != nullptr && matches(*output, entry);
    });
    return found == entries_.end() ? nullptr : &*found;
}

bool ExpectedOutputs::match(ConnectionId connection, const mqtt::Packet& packet,
                            boost::span<const std::uint8_t> octets) {
    auto* const entry = find_missing<ToDevice>([&](const ToDevice& output, const Entry& candidate) {
        return output.connection == connection && answers_prediction(*candidate.packet, packet);
    });
    if (entry == nullptr) return false;
    std::get<ToDevice>(entry->output).bytes.assign(octets.begin(), octets.end());
    arrive(*entry);
    return true;
}

bool ExpectedOutputs::match(const MqttMessage& message) {
    auto* const entry = find_missing<ToBench>([&message](const ToBench& output, const Entry&) {
        const auto& expected = output.message;
        return expected.topic == message.topic && expected.payload == message.payload &&
               expected.retain == message.retain;
    });
    if (entry == nullptr) return false;
    std::get<ToBench>(entry->output).message = message;
    arrive(*entry);
    return true;
}

bool ExpectedOutputs::match_closed(ConnectionId connection) {
    auto* const entry = find_missing<ConnectionClosed>(
        [=](const ConnectionClosed& output, const Entry&) { return output.connection == connection; });
    if (entry == nullptr) return false;
    arrive(*entry);
    return true;
}

bool ExpectedOutputs::complete() const {
    return std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.arrival.has_value(); });
}

std::string ExpectedOutputs::missing() const {
    for (const auto& entry : entries_) {
        if (entry.arrival) continue;
        if (const auto* to_bench = std::get_if<ToBench>(&entry.output)) {
            return fmt::format("no message on '{}' for the bench", to_bench->message.topic);
        }
        const auto connection = static_cast<std::uint32_t>(*connection_of(entry.output));
        if (!entry.packet) return fmt::format("connection {} not closed", connection);
        const auto* publish = std::get_if<mqtt::Publish>(&*entry.packet);
        const auto what = publish != nullptr ? fmt::format("message on '{}'", publish->topic) : name_of(*entry.packet);
        return fmt::format("no {} for connection {}", what, connection);
    }
    return "nothing";
}

std::vector<BrokerOutput> ExpectedOutputs::arrived() const {
    struct Place {
        std::uint64_t rank;
        std::size_t within;
        const BrokerOutput* output;
    };
    std::vector<Place> places;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const auto& entry = entries_[i];
        if (!entry.seen || !entry.arrival) continue;
        // The bench's messages come through several handshakes at once: only their prediction has an order.
        const auto within = std::holds_alternative<ToBench>(entry.output) ? i : *entry.arrival;
        places.push_back({output_rank(entry.output, actor_), within, &entry.output});
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return std::pair{a.rank, a.within} < std::pair{b.rank, b.within};
    });
    std::vector<BrokerOutput> outputs;
    outputs.reserve(places.size());
    for (const auto& place : places) outputs.push_back(*place.output);
    return outputs;
}

}  // namespace otbench::sim
