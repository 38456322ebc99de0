#include "check/gateway/mqtt_journal.hpp"

#include <fmt/format.h>

#include <array>

#include "base/printable.hpp"

namespace otbench::check {
namespace {

constexpr std::size_t shown_payload = 200;  // bytes

/// By their place in `mqtt::Packet`.
constexpr std::array<std::string_view, 14> packet_names = {
    "CONNECT",   "CONNACK", "PUBLISH",     "PUBACK",   "PUBREC",  "PUBREL",   "PUBCOMP",
    "SUBSCRIBE", "SUBACK",  "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT"};

std::string details(const mqtt::Connect& packet) {
    const std::string will = packet.will ? fmt::format(", will {}", packet.will->topic) : "";
    return fmt::format("{} {}, keep-alive {} s{}", packet.protocol, packet.client_id, packet.keep_alive_s, will);
}
std::string details(const mqtt::Connack& packet) {
    return fmt::format("{}", packet.return_code);
}
std::string details(const mqtt::Publish& packet) {
    const std::string rest =
        packet.payload.size() > shown_payload ? fmt::format("… ({} bytes)", packet.payload.size()) : "";
    return fmt::format("{}: {}{} (QoS {}{}{})", packet.topic, packet.payload.substr(0, shown_payload), rest, packet.qos,
                       packet.retain ? ", retained" : "", packet.dup ? ", again" : "");
}
std::string details(const mqtt::Subscribe& packet) {
    std::string text;
    for (const auto& [filter, qos] : packet.filters)
        text += fmt::format("{}{} (QoS {})", text.empty() ? "" : ", ", filter, qos);
    return text;
}
template <class Packet>
std::string details(const Packet& /*packet*/) {
    return {};
}

std::string text_of(const mqtt::Packet& packet) {
    std::string text{packet_names[packet.index()]};
    const std::string more = std::visit([](const auto& one) { return details(one); }, packet);
    return printable(more.empty() ? text : text + " " + more);
}

}  // namespace

void MqttJournal::add(bool from_gateway, const mqtt::Packet& packet) {
    last_ = now();
    notes_.push_back({from_gateway, last_, packet, text_of(packet)});
    if (std::holds_alternative<mqtt::Connect>(packet)) subscribed_ = false;
    if (std::holds_alternative<mqtt::Suback>(packet)) subscribed_ = true;
    if (!from_gateway) return;
    if (const auto* message = std::get_if<mqtt::Publish>(&packet);
        message != nullptr && mqtt::matches(answers_filter_, message->topic))
        answers_.push_back(message->payload);
}

}  // namespace otbench::check
