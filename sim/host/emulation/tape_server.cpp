#include "sim/host/emulation/tape_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <stdexcept>
#include <vector>

#include "meters/line/tape_with_meters.hpp"
#include "sim/host/ports/octet_port.hpp"

namespace otbench::sim {

class TapeServer::Impl : private PortUser {
public:
    Impl(const meters::Tape& tape, std::vector<std::unique_ptr<meters::Meter>> meters)
        : format_(tape.head.format),
          line_(tape, std::move(meters)),
          signals_(io_, SIGINT, SIGTERM, SIGHUP),
          timer_(io_) {
        signals_.async_wait([this](boost::system::error_code, int) { io_.stop(); });
        std::signal(SIGPIPE, SIG_IGN);
    }

    std::string open(const std::string& text) {
        const auto endpoint = parse_endpoint(text);
        if (!endpoint) throw std::invalid_argument{endpoint.error().message};
        sources_.push_back(open_endpoint(io_, *endpoint, format_, *this));
        return sources_.back()->description();
    }

    void run() { io_.run(); }
    [[nodiscard]] std::size_t unknown() const { return line_.unknown(); }

private:
    void port_opened(OctetPort&) override {}
    void port_received(OctetPort& port, OctetView octets) override {
        client_ = &port;
        line_.receive(octets, now());
        wait_for_next_octet();
    }
    void port_closed(OctetPort& port) override {
        if (client_ == &port) client_ = nullptr;
    }

    [[nodiscard]] Nanoseconds now() const { return std::chrono::steady_clock::now() - start_; }

    void wait_for_next_octet() {
        const auto next = line_.next_event();
        if (!next) return;
        timer_.expires_at(start_ + *next);
        timer_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            OctetBuffer due;
            line_.advance(now(), [&](std::uint8_t octet, Nanoseconds) { due.push_back(octet); });
            if (client_ && !due.empty()) client_->send(due);
            wait_for_next_octet();
        });
    }

    bus::UartFormat format_;
    meters::TapeWithMeters line_;
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    OctetPort* client_ = nullptr;  ///< who sent last; null when it has gone
    std::vector<std::unique_ptr<PortSource>> sources_;
};

TapeServer::TapeServer(const meters::Tape& tape, std::vector<std::unique_ptr<meters::Meter>> meters)
    : impl_(std::make_unique<Impl>(tape, std::move(meters))) {}
TapeServer::~TapeServer() = default;

std::string TapeServer::open(const std::string& endpoint) {
    return impl_->open(endpoint);
}
void TapeServer::run() {
    impl_->run();
}
std::size_t TapeServer::unknown() const {
    return impl_->unknown();
}

}  // namespace otbench::sim
