#include "sim/host/broker/served_broker.hpp"

#include <fmt/core.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "sim/host/ports/accept_loop.hpp"
#include "sim/mqtt/mqtt_broker.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr Nanoseconds pause_within = 100ms;  // between the segments of a packet that is split
constexpr Nanoseconds pause_between = 20ms;  // between packets, so that TCP does not join them
constexpr std::uint8_t type_mask = 0xF0, publish_type = 0x30, qos_bits = 0x06, dup_bit = 0x08;  // MQTT 3.1.1, 3.3.1

bool is_publish(const std::vector<std::uint8_t>& packet) {
    return (packet[0] & type_mask) == publish_type;
}

}  // namespace

/// The connection of a client. Lives as long as it is read from.
class ServedBroker::Connection : public std::enable_shared_from_this<Connection> {
public:
    using OnOctets = std::function<void(boost::span<const std::uint8_t> octets)>;

    explicit Connection(tcp::socket socket) : socket_(std::move(socket)) {
        error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
    }

    /// Calls `on_octets` with what comes, and `on_end` when the client has gone.
    void read(OnOctets on_octets, std::function<void()> on_end) {
        on_octets_ = std::move(on_octets);
        on_end_ = std::move(on_end);
        read_on();
    }
    void send(std::vector<std::uint8_t> octets, Clock::time_point due) {
        outgoing_.push_back({due, std::move(octets)});
    }
    /// Ends the connection behind what was sent.
    void end(Clock::time_point due) { outgoing_.push_back({due, {}}); }

    /// Writes what is due: as one segment, or else one packet, with pauses between. False when that ended the
    /// connection.
    bool flush(bool as_one_segment) {
        const auto now = Clock::now();
        if (!as_one_segment && now < last_segment_ + pause_between) return true;
        std::vector<std::uint8_t> octets;
        bool ends = false;
        while (!ends && !outgoing_.empty() && outgoing_.front().due <= now && (as_one_segment || octets.empty())) {
            const auto& next = outgoing_.front().octets;
            ends = next.empty();
            octets.insert(octets.end(), next.begin(), next.end());
            outgoing_.pop_front();
        }
        error_code ignored;  // a client that has gone is noticed where its octets are read
        if (!octets.empty()) {
            boost::asio::write(socket_, boost::asio::buffer(octets), ignored);
            last_segment_ = now;
        }
        if (ends) close(CloseKind::orderly);
        return !ends;
    }
    void close(CloseKind kind) {
        on_octets_ = nullptr;
        error_code ignored;
        if (kind == CloseKind::reset) socket_.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
        socket_.close(ignored);
    }

private:
    struct Outgoing {
        Clock::time_point due;
        std::vector<std::uint8_t> octets;  ///< none: the end of the connection
    };

    void read_on() {
        socket_.async_read_some(boost::asio::buffer(buffer_),
                                [this, self = shared_from_this()](const error_code& error, std::size_t count) {
                                    if (!on_octets_) return;
                                    if (error) return on_end_();
                                    on_octets_({buffer_.data(), count});
                                    if (on_octets_) read_on();
                                });
    }

    tcp::socket socket_;
    std::deque<Outgoing> outgoing_;
    Clock::time_point last_segment_{};
    OnOctets on_octets_;
    std::function<void()> on_end_;
    std::array<std::uint8_t, 4096> buffer_{};
};

class ServedBroker::Impl {
public:
    Impl(const std::string& host, std::uint16_t port, OnPacket on_packet) : on_packet_(std::move(on_packet)) {
        error_code error;
        const auto address = boost::asio::ip::make_address(host, error);
        if (error) throw std::runtime_error{fmt::format("invalid address '{}' (expected one such as 127.0.0.1)", host)};
        place_ = {address, port};
        listen();
        place_ = accepting_->acceptor().local_endpoint();
    }
    ~Impl() { end_connections(CloseKind::orderly); }

    void listen() {
        auto accepting = std::make_unique<AcceptLoop<tcp>>(io_);
        auto& acceptor = accepting->acceptor();
        error_code error;
        acceptor.open(place_.protocol());
        acceptor.set_option(boost::asio::socket_base::reuse_address{true});
        acceptor.bind(place_, error);
        if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
        if (error)
            throw std::runtime_error{fmt::format("cannot listen on {}:{} for the broker's clients: {}",
                                                 place_.address().to_string(), place_.port(), error.message())};
        accepting->run([this](tcp::socket socket) { welcome(std::move(socket)); });
        accepting_ = std::move(accepting);
    }

    void poll() {
        io_.poll();
        io_.restart();
        if (faults.holds) {
            held_ = true;
            return;
        }
        const bool as_one_segment = std::exchange(held_, false);
        for (auto client = clients_.begin(); client != clients_.end();)
            client = client->second.link->flush(as_one_segment) ? std::next(client) : clients_.erase(client);
    }

    [[nodiscard]] std::size_t clients() const { return clients_.size(); }

    void deliver(std::vector<BrokerOutput> outputs) {
        for (BrokerOutput& output : outputs) {
            if (auto* bytes = std::get_if<ToDevice>(&output))
                send(bytes->connection, std::move(bytes->bytes));
            else if (const auto* closed = std::get_if<ConnectionClosed>(&output))
                if (const auto client = clients_.find(closed->connection); client != clients_.end())
                    client->second.link->end(due());
        }
    }

    void end_connections(CloseKind kind) {
        for (auto& [connection, client] : std::exchange(clients_, {})) {
            client.link->close(kind);
            deliver(broker.close(connection));
        }
    }

    void take_over() {
        const ConnectionId twin{++connections_};
        broker.open(twin);
        mqtt::Connect connect;
        connect.client_id = client_id_;
        deliver(broker.send(twin, mqtt::encode(connect), Cause::none));
    }

    MqttBroker broker;
    BrokerFaults faults;
    boost::asio::io_context io_{1};
    tcp::endpoint place_;
    std::unique_ptr<AcceptLoop<tcp>> accepting_;  ///< null while it is stopped

private:
    struct Client {
        std::shared_ptr<Connection> link;
        mqtt::PacketReader reader;
    };

    [[nodiscard]] Clock::time_point due() const { return Clock::now() + faults.delay; }

    void welcome(tcp::socket socket) {
        const ConnectionId connection{++connections_};
        Client& client = clients_[connection];
        client.link = std::make_shared<Connection>(std::move(socket));
        broker.open(connection);
        client.link->read([this, connection](auto octets) { received(connection, octets); },
                          [this, connection] {
                              clients_.erase(connection);
                              deliver(broker.close(connection));
                          });
    }

    void received(ConnectionId connection, boost::span<const std::uint8_t> octets) {
        Client& client = clients_.at(connection);
        client.reader.feed(octets);
        for (auto packet = client.reader.next();; packet = client.reader.next()) {
            if (packet.has_error()) return client.link->end(due());
            if (!*packet) return;
            on_packet_(true, **packet);
            handle(connection, **packet, client.reader.octets());
        }
    }

    void handle(ConnectionId connection, const mqtt::Packet& packet, boost::span<const std::uint8_t> octets) {
        const auto* connect = std::get_if<mqtt::Connect>(&packet);
        if (connect != nullptr) client_id_ = connect->client_id;
        if (faults.mute) return;
        if (faults.refusal == 0) return deliver(broker.send(connection, octets, Cause::none));
        if (connect == nullptr) return;
        send(connection, mqtt::encode(mqtt::Connack{false, faults.refusal}));
        clients_.at(connection).link->end(due() + pause_within);  // some clients go on as if they were accepted
    }

    void send(ConnectionId connection, std::vector<std::uint8_t> packet) {
        const auto client = clients_.find(connection);
        if (client == clients_.end()) return;  // a twin, or gone meanwhile
        Connection& link = *client->second.link;
        report(packet);
        if (!is_publish(packet)) return link.send(std::move(packet), due());
        const auto half = packet.begin() + std::ptrdiff_t(packet.size() / 2);
        if (std::exchange(faults.cut, false)) {
            link.send({packet.begin(), half}, due());
            return link.end(due() + pause_within);
        }
        const bool again = (packet[0] & qos_bits) != 0 && std::exchange(faults.duplicate, false);
        if (std::exchange(faults.split, false)) {
            link.send({packet.begin(), half}, due());
            link.send({half, packet.end()}, due() + pause_within);
        } else {
            link.send(packet, due());
        }
        if (!again) return;
        packet[0] |= dup_bit;
        report(packet);
        link.send(std::move(packet), due());
    }

    void report(const std::vector<std::uint8_t>& octets) {
        mqtt::PacketReader reader;
        reader.feed(octets);
        if (const auto packet = reader.next(); packet.has_value() && *packet) on_packet_(false, **packet);
    }

    OnPacket on_packet_;
    std::map<ConnectionId, Client> clients_;
    std::uint32_t connections_ = 0;
    bool held_ = false;      ///< packets wait for the end of `BrokerFaults::holds`
    std::string client_id_;  ///< of the last CONNECT
};

ServedBroker::ServedBroker(const std::string& host, std::uint16_t port, OnPacket on_packet)
    : impl_(std::make_unique<Impl>(host, port, std::move(on_packet))) {}

ServedBroker::~ServedBroker() = default;

std::uint16_t ServedBroker::port() const {
    return impl_->place_.port();
}

BrokerFaults& ServedBroker::faults() {
    return impl_->faults;
}

std::size_t ServedBroker::clients() const {
    return impl_->clients();
}

void ServedBroker::poll() {
    impl_->poll();
}

void ServedBroker::publish(const MqttMessage& message) {
    impl_->deliver(impl_->broker.publish(message, Cause::none));
}

void ServedBroker::end_connections(CloseKind kind) {
    impl_->end_connections(kind);
}

void ServedBroker::stop(CloseKind kind) {
    impl_->accepting_.reset();
    impl_->end_connections(kind);
}

void ServedBroker::start() {
    if (!impl_->accepting_) impl_->listen();
}

void ServedBroker::take_over() {
    impl_->take_over();
}

}  // namespace otbench::sim
