#include "sim/host/broker/broker_link.hpp"

#include <fmt/core.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>
#include <utility>

#include "sim/host/broker/broker_secrets.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

using boost::asio::ip::tcp;
using boost::system::error_code;

BrokerEndpoints resolve(EventLoop& loop, const BrokerAddress& address) {
    error_code is_a_name;
    const auto known = boost::asio::ip::make_address(address.host, is_a_name);
    if (!is_a_name) return {{{known, address.port}}, address.host, tls_context(address)};
    struct Answer {
        error_code error = boost::asio::error::timed_out;
        std::vector<tcp::endpoint> addresses;
        bool there = false;
    };
    const auto answer = std::make_shared<Answer>();  // may outlive this call
    tcp::resolver resolver{loop.context()};
    resolver.async_resolve(address.host, std::to_string(address.port),
                           [answer](const error_code& error, const tcp::resolver::results_type& results) {
                               answer->error = error;
                               answer->there = true;
                               for (const auto& result : results) answer->addresses.push_back(result.endpoint());
                           });
    loop.run_until([&] { return answer->there; }, broker_patience);
    if (answer->error) throw BrokerError{fmt::format("broker {}: {}", address.url(), answer->error.message())};
    return {answer->addresses, address.host, tls_context(address)};
}

BrokerLink::BrokerLink(EventLoop& loop, OnPacket on_packet, OnClosed on_closed)
    : BrokerLink(loop, OnOctets{}, std::move(on_closed)) {
    on_octets_ = [this, on_packet = std::move(on_packet)](boost::span<const std::uint8_t> octets) {
        is_mqtt_ = split(octets, on_packet);
    };
}

BrokerLink::BrokerLink(EventLoop& loop, OnOctets on_octets, OnClosed on_closed)
    : loop_(loop), socket_(loop.context()), on_octets_(std::move(on_octets)), on_closed_(std::move(on_closed)) {}

error_code BrokerLink::connect(const BrokerEndpoints& endpoints) {
    const auto result = std::make_shared<std::optional<error_code>>();
    boost::asio::async_connect(socket_, endpoints.addresses,
                               [result](const error_code& error, const tcp::endpoint&) { *result = error; });
    if (!loop_.run_until([&] { return result->has_value(); }, broker_patience)) {
        socket_.close();
        return boost::asio::error::timed_out;
    }
    if (**result) return **result;
    error_code error;
    socket_.set_option(tcp::no_delay{true}, error);
    if (!error && endpoints.tls) error = shake_hands(endpoints);
    if (!error) read();
    return error;
}

error_code BrokerLink::shake_hands(const BrokerEndpoints& endpoints) {
    tls_context_ = endpoints.tls;
    tls_.emplace(socket_, *tls_context_);
    SSL* const session = tls_->native_handle();
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), endpoints.host.c_str()) != 1) {
        SSL_set1_host(session, endpoints.host.c_str());
        SSL_set_tlsext_host_name(session, endpoints.host.c_str());
    }
    const auto result = std::make_shared<std::optional<error_code>>();
    tls_->async_handshake(boost::asio::ssl::stream_base::client,
                          [result, self = shared_from_this()](const error_code& error) { *result = error; });
    if (loop_.run_until([&] { return result->has_value(); }, broker_patience)) return **result;
    socket_.close();
    return boost::asio::error::timed_out;
}

std::string BrokerLink::reason(const error_code& error) const {
    const long verified = tls_ ? SSL_get_verify_result(const_cast<TlsStream&>(*tls_).native_handle()) : X509_V_OK;
    if (verified != X509_V_OK)
        return fmt::format("its certificate is not trusted: {}", X509_verify_cert_error_string(verified));
    if (error == boost::asio::error::connection_refused) return "connection refused";
    if (error == boost::asio::ssl::error::stream_truncated) return "it closed the connection";
    return tls_ ? fmt::format("TLS: {}", error.message()) : error.message();
}

template <class Use>
void BrokerLink::with_stream(Use use) {
    if (tls_)
        use(*tls_);
    else
        use(socket_);
}

void BrokerLink::write(boost::span<const std::uint8_t> bytes) {
    error_code ignored;  // a broker that closes is noticed where its octets are read
    with_stream(
        [&](auto& stream) { boost::asio::write(stream, boost::asio::buffer(bytes.data(), bytes.size()), ignored); });
}

void BrokerLink::finish() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void BrokerLink::close() {
    error_code ignored;
    socket_.close(ignored);
}

void BrokerLink::reset() {
    error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
    close();
}

bool BrokerLink::split(boost::span<const std::uint8_t> octets, const OnPacket& on_packet) {
    reader_.feed(octets);
    auto packet = reader_.next();
    while (packet.has_value() && *packet) {
        on_packet(**packet, reader_.octets());
        packet = reader_.next();
    }
    return packet.has_value();
}

void BrokerLink::read() {
    const auto on_read = [self = shared_from_this()](const error_code& error, std::size_t count) {
        auto& link = *self;
        if (!link.socket_.is_open()) return;
        if (count > 0) link.on_octets_({link.buffer_.data(), count});
        if (!error && link.is_mqtt_) return link.read();
        if (!link.socket_.is_open()) return;
        link.end_ = error;
        error_code ignored;
        link.socket_.close(ignored);
        link.on_closed_();
    };
    with_stream([&](auto& stream) { stream.async_read_some(boost::asio::buffer(buffer_), on_read); });
}

}  // namespace otbench::sim
