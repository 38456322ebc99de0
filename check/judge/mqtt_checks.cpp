#include "check/judge/mqtt_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace otbench::check {
namespace {

using Violation = std::optional<std::string>;

/// The packets of this type that the gateway sent.
template <class Packet>
std::vector<const Packet*> sent(const Evidence& evidence) {
    std::vector<const Packet*> packets;
    for (const MqttNote& note : evidence.mqtt)
        if (const auto* packet = std::get_if<Packet>(&note.packet); packet != nullptr && note.from_gateway)
            packets.push_back(packet);
    return packets;
}

/// A condition on every packet of this type; `complaint` is empty for one that meets it.
template <class Packet, class Complaint>
Check on_each(std::string expected, Complaint complaint) {
    return {std::move(expected), [complaint](const Evidence& evidence) -> Violation {
                for (const Packet* packet : sent<Packet>(evidence))
                    if (const std::string text = complaint(*packet); !text.empty()) return text;
                return std::nullopt;
            }};
}

}  // namespace

Check connects_soundly() {
    return on_each<mqtt::Connect>("has a client id and a keep-alive time in CONNECT",
                                  [](const mqtt::Connect& packet) -> std::string {
                                      if (packet.client_id.empty()) return "no client id";
                                      return packet.keep_alive_s == 0 ? "keep-alive 0" : "";
                                  });
}

Check has_will() {
    return on_each<mqtt::Connect>("has a will in CONNECT",
                                  [](const mqtt::Connect& packet) { return packet.will ? "" : "none"; });
}

Check opens_at_most(std::size_t most) {
    return {fmt::format("sends CONNECT at most {} time{}", most, most == 1 ? "" : "s"),
            [most](const Evidence& evidence) -> Violation {
                const std::size_t count = sent<mqtt::Connect>(evidence).size();
                return count <= most ? std::nullopt : Violation{fmt::format("{} times", count)};
            }};
}

Check opens_at_least(std::size_t least) {
    return {fmt::format("connects again: sends CONNECT at least {} times", least),
            [least](const Evidence& evidence) -> Violation {
                const std::size_t count = sent<mqtt::Connect>(evidence).size();
                return count >= least ? std::nullopt : Violation{fmt::format("{} times", count)};
            }};
}

Check keeps_its_client_id() {
    return {"keeps its client id", [](const Evidence& evidence) -> Violation {
                std::set<std::string> ids;
                for (const mqtt::Connect* packet : sent<mqtt::Connect>(evidence)) ids.insert(packet->client_id);
                return ids.size() <= 1 ? std::nullopt : Violation{fmt::format("{} different ones", ids.size())};
            }};
}

Check subscribes_with(int qos) {
    return on_each<mqtt::Subscribe>(fmt::format("subscribes with QoS {}", qos),
                                    [qos](const mqtt::Subscribe& packet) -> std::string {
                                        for (const auto& [filter, asked] : packet.filters)
                                            if (asked < qos)
                                                return fmt::format("subscribed {} with QoS {}", filter, asked);
                                        return {};
                                    });
}

Check accepts_refusals() {
    return {"goes on only when the broker has accepted it", [](const Evidence& evidence) -> Violation {
                bool refused = false;
                for (const MqttNote& note : evidence.mqtt) {
                    if (const auto* answer = std::get_if<mqtt::Connack>(&note.packet))
                        refused = answer->return_code != 0;
                    const bool ends = std::holds_alternative<mqtt::Disconnect>(note.packet);
                    if (std::holds_alternative<mqtt::Connect>(note.packet)) refused = false;
                    if (note.from_gateway && refused && !ends) return "sent " + note.text;
                }
                return std::nullopt;
            }};
}

Check acknowledges() {
    return {"acknowledges every message of QoS 1", [](const Evidence& evidence) -> Violation {
                std::size_t delivered = 0;
                for (const MqttNote& note : evidence.mqtt)
                    if (const auto* message = std::get_if<mqtt::Publish>(&note.packet))
                        delivered += std::size_t(!note.from_gateway && message->qos == 1);
                const std::size_t acknowledged = sent<mqtt::Puback>(evidence).size();
                if (acknowledged >= delivered) return std::nullopt;
                return fmt::format("acknowledged {} of {}", acknowledged, delivered);
            }};
}

Check publishes_text() {
    return on_each<mqtt::Publish>(
        "publishes text without control characters", [](const mqtt::Publish& packet) -> std::string {
            const bool control = std::any_of(packet.payload.begin(), packet.payload.end(), [](unsigned char c) {
                return c < ' ' && c != '\n' && c != '\t' && c != '\r';
            });
            return control ? "published control characters on " + packet.topic : "";
        });
}

Check boots_at_most(std::size_t most) {
    return {fmt::format("reports at most {} start{}", most, most == 1 ? "" : "s"),
            [most](const Evidence& evidence) -> Violation {
                return evidence.boots <= most ? std::nullopt : Violation{fmt::format("{} starts", evidence.boots)};
            }};
}

}  // namespace otbench::check
