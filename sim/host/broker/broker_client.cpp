#include "sim/host/broker/broker_client.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <random>
#include <utility>

#include "sim/host/broker/broker_secrets.hpp"

namespace otbench::sim {
namespace {

// OASIS MQTT 3.1.1, table 3.1.
constexpr const char* refusals[] = {"accepted",           "unacceptable protocol version", "client identifier rejected",
                                    "server unavailable", "bad user name or password",     "not authorised"};

mqtt::Connect connect_packet(const std::string& client_id, const BrokerAddress& credentials) {
    mqtt::Connect packet;
    packet.protocol = "MQTT";
    packet.level = 4;
    packet.keep_alive_s = 0;  // no supervision: it may be silent for as long as a virtual night takes
    packet.client_id = client_id;
    packet.username = credentials.user;
    packet.password = password_of(credentials);
    return packet;
}

}  // namespace

std::string unique_client_id(const std::string& role) {
    std::random_device random;
    return fmt::format("otbench-{}-{}-{:08x}", role, ::getpid(), random());
}

BrokerClient::BrokerClient(EventLoop& loop, const std::string& role, OnPacket on_packet, OnClosed on_closed)
    : loop_(loop), id_(unique_client_id(role)), on_packet_(std::move(on_packet)), on_closed_(std::move(on_closed)) {
    link_ = std::make_shared<BrokerLink>(
        loop,
        [this](const mqtt::Packet& packet, boost::span<const std::uint8_t>) {
            if (const auto* connack = std::get_if<mqtt::Connack>(&packet))
                connack_ = *connack;
            else if (std::holds_alternative<mqtt::Pingresp>(packet))
                --unanswered_;
            else
                on_packet_(packet);
        },
        [this] {
            closed_ = true;
            if (connack_ && connack_->return_code == 0) on_closed_();
        });
}

BrokerClient::~BrokerClient() {
    link_->close();
}

std::optional<std::string> BrokerClient::connect(const BrokerEndpoints& endpoints, const BrokerAddress& credentials) {
    if (const auto error = link_->connect(endpoints)) return link_->reason(error);
    link_->write(mqtt::encode(connect_packet(id_, credentials)));
    loop_.run_until([this] { return connack_ || closed_; }, broker_patience);
    if (!connack_ && closed_ && link_->end().category() == boost::asio::error::get_ssl_category())
        return link_->reason(link_->end());
    if (!connack_) return closed_ ? "closed the connection instead of accepting a client" : "no answer to CONNECT";
    const auto code = connack_->return_code;
    if (code == 0) return std::nullopt;
    return code < std::size(refusals) ? refusals[code] : fmt::format("refused a client with return code {}", code);
}

void BrokerClient::send(const mqtt::Packet& packet) {
    link_->write(mqtt::encode(packet));
}

void BrokerClient::ping() {
    ++unanswered_;
    send(mqtt::Pingreq{});
}

}  // namespace otbench::sim
