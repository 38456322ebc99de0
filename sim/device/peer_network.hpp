#pragma once

#include <boost/core/span.hpp>
#include <functional>
#include <optional>
#include <set>

#include "base/mqtt/mqtt_packet.hpp"
#include "firmware_model/network/network_port.hpp"
#include "sim/protocol/odp.hpp"

namespace otbench::sim {

/// Wi-Fi and sockets of a firmware's process: its requests become calls of the bench's network, and what the network
/// does becomes events for the process. One TCP connection at a time; what else is asked for fails at once.
class PeerNetwork : private firmware::NetworkEvents {
public:
    using Push = std::function<void(odp::PeerEvent::Kind kind, std::vector<std::uint8_t> body, Cause cause)>;

    /// `now` is virtual time; `push` takes events for the process.
    PeerNetwork(firmware::NetworkPort& port, EventSink& events, std::function<Nanoseconds()> now, Push push);

    void request(const odp::Wifi& request);
    /// `cause`: what made the process ask. An error for a body that is too short.
    Checked<void> request(const odp::Net& request, Cause cause);
    /// The process has ended, and its connection with it.
    void power_cycle();

    /// All topics that the process asked for are granted, and its connection is still there.
    [[nodiscard]] bool subscribed() const { return granted_ && asked_.empty() && connection_; }

private:
    void wifi_associated() override;
    void wifi_got_ip() override;
    void wifi_lost() override;
    void host_resolved(bool found) override;
    void tcp_connected() override;
    void tcp_failed() override;
    void tcp_closed() override;
    void tcp_sent() override;
    void download_connected() override {}
    void download_finished(bool) override {}
    void stack_crashed() override {}
    void tcp_received(boost::span<const std::uint8_t> segment, Cause cause) override;
    void http_connected(firmware::HttpConnection) override {}
    void http_received(firmware::HttpConnection, std::string, Cause) override {}
    void http_closed(firmware::HttpConnection) override {}

    void push(std::uint16_t connection, odp::PeerEvent::NetChange change, boost::span<const std::uint8_t> body = {},
              Cause cause = Cause::none);
    void open(std::uint16_t connection, boost::span<const std::uint8_t> address, std::uint16_t tcp_port);
    void send(boost::span<const std::uint8_t> octets, Cause cause);
    /// Follows the MQTT in what was sent or received, for the trace and for `subscribed`.
    Cause follow_sent(boost::span<const std::uint8_t> octets, Cause cause);
    void follow_received(boost::span<const std::uint8_t> octets);
    void forget_connection();

    firmware::NetworkPort& port_;
    EventSink& events_;
    std::function<Nanoseconds()> now_;
    Push push_;
    std::uint16_t resolving_ = 0;
    std::optional<std::uint16_t> connection_;
    bool connected_ = false;
    mqtt::PacketReader sent_, received_;
    std::set<std::uint16_t> asked_;  ///< packet ids of SUBSCRIBEs without their SUBACK
    bool granted_ = false;
};

}  // namespace otbench::sim
