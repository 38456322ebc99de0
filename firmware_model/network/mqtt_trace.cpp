#include "firmware_model/network/mqtt_trace.hpp"

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

/// Records one packet type each; only what a device sends is recorded in detail.
struct Recorder {
    EventSink& events;
    Nanoseconds at;
    Cause cause;

    Cause operator()(const mqtt::Connect& p) const {
        const mqtt::Will will = p.will.value_or(mqtt::Will{});
        // Flag bits: MQTT V3.1, 3.1.
        const int flags = (p.username ? 0x80 : 0) | (p.password ? 0x40 : 0) | (will.retain ? 0x20 : 0) |
                          (will.qos << 3) | (p.will ? 0x04 : 0) | (p.clean_session ? 0x02 : 0);
        return events.record(at, event::mqtt_tx, cause,
                             {{"type", "CONNECT"},
                              {"protocol", p.protocol},
                              {"level", int{p.level}},
                              {"flags", flags},
                              {"keepalive", int{p.keep_alive_s}},
                              {"client_id", p.client_id},
                              {"will_topic", will.topic},
                              {"will_payload", will.payload},
                              {"will_qos", int{will.qos}},
                              {"will_retain", will.retain},
                              {"username", p.username.value_or("")},
                              {"password", p.password.value_or("")},
                              {"clean_session", p.clean_session}});
    }
    Cause operator()(const mqtt::Publish& p) const {
        return events.record(at, event::mqtt_tx, cause,
                             {{"type", "PUBLISH"},
                              {"topic", p.topic},
                              {"msg_id", int{p.packet_id}},
                              {"payload", p.payload},
                              {"qos", int{p.qos}},
                              {"retain", p.retain},
                              {"dup", p.dup}});
    }
    Cause operator()(const mqtt::Subscribe& p) const {
        const auto& [filter, qos] = p.filters.front();
        return events.record(
            at, event::mqtt_tx, cause,
            {{"type", "SUBSCRIBE"}, {"msg_id", int{p.packet_id}}, {"topic", filter}, {"qos", int{qos}}});
    }
    Cause operator()(const mqtt::Puback& p) const { return acknowledgement("PUBACK", p.packet_id); }
    Cause operator()(const mqtt::Pubrec& p) const { return acknowledgement("PUBREC", p.packet_id); }
    Cause operator()(const mqtt::Pubrel& p) const { return acknowledgement("PUBREL", p.packet_id); }
    Cause operator()(const mqtt::Pubcomp& p) const { return acknowledgement("PUBCOMP", p.packet_id); }
    Cause operator()(const mqtt::Pingreq&) const {
        return events.record(at, event::mqtt_tx, cause, {{"type", "PINGREQ"}});
    }
    template <typename Other>
    Cause operator()(const Other&) const {
        return events.record(at, event::mqtt_tx, cause, {{"type", "OTHER"}});
    }

    [[nodiscard]] Cause acknowledgement(const char* type, std::uint16_t packet_id) const {
        return events.record(at, event::mqtt_tx, cause, {{"type", type}, {"msg_id", int{packet_id}}});
    }
};

}  // namespace

Cause record_sent_packet(EventSink& events, Nanoseconds at, Cause cause, const mqtt::Packet& packet) {
    return std::visit(Recorder{events, at, cause}, packet);
}

}  // namespace otbench::firmware
