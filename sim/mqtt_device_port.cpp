#include "sim/mqtt_device_port.hpp"

#include <utility>

#include "base/event_kinds.hpp"
#include "sim/now.hpp"

namespace otbench::sim {
namespace {

constexpr std::uint8_t connect_type = 1;
constexpr std::uint8_t disconnect_packet[] = {0xE0, 0x00};

std::uint8_t type_of(boost::span<const std::uint8_t> packet) {
    return packet.empty() ? 0 : static_cast<std::uint8_t>(packet[0] >> 4U);
}

}  // namespace

MqttNetwork::DevicePort::DevicePort(MqttNetwork& network, std::string name)
    : network_(network), name_(std::move(name)), http_(network.alarms_, network.delays_) {}

void MqttNetwork::DevicePort::attach(firmware::NetworkEvents& device) {
    device_ = &device;
    http_.attach(device);
}

void MqttNetwork::DevicePort::wifi_connect(const std::string& ssid) {
    wants_wifi_ = !ssid.empty();
    if (network_.wifi_up_ && wants_wifi_) associate();
}

void MqttNetwork::DevicePort::wifi_disconnect() {
    wants_wifi_ = false;
    break_off();
}

void MqttNetwork::DevicePort::set_wifi(bool up) {
    if (!wants_wifi_) return;
    if (up) return associate();
    break_off();
    device_->wifi_lost();
}

void MqttNetwork::DevicePort::break_off() {
    ++life_;  // what is still on its way does not arrive
    vanish();
    for (const auto& connection : further_) connection->break_off();
}

void MqttNetwork::DevicePort::associate() {
    later(network_.delays_.associate, [this] { device_->wifi_associated(); });
    later(network_.delays_.address, [this] { device_->wifi_got_ip(); });
}

void MqttNetwork::DevicePort::resolve(const std::string&) {
    later(network_.delays_.resolve, [this] { device_->host_resolved(true); });
}

void MqttNetwork::DevicePort::connect(const std::string&, std::uint16_t) {
    drop(CloseKind::orderly);
    const ConnectionId id{++network_.connections_};
    if (network_.broker_reachable_ && !faults().half_open && network_.broker_.open(id)) {
        connection_ = id;
        reader_ = {};
        held_.clear();
        network_.open_[id] = this;
        on_connection(network_.delays_.connect + 2 * faults().latency, [this] { device_->tcp_connected(); });
    } else {
        later(network_.delays_.refuse, [this] { device_->tcp_failed(); });
    }
}

void MqttNetwork::DevicePort::send(boost::span<const std::uint8_t> bytes, Cause cause) {
    if (!connection_) return;
    if (severed_) {
        // Where packets pass again, the broker's host answers one of a connection that it has given up with a reset.
        if (!faults().half_open) on_connection(network_.delays_.acknowledge, [this] { end(CloseKind::reset); });
        return;
    }
    on_connection(network_.delays_.acknowledge + 2 * faults().latency, [this] { device_->tcp_sent(); });
    reader_.feed(bytes);
    held_.insert(held_.end(), bytes.begin(), bytes.end());
    while (connection_) {
        const auto packet = reader_.next();
        if (!packet) return to_broker(*connection_, std::exchange(held_, {}), cause);  // the broker objects to it
        if (!*packet) return;
        const auto end = held_.begin() + static_cast<std::ptrdiff_t>(reader_.octets().size());
        std::vector<std::uint8_t> octets{held_.begin(), end};
        held_.erase(held_.begin(), end);
        pass_on(octets, cause);
    }
}

void MqttNetwork::DevicePort::pass_on(const std::vector<std::uint8_t>& packet, Cause cause) {
    const std::uint8_t type = type_of(packet);
    if (type == connect_type) {
        last_connect_ = packet;
        if (faults().refusal != 0) return refuse(cause);
    }
    const PacketPassage passage = path_.pass(PacketDirection::from_device, packet, now(), Nanoseconds{});
    cause = record(passage, PacketDirection::from_device, type, cause);
    for (const auto& copy : passage.copies) {
        if (passage.delay == Nanoseconds{})
            to_broker(*connection_, copy, cause);
        else
            network_.alarms_.at(now() + passage.delay,
                                [this, id = *connection_, copy, cause] { to_broker(id, copy, cause); });
        if (!connection_) return;  // the broker threw it off
    }
    if (passage.cut) on_connection(passage.delay, [this] { end(CloseKind::reset); });
}

void MqttNetwork::DevicePort::to_broker(ConnectionId connection, boost::span<const std::uint8_t> bytes, Cause cause) {
    if (severed_ && connection == connection_) return;
    last_sent_ = now();
    network_.deliver(network_.broker_.send(connection, bytes, cause));
    if (connection == connection_ && watched_ != connection_) watch_silence();
}

void MqttNetwork::DevicePort::refuse(Cause cause) {
    const std::vector<std::uint8_t> connack{0x20, 0x02, 0x00, faults().refusal};
    const ConnectionId id = *connection_;
    network_.log_.record_from(name_, now(), event::mqtt_fault, cause,
                              {{"fault", "refuse"}, {"packet", "CONNECT"}, {"direction", "from device"}});
    receive(id, connack, cause, network_.delays_.answer);
    peer_closed(id);
    network_.deliver(network_.broker_.close(id, CloseKind::orderly));
}

Cause MqttNetwork::DevicePort::record(const PacketPassage& passage, PacketDirection direction, std::uint8_t type,
                                      Cause cause) {
    if (passage.fault.empty()) return cause;
    return network_.log_.record_from(name_, now(), event::mqtt_fault, cause,
                                     {{"fault", std::string{passage.fault}},
                                      {"packet", std::string{packet_name(type)}},
                                      {"direction", std::string{name_of(direction)}}});
}

void MqttNetwork::DevicePort::power_cycle() {
    ++life_;
    drop(CloseKind::reset);
    for (const auto& connection : further_) connection->power_cycle();
    http_.power_cycle();
    datagram_ports_.clear();
}

firmware::NetworkPort* MqttNetwork::DevicePort::further_connection() {
    further_.push_back(std::make_unique<DevicePort>(network_, name_));
    return further_.back().get();
}

void MqttNetwork::DevicePort::open_datagrams(std::uint16_t port, bool on) {
    if (on)
        datagram_ports_.insert(port);
    else
        datagram_ports_.erase(port);
}

/// All stations have one address, so only broadcasts reach another one.
void MqttNetwork::DevicePort::send_datagram(std::uint16_t from_port, firmware::Datagram datagram, Cause cause) {
    const std::string own = station_address().address;
    const bool to_itself = datagram.address == own || datagram.address == "127.0.0.1";
    const bool to_all = datagram.address == "255.255.255.255" || datagram.address == "192.168.1.255";
    const std::uint16_t port = std::exchange(datagram.port, from_port);
    datagram.address = own;
    network_.alarms_.at(now() + network_.delays_.forward, [=] {
        for (const auto& station : network_.ports_)
            if (station.get() == this ? to_itself : to_all) station->deliver(port, datagram, cause);
    });
}

void MqttNetwork::DevicePort::deliver(std::uint16_t port, const firmware::Datagram& datagram, Cause cause) {
    if (network_.wifi_up_ && wants_wifi_ && datagram_ports_.count(port) != 0)
        device_->datagram_received(port, datagram, cause);
}

void MqttNetwork::DevicePort::http_answer(firmware::HttpConnection connection, std::string bytes, Cause cause) {
    http_.answer(connection, std::move(bytes), cause);
}

void MqttNetwork::DevicePort::receive(ConnectionId connection, const std::vector<std::uint8_t>& packet, Cause cause,
                                      Nanoseconds usual) {
    if (connection != connection_) return;  // the twin's
    const PacketPassage passage = path_.pass(PacketDirection::to_device, packet, now(), usual);
    cause = record(passage, PacketDirection::to_device, type_of(packet), cause);
    for (const auto& copy : passage.copies)
        on_connection(passage.delay, [this, copy, cause] {
            if (!severed_) device_->tcp_received(copy, cause);
        });
    if (passage.cut) on_connection(passage.delay, [this] { end(CloseKind::reset); });
}

void MqttNetwork::DevicePort::end(CloseKind kind) {
    for (const auto& connection : further_) connection->end(kind);
    if (!connection_) return;
    const ConnectionId id = *connection_;
    const bool broker_knows = !severed_;
    forget();
    if (kind == CloseKind::orderly)
        device_->tcp_closed();
    else
        device_->tcp_failed();
    if (broker_knows) network_.deliver(network_.broker_.close(id, CloseKind::reset));
}

void MqttNetwork::DevicePort::peer_closed(ConnectionId connection) {
    if (connection == twin_) {
        network_.open_.erase(connection);
        twin_.reset();
        if (const auto pause = faults().twin) network_.alarms_.at(now() + *pause, [this] { start_twin(); });
        return;
    }
    on_connection(path_.closing_delay(PacketDirection::to_device, now(), network_.delays_.answer), [this] {
        forget();
        device_->tcp_closed();
    });
}

void MqttNetwork::DevicePort::set_faults(const PacketFaults& faults) {
    const bool was_half_open = path_.faults().half_open;
    path_.set_faults(faults);
    if (faults.half_open && !was_half_open) sever();
    if (faults.twin)
        start_twin();
    else
        stop_twin();
}

void MqttNetwork::DevicePort::later(Nanoseconds delay, std::function<void()> action) {
    network_.alarms_.at(now() + delay, [this, life = life_, action = std::move(action)] {
        if (life == life_) action();
    });
}

void MqttNetwork::DevicePort::on_connection(Nanoseconds delay, std::function<void()> action) {
    later(delay, [this, id = connection_, action = std::move(action)] {
        if (id == connection_) action();
    });
}

void MqttNetwork::DevicePort::watch_silence() {
    const auto limit = network_.broker_.silence_limit(*connection_);
    if (!limit) return;
    watched_ = connection_;
    on_connection(last_sent_ + *limit - now(), [this, limit] {
        if (now() < last_sent_ + *limit) return watch_silence();
        network_.deliver(network_.broker_.expire(*connection_));
    });
}

void MqttNetwork::DevicePort::sever() {
    if (!connection_ || severed_) return;
    severed_ = true;
    const ConnectionId id = *connection_;
    network_.open_.erase(id);
    if (const auto limit = network_.broker_.silence_limit(id))
        network_.alarms_.at(last_sent_ + *limit, [this, id] { network_.deliver(network_.broker_.expire(id)); });
}

void MqttNetwork::DevicePort::vanish() {
    sever();
    if (connection_) forget();
}

void MqttNetwork::DevicePort::forget() {
    network_.open_.erase(*connection_);
    connection_.reset();
    severed_ = false;
}

void MqttNetwork::DevicePort::drop(CloseKind kind) {
    if (!connection_) return;
    const ConnectionId id = *connection_;
    const bool broker_knows = !severed_;
    forget();
    if (broker_knows) close_at_broker(id, kind);
}

void MqttNetwork::DevicePort::close_at_broker(ConnectionId connection, CloseKind kind) {
    const Nanoseconds delay = path_.closing_delay(PacketDirection::from_device, now(), Nanoseconds{});
    if (delay == Nanoseconds{}) return network_.deliver(network_.broker_.close(connection, kind));
    network_.alarms_.at(now() + delay,
                        [this, connection, kind] { network_.deliver(network_.broker_.close(connection, kind)); });
}

void MqttNetwork::DevicePort::start_twin() {
    if (!faults().twin || twin_ || last_connect_.empty()) return;
    const ConnectionId id{++network_.connections_};
    if (!network_.broker_reachable_ || !network_.broker_.open(id)) {
        network_.alarms_.at(now() + *faults().twin, [this] { start_twin(); });
        return;
    }
    twin_ = id;
    network_.open_[id] = this;
    const Cause event =
        network_.log_.record_from(name_, now(), event::mqtt_fault, Cause::none,
                                  {{"fault", "twin"}, {"packet", "CONNECT"}, {"direction", "from device"}});
    network_.deliver(network_.broker_.send(id, last_connect_, event));
}

void MqttNetwork::DevicePort::stop_twin() {
    if (!twin_) return;
    const ConnectionId id = *twin_;
    network_.open_.erase(id);
    twin_.reset();
    network_.deliver(network_.broker_.send(id, disconnect_packet, Cause::none));
    network_.deliver(network_.broker_.close(id, CloseKind::orderly));
}

}  // namespace otbench::sim
