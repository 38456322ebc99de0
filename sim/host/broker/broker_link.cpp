#include "sim/host/broker/broker_link.hpp"

#include <fmt/core.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>
#include <utility>

#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

using boost::asio::ip::tcp;
using boost::system::error_code;

BrokerEndpoints resolve(EventLoop& loop, const BrokerAddress& address) {
    struct Answer {
        error_code error = boost::asio::error::timed_out;
        BrokerEndpoints endpoints;
        bool there = false;
    };
    const auto answer = std::make_shared<Answer>();  // may outlive this call
    tcp::resolver resolver{loop.context()};
    resolver.async_resolve(address.host, std::to_string(address.port),
                           [answer](const error_code& error, const tcp::resolver::results_type& results) {
                               answer->error = error;
                               answer->there = true;
                               for (const auto& result : results) answer->endpoints.push_back(result.endpoint());
                           });
    loop.run_until([&] { return answer->there; }, broker_patience);
    if (answer->error) throw BrokerError{fmt::format("broker {}: {}", address.url(), answer->error.message())};
    return answer->endpoints;
}

BrokerLink::BrokerLink(EventLoop& loop, OnPacket on_packet, OnClosed on_closed)
    : loop_(loop), socket_(loop.context()), on_packet_(std::move(on_packet)), on_closed_(std::move(on_closed)) {}

error_code BrokerLink::connect(const BrokerEndpoints& endpoints) {
    const auto result = std::make_shared<std::optional<error_code>>();
    boost::asio::async_connect(socket_, endpoints,
                               [result](const error_code& error, const tcp::endpoint&) { *result = error; });
    if (!loop_.run_until([&] { return result->has_value(); }, broker_patience)) {
        socket_.close();
        return boost::asio::error::timed_out;
    }
    if (**result) return **result;
    error_code error;
    socket_.set_option(tcp::no_delay{true}, error);
    if (!error) read();
    return error;
}

void BrokerLink::write(boost::span<const std::uint8_t> bytes) {
    error_code ignored;  // a broker that closes is noticed where its octets are read
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
}

void BrokerLink::finish() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void BrokerLink::reset() {
    error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
}

void BrokerLink::read() {
    socket_.async_read_some(boost::asio::buffer(buffer_),
                            [self = shared_from_this()](const error_code& error, std::size_t count) {
                                auto& link = *self;
                                if (!link.socket_.is_open()) return;
                                link.reader_.feed({link.buffer_.data(), count});
                                auto packet = link.reader_.next();
                                while (packet.has_value() && *packet) {
                                    link.on_packet_(**packet, link.reader_.octets());
                                    packet = link.reader_.next();
                                }
                                if (!error && packet.has_value()) return link.read();
                                if (!link.socket_.is_open()) return;
                                error_code ignored;
                                link.socket_.close(ignored);
                                link.on_closed_();
                            });
}

}  // namespace otbench::sim
