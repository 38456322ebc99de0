#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// What a broker did, a line each: `1: PUBLISH a/b 'text' qos 0 cause 7`, `1: closed`, `bench: a/b 'text' qos 2`.
/// A trailing `answer` marks the broker's own answers, `retain` and `dup` are written when set, `cause 0` never.
using Transcript = std::vector<std::string>;

Transcript transcript(const std::vector<BrokerOutput>& outputs);

/// Devices that send raw MQTT 3.1 packets, and the bench's client, at one broker.
class Conversation {
public:
    explicit Conversation(Broker& broker) : broker_(broker) {}

    Transcript open_and_connect(std::uint32_t device, const mqtt::Connect& connect, int cause = 0);
    /// A device with nothing special: MQTT 3.1, clean session, no will. Expects to be accepted.
    void join(std::uint32_t device, const std::string& client_id);
    /// Packets in one TCP segment.
    Transcript send(std::uint32_t device, std::initializer_list<mqtt::Packet> packets, int cause = 0);
    Transcript send_octets(std::uint32_t device, const std::vector<std::uint8_t>& octets, int cause = 0);
    Transcript close(std::uint32_t device, CloseKind kind = CloseKind::orderly);
    Transcript publish(const std::string& topic, const std::string& payload, int qos = 0, bool retain = false,
                       int cause = 0);
    Transcript subscribe(const std::string& filter, int qos);

private:
    Broker& broker_;
};

/// A CONNECT as devices of MQTT 3.1 send it, with a will of QoS 0 on `gone` unless `will_topic` is empty.
mqtt::Connect device_connect(const std::string& client_id, const std::string& will_topic = "gone");

}  // namespace otbench::sim
