#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/core/span.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/host/broker/broker_address.hpp"
#include "sim/host/broker/event_loop.hpp"

namespace otbench::sim {

using BrokerEndpoints = std::vector<boost::asio::ip::tcp::endpoint>;

/// Looks up a broker's host name; throws `BrokerError`.
BrokerEndpoints resolve(EventLoop& loop, const BrokerAddress& address);

/// One TCP connection to a broker, as a stream of octets towards it and of packets from it. Handlers run inside the
/// event loop and may destroy the link.
class BrokerLink : public std::enable_shared_from_this<BrokerLink> {
public:
    using OnPacket = std::function<void(const mqtt::Packet& packet, boost::span<const std::uint8_t> octets)>;
    using OnClosed = std::function<void()>;  ///< the broker closed it, or sent what is not MQTT

    /// Made by `std::make_shared`.
    BrokerLink(EventLoop& loop, OnPacket on_packet, OnClosed on_closed);

    /// Waits for the connection, at most `broker_patience`. TCP_NODELAY is set on it.
    boost::system::error_code connect(const BrokerEndpoints& endpoints);
    /// Sends octets; when the broker has gone, that shows as its closing.
    void write(boost::span<const std::uint8_t> bytes);
    /// Sends FIN, and goes on reading until the broker closes too.
    void finish();
    /// Sends RST; no handler is called any more.
    void reset();

private:
    void read();

    EventLoop& loop_;
    boost::asio::ip::tcp::socket socket_;
    OnPacket on_packet_;
    OnClosed on_closed_;
    mqtt::PacketReader reader_;
    std::array<std::uint8_t, 4096> buffer_{};
};

}  // namespace otbench::sim
