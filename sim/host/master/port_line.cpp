#include "sim/host/master/port_line.hpp"

#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "sim/host/ports/octet_port.hpp"

namespace otbench::sim {

class PortLine::Io : public PortUser {
public:
    Io(const Endpoint& endpoint, const bus::UartFormat& usual) : endpoint_(endpoint), usual_(usual) { open(); }

    void send(OctetView octets) {
        if (port_) port_->send(octets);
        const auto format = this->format();
        // The line is ours while the octets are on their way; what comes meanwhile is kept.
        io_.run_for(format.bit_start(format.bits() * static_cast<int>(octets.size())));
    }

    OctetBuffer receive(Nanoseconds limit) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (received_.empty() && std::chrono::steady_clock::now() < end) io_.run_one_until(end);
        return std::exchange(received_, {});
    }

    bus::UartFormat format() const { return port_ ? port_->format(usual_) : usual_; }

    bool set_baud(double baud) {
        if (endpoint_.kind != Endpoint::Kind::serial) return false;
        usual_ = format();
        usual_.baud = baud;
        endpoint_.format = usual_;
        source_.reset();
        port_ = nullptr;
        open();
        return true;
    }

    std::string description() const { return source_->description(); }

private:
    void open() { source_ = open_endpoint(io_, endpoint_, usual_, *this); }

    void port_opened(OctetPort& port) override { port_ = &port; }
    void port_received(OctetPort& port, OctetView octets) override {
        if (&port == port_) received_.insert(received_.end(), octets.begin(), octets.end());
    }
    void port_closed(OctetPort& port) override {
        if (&port == port_) port_ = nullptr;
    }

    Endpoint endpoint_;
    bus::UartFormat usual_;
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    OctetPort* port_ = nullptr;  ///< null while the endpoint has no connection
    OctetBuffer received_;
    std::unique_ptr<PortSource> source_;
};

PortLine::PortLine(const Endpoint& endpoint, const bus::UartFormat& usual)
    : io_(std::make_unique<Io>(endpoint, usual)) {}
PortLine::~PortLine() = default;

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
