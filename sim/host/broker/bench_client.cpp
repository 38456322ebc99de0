#include "sim/host/broker/bench_client.hpp"

#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <filesystem>
#include <utility>

#include "base/numbers.hpp"
#include "sim/host/broker/broker_secrets.hpp"
#include "sim/host/broker/probe_client.hpp"

namespace otbench::sim {
namespace {

constexpr int most_buffered_messages = 100'000;  // Paho's default of 100 makes a flood fail
constexpr int most_in_flight = 65'535;           // as many as there are packet ids

/// Never throws: a descriptor may be gone before it is looked at.
std::optional<boost::asio::ip::tcp::endpoint> peer_of(int descriptor) {
    boost::asio::ip::tcp::endpoint endpoint;
    auto size = static_cast<socklen_t>(endpoint.capacity());
    if (::getpeername(descriptor, endpoint.data(), &size) != 0) return std::nullopt;
    const auto family = endpoint.data()->sa_family;
    if (family != AF_INET && family != AF_INET6) return std::nullopt;
    return endpoint;
}

}  // namespace

BenchClient::BenchClient(EventLoop& loop, const BrokerAddress& address, OnMessage on_message, OnLost on_lost)
    : loop_(loop),
      on_message_(std::move(on_message)),
      on_lost_(std::move(on_lost)),
      client_(address.paho_url(), unique_client_id("bench"),
              ::mqtt::create_options(MQTTVERSION_3_1_1, most_buffered_messages)) {
    client_.set_callback(*this);
}

BenchClient::~BenchClient() {
    try {
        client_.disable_callbacks();
        if (client_.is_connected()) client_.disconnect()->wait_for(std::chrono::seconds{1});
    } catch (const ::mqtt::exception&) {
        // the connection is already gone
    }
}

void BenchClient::connect(const BrokerAddress& address) {
    auto options = paho_options(address);
    options.set_max_inflight(most_in_flight);
    start([&](void* number) { client_.connect(options, number, *this); });
}

void BenchClient::publish(const MqttMessage& message) {
    start([&](void* number) {
        client_.publish(::mqtt::make_message(message.topic, message.payload, message.qos, message.retain), number,
                        *this);
    });
}

void BenchClient::subscribe(const std::string& filter, int qos) {
    start([&](void* number) { client_.subscribe(filter, qos, number, *this); });
}

void BenchClient::start(const std::function<void(void*)>& action) {
    ++action_;
    done_ = false;
    error_.reset();
    try {
        action(reinterpret_cast<void*>(action_));  // NOLINT(performance-no-int-to-ptr): a number that comes back
    } catch (const ::mqtt::exception& error) {
        finish(error.what());
    }
}

void BenchClient::finish(std::optional<std::string> error) {
    done_ = true;
    error_ = std::move(error);
}

template <typename Action>
void BenchClient::post(Action action) {
    boost::asio::post(loop_.context(), [alive = std::weak_ptr{alive_}, action = std::move(action)] {
        if (!alive.expired()) action();
    });
}

void BenchClient::message_arrived(::mqtt::const_message_ptr message) {
    post([this, message = std::move(message)] {
        on_message_({message->get_topic(), message->get_payload_str(), message->get_qos(), message->is_retained()});
    });
}

void BenchClient::connection_lost(const std::string&) {
    post([this] { on_lost_(); });
}

void BenchClient::on_success(const ::mqtt::token& token) {
    finish_from_paho(token, std::nullopt);
}

void BenchClient::on_failure(const ::mqtt::token& token) {
    finish_from_paho(token, fmt::format("failed (Paho return code {})", token.get_return_code()));
}

void BenchClient::finish_from_paho(const ::mqtt::token& token, std::optional<std::string> error) {
    const auto number = reinterpret_cast<std::uintptr_t>(token.get_user_context());
    post([this, number, error = std::move(error)] {
        if (number == action_) finish(error);
    });
}

void disable_nagle(const BrokerEndpoints& endpoints) {
    std::error_code unreadable;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd", unreadable}) {
        const auto name = entry.path().filename().string();
        const int descriptor = parse_integer<int>(name).value_or(-1);
        const auto peer = peer_of(descriptor);
        const auto& known = endpoints.addresses;
        if (!peer || std::find(known.begin(), known.end(), *peer) == known.end()) continue;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
}

}  // namespace otbench::sim
