#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/core/span.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/host/broker/broker_address.hpp"
#include "sim/host/broker/event_loop.hpp"

namespace otbench::sim {

/// Where a broker is found, and how a connection to it is protected.
struct BrokerEndpoints {
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
    std::string host;                                ///< whose certificate is expected
    std::shared_ptr<boost::asio::ssl::context> tls;  ///< null: in the clear
};

/// Looks up a broker's host name and reads its certificates; throws `BrokerError`.
BrokerEndpoints resolve(EventLoop& loop, const BrokerAddress& address);

/// One TCP connection to a broker, with TLS if its address says so, as a stream of octets towards it and of packets
/// from it. Handlers run inside the event loop and may destroy the link.
class BrokerLink : public std::enable_shared_from_this<BrokerLink> {
public:
    using OnPacket = std::function<void(const mqtt::Packet& packet, boost::span<const std::uint8_t> octets)>;
    using OnOctets = std::function<void(boost::span<const std::uint8_t> octets)>;  ///< as they come
    using OnClosed = std::function<void()>;  ///< the broker closed it, or sent what is not MQTT

    /// Made by `std::make_shared`.
    BrokerLink(EventLoop& loop, OnPacket on_packet, OnClosed on_closed);
    BrokerLink(EventLoop& loop, OnOctets on_octets, OnClosed on_closed);

    /// Waits for the connection and its handshake, at most `broker_patience` for each. TCP_NODELAY is set on it.
    boost::system::error_code connect(const BrokerEndpoints& endpoints);
    /// Why the connection failed, in words: what `connect` returned, or with what reading ended.
    [[nodiscard]] std::string reason(const boost::system::error_code& error) const;
    /// With what reading ended.
    [[nodiscard]] const boost::system::error_code& end() const { return end_; }
    /// Sends octets; when the broker has gone, that shows as its closing.
    void write(boost::span<const std::uint8_t> bytes);
    /// Sends FIN, and goes on reading until the broker closes too.
    void finish();
    /// Sends FIN; no handler is called any more.
    void close();
    /// Sends RST; no handler is called any more.
    void reset();

private:
    using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

    boost::system::error_code shake_hands(const BrokerEndpoints& endpoints);
    void read();
    /// Calls `on_packet` with the packets that `octets` complete; false when they cannot be MQTT.
    bool split(boost::span<const std::uint8_t> octets, const OnPacket& on_packet);
    /// Calls `use` with what octets are read from and written to.
    template <class Use>
    void with_stream(Use use);

    EventLoop& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<boost::asio::ssl::context> tls_context_;
    std::optional<TlsStream> tls_;
    boost::system::error_code end_;
    OnOctets on_octets_;
    OnClosed on_closed_;
    mqtt::PacketReader reader_;
    bool is_mqtt_ = true;
    std::array<std::uint8_t, 4096> buffer_{};
};

}  // namespace otbench::sim
