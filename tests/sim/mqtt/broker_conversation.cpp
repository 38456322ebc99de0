#include "tests/sim/mqtt/broker_conversation.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

struct PacketText {
    std::string operator()(const mqtt::Connack& p) const {
        return fmt::format("CONNACK {}{}", p.return_code, p.session_present ? " session present" : "");
    }
    std::string operator()(const mqtt::Publish& p) const {
        return fmt::format("PUBLISH {} '{}' qos {}{}{}{}", p.topic, p.payload, p.qos,
                           p.qos > 0 ? fmt::format(" id {}", p.packet_id) : "", p.retain ? " retain" : "",
                           p.dup ? " dup" : "");
    }
    std::string operator()(const mqtt::Puback& p) const { return fmt::format("PUBACK {}", p.packet_id); }
    std::string operator()(const mqtt::Pubrec& p) const { return fmt::format("PUBREC {}", p.packet_id); }
    std::string operator()(const mqtt::Pubrel& p) const { return fmt::format("PUBREL {}", p.packet_id); }
    std::string operator()(const mqtt::Pubcomp& p) const { return fmt::format("PUBCOMP {}", p.packet_id); }
    std::string operator()(const mqtt::Suback& p) const {
        std::string text = fmt::format("SUBACK {}:", p.packet_id);
        for (const auto granted : p.granted) text += fmt::format(" {}", granted);
        return text;
    }
    std::string operator()(const mqtt::Unsuback& p) const { return fmt::format("UNSUBACK {}", p.packet_id); }
    std::string operator()(const mqtt::Pingresp&) const { return "PINGRESP"; }
    template <typename ClientPacket>
    std::string operator()(const ClientPacket&) const {
        return "a packet that brokers do not send";
    }
};

std::string cause_text(Cause cause) {
    return cause == Cause::none ? "" : fmt::format(" cause {}", static_cast<std::uint64_t>(cause));
}

std::string packet_text(const std::vector<std::uint8_t>& octets) {
    mqtt::PacketReader reader;
    reader.feed(octets);
    const auto packet = reader.next();
    if (packet.has_error() || !*packet || !reader.at_boundary()) return "not one packet";
    return std::visit(PacketText{}, **packet);
}

struct OutputText {
    std::string operator()(const ToDevice& output) const {
        return fmt::format("{}: {}{}{}", static_cast<std::uint32_t>(output.connection), packet_text(output.bytes),
                           cause_text(output.cause), output.answer ? " answer" : "");
    }
    std::string operator()(const ToBench& output) const {
        const auto& message = output.message;
        return fmt::format("bench: {} '{}' qos {}{}{}", message.topic, message.payload, message.qos,
                           message.retain ? " retain" : "", cause_text(output.cause));
    }
    std::string operator()(const ConnectionClosed& output) const {
        return fmt::format("{}: closed", static_cast<std::uint32_t>(output.connection));
    }
};

Cause cause_of(int number) {
    return static_cast<Cause>(number);
}

}  // namespace

Transcript transcript(const std::vector<BrokerOutput>& outputs) {
    Transcript lines;
    for (const auto& output : outputs) lines.push_back(std::visit(OutputText{}, output));
    return lines;
}

Transcript Conversation::open_and_connect(std::uint32_t device, const mqtt::Connect& connect, int cause) {
    EXPECT_TRUE(broker_.open(ConnectionId{device}));
    return send(device, {connect}, cause);
}

void Conversation::join(std::uint32_t device, const std::string& client_id) {
    EXPECT_EQ(open_and_connect(device, device_connect(client_id, "")),
              Transcript{fmt::format("{}: CONNACK 0 answer", device)});
}

Transcript Conversation::send(std::uint32_t device, std::initializer_list<mqtt::Packet> packets, int cause) {
    std::vector<std::uint8_t> segment;
    for (const auto& packet : packets) {
        const auto octets = mqtt::encode(packet);
        segment.insert(segment.end(), octets.begin(), octets.end());
    }
    return send_octets(device, segment, cause);
}

Transcript Conversation::send_octets(std::uint32_t device, const std::vector<std::uint8_t>& octets, int cause) {
    return transcript(broker_.send(ConnectionId{device}, octets, cause_of(cause)));
}

Transcript Conversation::close(std::uint32_t device, CloseKind kind) {
    return transcript(broker_.close(ConnectionId{device}, kind));
}

Transcript Conversation::publish(const std::string& topic, const std::string& payload, int qos, bool retain,
                                 int cause) {
    return transcript(broker_.publish({topic, payload, qos, retain}, cause_of(cause)));
}

Transcript Conversation::subscribe(const std::string& filter, int qos) {
    return transcript(broker_.subscribe(filter, qos));
}

mqtt::Connect device_connect(const std::string& client_id, const std::string& will_topic) {
    mqtt::Connect connect;
    connect.client_id = client_id;
    if (!will_topic.empty()) connect.will = mqtt::Will{will_topic, "offline", 0, false};
    return connect;
}

}  // namespace otbench::sim
