#include "sim/device/peer_stream.hpp"

#include <array>

#include "base/event_kinds.hpp"
#include "firmware_model/network/mqtt_trace.hpp"

namespace otbench::sim {

using odp::PeerEvent;

void PeerNetwork::Stream::open(std::uint16_t number, const std::string& host, std::uint16_t tcp_port) {
    number_ = number;
    network_.events_.record(network_.now_(), event::tcp_connect, Cause::none, {{"ip", host}, {"port", int{tcp_port}}});
    port_.connect(host, tcp_port);
}

void PeerNetwork::Stream::close() {
    forget();
    port_.disconnect();
}

void PeerNetwork::Stream::forget() {
    number_.reset();
    connected_ = false;
    sent_ = {};
    received_ = {};
    asked_.clear();
    granted_ = false;
}

// ---- MQTT on its way ----

Cause PeerNetwork::Stream::follow_sent(boost::span<const std::uint8_t> octets, Cause cause) {
    sent_.feed(octets);
    for (auto packet = sent_.next(); packet && *packet; packet = sent_.next()) {
        cause = firmware::record_sent_packet(network_.events_, network_.now_(), cause, **packet);
        if (const auto* subscribe = std::get_if<mqtt::Subscribe>(&**packet)) asked_.insert(subscribe->packet_id);
    }
    return cause;
}

void PeerNetwork::Stream::follow_received(boost::span<const std::uint8_t> octets) {
    received_.feed(octets);
    for (auto packet = received_.next(); packet && *packet; packet = received_.next()) {
        if (const auto* grant = std::get_if<mqtt::Suback>(&**packet)) granted_ |= asked_.erase(grant->packet_id) > 0;
    }
}

// ---- what the network does ----

void PeerNetwork::Stream::tcp_connected() {
    connected_ = true;
    network_.events_.record(network_.now_(), event::tcp_connected, Cause::none, {});
    if (number_) network_.push(*number_, PeerEvent::NetChange::connected);
}

void PeerNetwork::Stream::tcp_failed() {
    constexpr std::int8_t aborted = -8;
    if (!number_) return;
    const std::uint16_t number = *number_;
    const bool was_open = connected_;
    forget();
    if (was_open) return network_.push(number, PeerEvent::NetChange::reset);
    network_.push(number, PeerEvent::NetChange::failed, std::array{static_cast<std::uint8_t>(aborted)});
}

void PeerNetwork::Stream::tcp_closed() {
    if (!number_) return;
    const std::uint16_t number = *number_;
    forget();
    network_.push(number, PeerEvent::NetChange::closed);
}

void PeerNetwork::Stream::tcp_sent() {
    if (number_) network_.push(*number_, PeerEvent::NetChange::sent);
}

void PeerNetwork::Stream::tcp_received(boost::span<const std::uint8_t> segment, Cause cause) {
    if (!number_) return;
    network_.push(*number_, PeerEvent::NetChange::received, segment, cause);
    follow_received(segment);
}

}  // namespace otbench::sim
