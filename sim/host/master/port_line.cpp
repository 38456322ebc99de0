#include "sim/host/master/port_line.hpp"

#include <fmt/core.h>

#include <boost/asio/io_context.hpp>
#include <utility>

#include "sim/host/ports/octet_port.hpp"

namespace otbench::sim {

class PortLine::Io : public PortUser {
public:
    Io(const Endpoint& endpoint, const bus::UartFormat& usual, std::chrono::seconds patience)
        : endpoint_(endpoint), usual_(usual), patience_(patience) {
        open();
    }

    void send(OctetView octets) {
        check();
        wait_for_peer();
        port_->send(octets);
        if (skips_wire_time_) return;
        const auto format = this->format();
        // The line is ours while the octets are on their way; what comes meanwhile is kept.
        io_.run_for(format.bit_start(format.bits() * static_cast<int>(octets.size())));
        check();
    }

    void skip_wire_time() { skips_wire_time_ = true; }

    OctetBuffer receive(Nanoseconds limit) {
        const auto end = Clock::now() + limit;
        while (received_.empty() && !lost_ && Clock::now() < end) io_.run_one_until(end);
        check();
        return std::exchange(received_, {});
    }

    bus::UartFormat format() const { return port_ ? port_->format(usual_) : usual_; }

    bool set_baud(double baud) {
        if (endpoint_.kind != Endpoint::Kind::serial && endpoint_.kind != Endpoint::Kind::rfc2217) return false;
        const auto before = format();
        try {
            reopen({baud, before.parity, before.stop_bits});
            return true;
        } catch (const std::runtime_error&) {  // the device has no such speed
            reopen(before);
            return false;
        }
    }

    std::string description() const { return source_->description(); }

private:
    using Clock = std::chrono::steady_clock;

    void open() { source_ = open_endpoint(io_, endpoint_, usual_, *this); }

    void reopen(const bus::UartFormat& format) {
        usual_ = format;
        endpoint_.format = format;
        port_ = nullptr;
        source_.reset();
        open();
    }

    /// A connection that broke is reported once; the next call waits for another one.
    void check() {
        if (!std::exchange(lost_, false)) return;
        received_.clear();
        throw bus::LineLost{fmt::format("{}: the connection was lost", to_string(endpoint_))};
    }

    void wait_for_peer() {
        const auto end = Clock::now() + patience_;
        while (!port_ && Clock::now() < end) io_.run_one_until(end);
        if (!port_)
            throw bus::LineLost{
                fmt::format("{}: no connection within {} s", source_->description(), patience_.count())};
    }

    void port_opened(OctetPort& port) override {
        if (!port_) port_ = &port;
    }
    void port_received(OctetPort& port, OctetView octets) override {
        if (&port == port_) received_.insert(received_.end(), octets.begin(), octets.end());
    }
    void port_closed(OctetPort& port) override {
        if (&port != port_) return;
        port_ = nullptr;
        lost_ = true;
    }

    Endpoint endpoint_;
    bus::UartFormat usual_;
    std::chrono::seconds patience_;
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    bool skips_wire_time_ = false;
    OctetPort* port_ = nullptr;  ///< null while the endpoint has no connection
    bool lost_ = false;          ///< a connection has gone, and no call has reported it yet
    OctetBuffer received_;
    std::unique_ptr<PortSource> source_;
};

PortLine::PortLine(const Endpoint& endpoint, const bus::UartFormat& usual, std::chrono::seconds patience)
    : io_(std::make_unique<Io>(endpoint, usual, patience)) {}
PortLine::~PortLine() = default;

void PortLine::skip_wire_time() {
    io_->skip_wire_time();
}
void PortLine::send(OctetView octets) {
    io_->send(octets);
}
OctetBuffer PortLine::receive(Nanoseconds limit) {
    return io_->receive(limit);
}
bus::UartFormat PortLine::format() const {
    return io_->format();
}
bool PortLine::set_baud(double baud) {
    return io_->set_baud(baud);
}
std::string PortLine::description() const {
    return io_->description();
}

}  // namespace otbench::sim
