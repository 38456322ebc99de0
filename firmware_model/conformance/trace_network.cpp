#include "firmware_model/conformance/trace_network.hpp"

#include <optional>

#include "firmware_model/network/network_delays.hpp"

namespace otbench::firmware {
namespace {

constexpr NetworkDelays delays;

/// The broker's answer to a packet, if it has one.
std::optional<mqtt::Packet> answer_to(const mqtt::Packet& packet, std::uint8_t connack) {
    if (std::holds_alternative<mqtt::Connect>(packet)) return mqtt::Connack{false, connack};
    if (std::holds_alternative<mqtt::Pingreq>(packet)) return mqtt::Pingresp{};
    if (const auto* p = std::get_if<mqtt::Subscribe>(&packet)) return mqtt::Suback{p->packet_id, {0}};
    if (const auto* p = std::get_if<mqtt::Pubrel>(&packet)) return mqtt::Pubcomp{p->packet_id};
    if (const auto* p = std::get_if<mqtt::Pubrec>(&packet)) return mqtt::Pubrel{p->packet_id};
    if (const auto* p = std::get_if<mqtt::Publish>(&packet)) {
        if (p->qos == 1) return mqtt::Puback{p->packet_id};
        if (p->qos == 2) return mqtt::Pubrec{p->packet_id};
    }
    return std::nullopt;
}

}  // namespace

void TraceNetwork::in(Nanoseconds delay, std::function<void()> action) {
    agenda_.at(clock_() + delay, [this, run = run_, action = std::move(action)] {
        if (run == run_) action();
    });
}

void TraceNetwork::in_connection(Nanoseconds delay, std::function<void()> action) {
    agenda_.at(clock_() + delay, [this, connection = connection_, action = std::move(action)] {
        if (connection == connection_) action();
    });
}

void TraceNetwork::lose_connection() {
    connected_ = false;
    ++connection_;
}

void TraceNetwork::wifi_connect(const std::string& ssid) {
    if (!setup_.wifi_up || (ssid.empty() && setup_.kind == Kind::real)) return;
    in_station(delays.associate, [this] { device_->wifi_associated(); });
    in_station(delays.address, [this] { device_->wifi_got_ip(); });
}

void TraceNetwork::wifi_disconnect() {
    ++station_;
    lose_connection();
}

void TraceNetwork::in_station(Nanoseconds delay, std::function<void()> action) {
    in(delay, [this, station = station_, action = std::move(action)] {
        if (station == station_) action();
    });
}

void TraceNetwork::resolve(const std::string& /*host*/) {
    in(delays.resolve, [this] { device_->host_resolved(true); });
}

void TraceNetwork::connect(const std::string& /*host*/, std::uint16_t /*port*/) {
    if (!setup_.broker_up) {
        in_connection(delays.refuse, [this] { device_->tcp_failed(); });
        return;
    }
    in_connection(delays.connect, [this] {
        connected_ = true;
        device_->tcp_connected();
    });
}

void TraceNetwork::send(boost::span<const std::uint8_t> bytes, Cause /*cause*/) {
    if (!connected_) return;
    in_connection(delays.acknowledge, [this] { device_->tcp_sent(); });
    mqtt::PacketReader reader;
    reader.feed(bytes);
    const auto packet = reader.next();
    if (!packet || !*packet) return;
    if (const auto answer = answer_to(**packet, setup_.connack)) {
        in_connection(delays.answer,
                      [this, segment = mqtt::encode(*answer)] { device_->tcp_received(segment, Cause::none); });
    }
    if (setup_.connack != 0 && std::holds_alternative<mqtt::Connect>(**packet)) {
        in_connection(delays.answer + delays.forward, [this] { drop(); });
    }
}

void TraceNetwork::deliver(const std::vector<mqtt::Packet>& packets) {
    if (!connected_) return;
    std::vector<std::uint8_t> segment;
    for (const auto& packet : packets) {
        const auto bytes = mqtt::encode(packet);
        segment.insert(segment.end(), bytes.begin(), bytes.end());
    }
    device_->tcp_received(segment, Cause::none);
}

void TraceNetwork::drop(bool is_error) {
    if (!connected_) return;
    lose_connection();
    if (is_error) {
        device_->tcp_failed();
    } else {
        device_->tcp_closed();
    }
}

void TraceNetwork::drop_wifi() {
    lose_connection();
    device_->wifi_lost();
}

void TraceNetwork::disconnect() {
    lose_connection();
}

void TraceNetwork::download(const std::string& /*host*/, std::uint16_t /*port*/, const std::string& /*path*/) {
    if (setup_.kind == Kind::recorded) in(delays.connect, [this] { device_->stack_crashed(); });
}

void TraceNetwork::power_cycle() {
    lose_connection();
    ++run_;
}

}  // namespace otbench::firmware
