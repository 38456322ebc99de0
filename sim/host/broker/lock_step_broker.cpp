#include "sim/host/broker/lock_step_broker.hpp"

#include <fmt/core.h>

#include <type_traits>
#include <utility>

#include "sim/host/broker/bench_client.hpp"
#include "sim/host/broker/mosquitto.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

/// How often an external broker is tried while it is away.
constexpr std::chrono::milliseconds restart_pause = 100ms;

/// True when a broker answers every such packet (or closes the connection), so that the answer proves that it has dealt
/// with it.
bool is_always_answered(const mqtt::Packet& packet) {
    if (const auto* publish = std::get_if<mqtt::Publish>(&packet)) return publish->qos > 0;
    return std::visit(
        [](const auto& p) {
            using P = std::decay_t<decltype(p)>;
            return !std::is_same_v<P, mqtt::Puback> && !std::is_same_v<P, mqtt::Pubcomp> &&
                   !std::is_same_v<P, mqtt::Suback> && !std::is_same_v<P, mqtt::Unsuback> &&
                   !std::is_same_v<P, mqtt::Pingresp>;
        },
        packet);
}

/// How far the broker has come with a device's octets is shown by: nothing more than its answers, or a ping.
enum class Proof { answers, ping_on_same_connection, ping_on_another };

Proof proof_needed(mqtt::PacketReader& sent, boost::span<const std::uint8_t> bytes) {
    sent.feed(bytes);
    bool answered = true;
    auto packet = sent.next();
    while (packet.has_value() && *packet) {
        answered = is_always_answered(**packet);
        packet = sent.next();
    }
    if (answered || packet.has_error()) return Proof::answers;
    return sent.at_boundary() ? Proof::ping_on_same_connection : Proof::ping_on_another;
}

}  // namespace

LockStepBroker::LockStepBroker(const BrokerAddress& address, BrokerAbsence absence)
    : address_(address), absence_(absence), description_(address.url()) {
    join();
}

LockStepBroker::LockStepBroker(const std::vector<std::string>& mosquitto_configuration)
    : mosquitto_(std::make_unique<Mosquitto>(loop_, mosquitto_configuration, Mosquitto::Clients::bench)),
      address_(mosquitto_->address()),
      description_(fmt::format("mosquitto {} on {}:{}", mosquitto_->version(), address_.host, address_.port)) {
    join();
}

LockStepBroker::~LockStepBroker() {
    for (auto& [id, device] : devices_) device.link->reset();
}

void LockStepBroker::join() {
    joining_ = true;
    endpoints_ = resolve(loop_, address_);
    bench_ = std::make_unique<BenchClient>(
        loop_, [this](MqttMessage message) { received(std::move(message)); }, [this] { lost(); });
    if (const auto trouble = bench_->connect(endpoints_, address_)) fail(*trouble);
    joining_ = false;
}

void LockStepBroker::part() {
    for (auto& [id, device] : devices_) {
        device.link->reset();
        unsolicited_.emplace_back(ConnectionClosed{id});
    }
    devices_.clear();
    predictor_ = {};
    expected_ = ExpectedOutputs{};
}

void LockStepBroker::rejoin() {
    if (mosquitto_ || joining_ || gave_up_) fail({});
    part();
    const auto deadline = EventLoop::Clock::now() + absence_.limit;
    while (lost_) {
        try {
            lost_ = false;
            join();
            for (const Subscription& known : subscriptions_) {
                expect(predictor_.subscribe(known.filter, known.qos), std::nullopt);
                bench_->subscribe(known.filter, known.qos);
                for (BrokerOutput& output : await_bench("subscribing again")) unsolicited_.push_back(std::move(output));
            }
        } catch (const BrokerError&) {
            lost_ = true;
            const bool interrupted = absence_.interrupted != nullptr && *absence_.interrupted;
            gave_up_ = interrupted || EventLoop::Clock::now() >= deadline;
            joining_ = false;
            if (gave_up_) fail({});
            loop_.run_until([] { return false; }, restart_pause);
        }
    }
}

void LockStepBroker::begin() {
    loop_.poll();
    if (lost_) rejoin();
}

bool LockStepBroker::open(ConnectionId connection) {
    begin();
    auto link = std::make_shared<BrokerLink>(
        loop_,
        [this, connection](const mqtt::Packet& packet, boost::span<const std::uint8_t> octets) {
            received(connection, packet, octets);
        },
        [this, connection] { closed(connection); });
    if (const auto error = link->connect(endpoints_)) {
        if (error == boost::asio::error::connection_refused) return false;
        fail(link->reason(error));
    }
    DeviceLink& device = devices_[connection];
    device.link = std::move(link);
    if (mosquitto_) device.signer = ConnectSigner{*address_.user, *address_.password};
    predictor_.open(connection);
    return true;
}

std::vector<BrokerOutput> LockStepBroker::send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                               Cause cause) {
    const auto device = devices_.find(connection);
    if (device == devices_.end()) return {};
    expect(predictor_.send(connection, bytes, cause), connection);
    auto proof = proof_needed(device->second.sent, bytes);
    if (!predictor_.is_open(connection)) proof = Proof::answers;  // the broker's closing is one

    std::vector<std::uint8_t> octets = device->second.signer.sign(bytes);
    if (proof == Proof::ping_on_same_connection) {
        const auto ping = mqtt::encode(mqtt::Pingreq{});
        octets.insert(octets.end(), ping.begin(), ping.end());
        expected_.expect_unseen(ToDevice{connection, mqtt::encode(mqtt::Pingresp{}), Cause::none, true});
    }
    device->second.link->write(octets);
    if (proof == Proof::ping_on_another) bench_->ping();
    return await_outputs();
}

std::vector<BrokerOutput> LockStepBroker::close(ConnectionId connection, CloseKind kind) {
    const auto device = devices_.find(connection);
    if (device == devices_.end()) return {};
    expect(predictor_.close(connection), connection);
    if (kind == CloseKind::orderly) {
        expected_.expect_unseen(ConnectionClosed{connection});
        device->second.link->finish();
    } else {
        drop_link(connection);
        bench_->ping();
    }
    return await_outputs();
}

std::optional<Nanoseconds> LockStepBroker::silence_limit(ConnectionId connection) const {
    return predictor_.silence_limit(connection);
}

std::vector<BrokerOutput> LockStepBroker::expire(ConnectionId connection) {
    if (devices_.count(connection) == 0) return {};
    expect(predictor_.expire(connection), connection);
    // The broker's own clock runs by the wall; a reset makes it publish the will all the same.
    drop_link(connection);
    expected_.match_closed(connection);
    bench_->ping();
    return await_outputs();
}

std::vector<BrokerOutput> LockStepBroker::publish(const MqttMessage& message, Cause cause) {
    begin();
    expect(predictor_.publish(message, cause), std::nullopt);
    bench_->publish(message);
    auto outputs = await_bench(fmt::format("publishing on '{}'", message.topic));
    if (message.qos > 0 || !outputs.empty()) return outputs;
    bench_->ping();  // no answer proves that the broker has processed it
    return await_outputs();
}

std::vector<BrokerOutput> LockStepBroker::subscribe(const std::string& filter, int qos) {
    begin();
    subscriptions_.push_back({filter, qos});
    expect(predictor_.subscribe(filter, qos), std::nullopt);
    bench_->subscribe(filter, qos);
    return await_bench(fmt::format("subscribing '{}'", filter));
}

std::vector<BrokerOutput> LockStepBroker::unsolicited() {
    begin();
    return std::exchange(unsolicited_, {});
}

void LockStepBroker::received(ConnectionId connection, const mqtt::Packet& packet,
                              boost::span<const std::uint8_t> octets) {
    if (!expected_.match(connection, packet, octets)) {
        unsolicited_.emplace_back(ToDevice{connection, {octets.begin(), octets.end()}, Cause::none, false});
        return;
    }
    const auto* connack = std::get_if<mqtt::Connack>(&packet);
    if (connack != nullptr && connack->return_code != 0 && predictor_.is_open(connection)) {
        abandon(connection);
        expected_.expect(ConnectionClosed{connection});  // OASIS MQTT 3.1.1, 3.2.2.3
    }
}

void LockStepBroker::closed(ConnectionId connection) {
    drop_link(connection);
    if (expected_.match_closed(connection)) return;
    const bool cut_short = expected_.actor() == connection && !expected_.complete();
    abandon(connection);
    if (cut_short) {
        expected_.forgo_missing();
        expected_.expect(ConnectionClosed{connection});
        expected_.match_closed(connection);
    } else {
        unsolicited_.emplace_back(ConnectionClosed{connection});
    }
}

void LockStepBroker::received(MqttMessage message) {
    if (!expected_.match(message)) unsolicited_.emplace_back(ToBench{std::move(message), Cause::none});
}

void LockStepBroker::lost() {
    lost_ = true;
}

void LockStepBroker::abandon(ConnectionId connection) {
    (void)predictor_.close(connection);  // the real broker decides what it does instead
    expected_.forgo_missing(connection);
}

void LockStepBroker::expect(std::vector<BrokerOutput> predicted, std::optional<ConnectionId> actor) {
    expected_ = ExpectedOutputs{std::move(predicted), actor};
}

std::vector<BrokerOutput> LockStepBroker::await_outputs() {
    const auto done = [this] { return lost_ || (expected_.complete() && bench_->answered()); };
    if (!loop_.run_until(done, broker_patience)) {
        fail(fmt::format("{} within {} s", expected_.complete() ? "no answer to a ping" : expected_.missing(),
                         broker_patience.count()));
    }
    auto arrived = std::exchange(expected_, ExpectedOutputs{}).arrived();
    if (lost_) rejoin();
    return arrived;
}

std::vector<BrokerOutput> LockStepBroker::await_bench(const std::string& action) {
    const auto done = [this] { return lost_ || bench_->done(); };
    if (!loop_.run_until(done, broker_patience)) {
        fail(fmt::format("{}: not done within {} s", action, broker_patience.count()));
    }
    if (bench_->error()) {
        bench_->ping();  // perhaps the whole broker has gone
        loop_.run_until([this] { return lost_ || bench_->answered(); }, broker_patience);
        if (lost_) return await_outputs();
        fail(fmt::format("{}: {}", action, *bench_->error()));
    }
    return await_outputs();
}

void LockStepBroker::drop_link(ConnectionId connection) {
    const auto device = devices_.find(connection);
    if (device == devices_.end()) return;
    device->second.link->reset();
    devices_.erase(device);
}

void LockStepBroker::fail(const std::string& what) const {
    if (!lost_) throw BrokerError{fmt::format("broker {}: {}", description_, what)};
    if (gave_up_)
        throw BrokerError{fmt::format("broker {}: it closed the connection and did not come back within {} s",
                                      description_, absence_.limit.count())};
    const auto log = mosquitto_ ? fmt::format(": {}", mosquitto_->last_log_line()) : std::string{};
    throw BrokerError{fmt::format("broker {}: it closed the connection{}", description_, log)};
}

}  // namespace otbench::sim
