#pragma once

#include <optional>
#include <set>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/device/peer_network.hpp"

namespace otbench::sim {

/// One TCP connection to the broker, and the MQTT on it, which is followed for the trace and for `subscribed`.
class PeerNetwork::Stream : public firmware::NetworkEvents {
public:
    Stream(PeerNetwork& network, firmware::NetworkPort& port) : network_(network), port_(port) { port_.attach(*this); }

    /// The process's number for it, while it is in use.
    [[nodiscard]] std::optional<std::uint16_t> number() const { return number_; }
    void open(std::uint16_t number, const std::string& host, std::uint16_t tcp_port);
    void send(boost::span<const std::uint8_t> octets, Cause cause) { port_.send(octets, follow_sent(octets, cause)); }
    void close();
    /// It is gone without a word.
    void forget();
    [[nodiscard]] bool subscribed() const { return granted_ && asked_.empty() && number_; }

private:
    void tcp_connected() override;
    void tcp_failed() override;
    void tcp_closed() override;
    void tcp_sent() override;
    void tcp_received(boost::span<const std::uint8_t> segment, Cause cause) override;
    // The first one's port is the station's, too.
    void wifi_associated() override { network_.wifi_associated(); }
    void wifi_got_ip() override { network_.wifi_got_ip(); }
    void wifi_lost() override { network_.wifi_lost(); }
    void host_resolved(bool found) override { network_.host_resolved(found); }
    void download_connected() override {}
    void download_finished(bool) override {}
    void stack_crashed() override {}
    void http_connected(firmware::HttpConnection connection) override { network_.http_connected(connection); }
    void http_received(firmware::HttpConnection connection, std::string segment, Cause cause) override {
        network_.http_received(connection, segment, cause);
    }
    void http_closed(firmware::HttpConnection connection) override { network_.http_closed(connection); }
    void http_sent(firmware::HttpConnection connection) override { network_.http_sent(connection); }
    void datagram_received(std::uint16_t port, const firmware::Datagram& datagram, Cause cause) override {
        network_.datagram_received(port, datagram, cause);
    }

    Cause follow_sent(boost::span<const std::uint8_t> octets, Cause cause);
    void follow_received(boost::span<const std::uint8_t> octets);

    PeerNetwork& network_;
    firmware::NetworkPort& port_;
    std::optional<std::uint16_t> number_;
    bool connected_ = false;
    mqtt::PacketReader sent_, received_;
    std::set<std::uint16_t> asked_;  ///< packet ids of SUBSCRIBEs without their SUBACK
    bool granted_ = false;
};

}  // namespace otbench::sim
