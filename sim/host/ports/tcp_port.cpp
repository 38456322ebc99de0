#include <fmt/core.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <stdexcept>
#include <vector>

#include "sim/host/ports/accept_loop.hpp"
#include "sim/host/ports/octet_port.hpp"
#include "sim/host/ports/rfc2217.hpp"

namespace otbench::sim {
namespace {

using boost::asio::ip::tcp;

/// What may wait for a client that does not read; beyond this octets are lost.
constexpr std::size_t longest_backlog = 64 * 1024;

std::string text_of(const tcp::endpoint& address) {
    const std::string host = address.address().to_string();
    return address.address().is_v6() ? fmt::format("[{}]:{}", host, address.port())
                                     : fmt::format("{}:{}", host, address.port());
}

/// One connection. Lives as long as an operation on it does; after `close` it reports nothing any more.
class TcpPort : public OctetPort, public std::enable_shared_from_this<TcpPort> {
public:
    TcpPort(tcp::socket socket, PortUser& user, std::unique_ptr<Rfc2217> telnet)
        : socket_(std::move(socket)), user_(&user), telnet_(std::move(telnet)) {
        boost::system::error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
        peer_ = text_of(socket_.remote_endpoint(ignored));
    }

    void start(std::function<void(TcpPort&)> on_end) {
        on_end_ = std::move(on_end);
        if (telnet_ && !telnet_->greeting().empty()) queue(telnet_->greeting());
        user_->port_opened(*this);
        read();
    }

    void close() {
        user_ = nullptr;
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

    void send(OctetView octets) override {
        if (telnet_)
            queue(Rfc2217::escaped(octets));
        else
            queue({octets.begin(), octets.end()});
    }

    void pause(bool on) override {
        paused_ = on;
        if (!on && !reading_ && user_) read();
    }

    bus::UartFormat format(const bus::UartFormat& usual) const override { return telnet_ ? telnet_->format() : usual; }
    std::string peer() const override { return peer_; }

    bool end(meters::LinkEnd how) override {
        boost::asio::post(socket_.get_executor(), [self = shared_from_this(), how] {
            if (self->user_) self->end_now(how);
        });
        return true;
    }

private:
    void end_now(meters::LinkEnd how) {
        boost::system::error_code ignored;
        if (how == meters::LinkEnd::half_closed) socket_.shutdown(tcp::socket::shutdown_send, ignored);
        if (how == meters::LinkEnd::abandoned || how == meters::LinkEnd::half_closed) {
            // The socket stays open and is not read.
            std::exchange(user_, nullptr)->port_closed(*this);
            return;
        }
        if (how == meters::LinkEnd::reset) socket_.set_option(tcp::socket::linger{true, 0}, ignored);
        over();
    }

    void read() {
        reading_ = true;
        socket_.async_read_some(boost::asio::buffer(buffer_),
                                [self = shared_from_this()](boost::system::error_code error, std::size_t n) {
                                    self->reading_ = false;
                                    if (!self->user_) return;
                                    if (error == boost::asio::error::eof && self->user_->port_finished(*self))
                                        return self->wait_for_reset();
                                    if (error) return self->over();
                                    self->received(n);
                                });
    }

    /// The other side sends no more, but may read on.
    void wait_for_reset() {
        socket_.async_wait(tcp::socket::wait_error, [self = shared_from_this()](boost::system::error_code error) {
            if (!error && self->user_) self->over();
        });
    }

    void received(std::size_t n) {
        if (telnet_) {
            OctetBuffer data, replies;
            telnet_->receive({buffer_.data(), n}, data, replies);
            if (!replies.empty()) queue(std::move(replies));
            user_->port_received(*this, data);
        } else {
            user_->port_received(*this, {buffer_.data(), n});
        }
        if (user_ && !paused_) read();
    }

    void queue(OctetBuffer octets) {
        if (backlog_ + octets.size() > longest_backlog) return;
        backlog_ += octets.size();
        queue_.push_back(std::move(octets));
        if (queue_.size() == 1) write();
    }

    void write() {
        boost::asio::async_write(socket_, boost::asio::buffer(queue_.front()),
                                 [self = shared_from_this()](boost::system::error_code error, std::size_t n) {
                                     self->backlog_ -= n;
                                     self->queue_.pop_front();
                                     if (error && self->user_) return self->over();
                                     if (!error && !self->queue_.empty()) self->write();
                                 });
    }

    void over() {
        boost::system::error_code ignored;
        socket_.close(ignored);
        PortUser* const user = std::exchange(user_, nullptr);
        user->port_closed(*this);
        on_end_(*this);
    }

    tcp::socket socket_;
    PortUser* user_;  ///< null once the connection is over
    std::unique_ptr<Rfc2217> telnet_;
    std::function<void(TcpPort&)> on_end_;
    std::string peer_;
    bool paused_ = false;
    bool reading_ = false;
    std::size_t backlog_ = 0;
    std::deque<OctetBuffer> queue_;
    std::array<std::uint8_t, 1024> buffer_{};
};

tcp::endpoint resolve(boost::asio::io_context& io, const Endpoint& endpoint) {
    tcp::resolver resolver{io};
    boost::system::error_code error;
    const auto found = resolver.resolve(endpoint.host, std::to_string(endpoint.port), error);
    if (error || found.empty())
        throw std::runtime_error{fmt::format("{}: unknown host: {}", to_string(endpoint), error.message())};
    return *found.begin();
}

/// A listening socket and its clients.
class TcpListener : public PortSource {
public:
    TcpListener(boost::asio::io_context& io, const Endpoint& endpoint, PortUser& user)
        : endpoint_(endpoint), user_(user), accepts_(io) {
        auto& acceptor = accepts_.acceptor();
        try {
            const tcp::endpoint address = resolve(io, endpoint);
            acceptor.open(address.protocol());
            acceptor.set_option(tcp::acceptor::reuse_address{true});
            acceptor.bind(address);
            acceptor.listen();
            endpoint_.port = acceptor.local_endpoint().port();
        } catch (const boost::system::system_error& error) {
            throw std::runtime_error{fmt::format("{}: cannot listen: {}", to_string(endpoint), error.code().message())};
        }
        accepts_.run([this](tcp::socket socket) { welcome(std::move(socket)); });
    }
    ~TcpListener() override {
        for (const auto& client : clients_) client->close();
    }

    std::string description() const override { return to_string(endpoint_); }

private:
    void welcome(tcp::socket socket) {
        std::unique_ptr<Rfc2217> telnet;
        if (endpoint_.kind == Endpoint::Kind::rfc2217_listen)
            telnet = std::make_unique<Rfc2217Server>(bus::UartFormat{});
        clients_.push_back(std::make_shared<TcpPort>(std::move(socket), user_, std::move(telnet)));
        clients_.back()->start([this](TcpPort& gone) {
            clients_.erase(std::find_if(clients_.begin(), clients_.end(),
                                        [&](const auto& client) { return client.get() == &gone; }));
        });
    }

    Endpoint endpoint_;
    PortUser& user_;
    AcceptLoop<tcp> accepts_;
    std::vector<std::shared_ptr<TcpPort>> clients_;
};

/// A connection that we made, and make again.
class TcpConnection : public PortSource {
public:
    TcpConnection(boost::asio::io_context& io, const Endpoint& endpoint, const bus::UartFormat& usual, PortUser& user)
        : endpoint_(endpoint), usual_(usual), user_(user), address_(resolve(io, endpoint)), socket_(io), again_(io) {
        boost::system::error_code error;
        socket_.connect(address_, error);
        if (error) throw std::runtime_error{fmt::format("{}: {}", to_string(endpoint), error.message())};
        begin();
    }
    ~TcpConnection() override {
        if (port_) port_->close();
    }

    std::string description() const override { return to_string(endpoint_); }

private:
    void begin() {
        std::unique_ptr<Rfc2217> telnet;
        if (endpoint_.kind == Endpoint::Kind::rfc2217) telnet = std::make_unique<Rfc2217Client>(usual_);
        port_ = std::make_shared<TcpPort>(std::move(socket_), user_, std::move(telnet));
        port_->start([this](TcpPort&) {
            port_.reset();
            try_again();
        });
    }

    void try_again() {
        again_.expires_after(std::chrono::seconds{1});
        again_.async_wait([this](boost::system::error_code over) {
            if (over) return;
            socket_.async_connect(address_, [this](boost::system::error_code error) {
                if (error == boost::asio::error::operation_aborted) return;
                if (!error) return begin();
                socket_.close(error);
                try_again();
            });
        });
    }

    Endpoint endpoint_;
    bus::UartFormat usual_;
    PortUser& user_;
    tcp::endpoint address_;
    tcp::socket socket_;
    boost::asio::steady_timer again_;
    std::shared_ptr<TcpPort> port_;  ///< null while there is no connection
};

}  // namespace

std::unique_ptr<PortSource> open_tcp(boost::asio::io_context& io, const Endpoint& endpoint,
                                     const bus::UartFormat& usual, PortUser& user) {
    return std::make_unique<TcpConnection>(io, endpoint, usual, user);
}

std::unique_ptr<PortSource> listen_tcp(boost::asio::io_context& io, const Endpoint& endpoint, PortUser& user) {
    return std::make_unique<TcpListener>(io, endpoint, user);
}

}  // namespace otbench::sim
