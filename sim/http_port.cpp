#include "sim/http_port.hpp"

#include <algorithm>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "bus/uart/uart_line.hpp"
#include "firmware_model/http/http_request.hpp"

namespace otbench::sim {

/// One client outside.
class HttpPort::Visitor : public HttpClient {
public:
    Visitor(HttpPort& owner, OctetPort& port) : owner_(owner), port_(&port) {}

    void receive(std::string bytes) {
        if (!accepted_) {
            early_.append(bytes, 0,
                          firmware::HttpRequestReader::capacity + 1 - early_.size());  // more is too much anyway
            return;
        }
        const Cause cause = owner_.log_.record_from(owner_.device_, owner_.alarms_.now(), event::http_in, Cause::none,
                                                    {{"peer", port_ != nullptr ? port_->peer() : ""}, {"text", bytes}});
        owner_.access_.send(*this, std::move(bytes), cause);
    }
    /// The client has gone; what the device says to it is lost.
    void leave() {
        port_ = nullptr;
        owner_.access_.disconnect(*this);
    }
    void forget_port() { port_ = nullptr; }

private:
    void http_accepted() override {
        accepted_ = true;
        if (!early_.empty()) receive(std::exchange(early_, {}));
    }
    void http_answered(const std::string& bytes, Cause cause) override {
        if (port_ == nullptr) return;
        owner_.log_.record_from(owner_.device_, owner_.alarms_.now(), event::http_out, cause,
                                {{"peer", port_->peer()}, {"bytes", static_cast<std::int64_t>(bytes.size())}});
        port_->send(OctetBuffer{bytes.begin(), bytes.end()});
        port_->end(meters::LinkEnd::closed);
    }
    void http_ended(bool /*refused*/) override {
        if (port_ != nullptr) port_->end(meters::LinkEnd::reset);
    }

    HttpPort& owner_;
    OctetPort* port_;  ///< null when the client has gone
    bool accepted_ = false;
    std::string early_;  ///< what came before the device took the connection
};

HttpPort::HttpPort(std::string device, const Endpoint& endpoint, HttpAccess& access, firmware::Alarms& alarms,
                   Pacer& pacer, EventLog& log)
    : device_(std::move(device)),
      access_(access),
      alarms_(alarms),
      pacer_(pacer),
      log_(log),
      source_(open_endpoint(pacer.outside(), endpoint, bus::UartFormat{}, *this)) {}

HttpPort::~HttpPort() = default;

template <typename Action>
void HttpPort::at_present(Action action) {
    alarms_.at(std::max(pacer_.time(), alarms_.now()), std::move(action));
    pacer_.interrupt_wait();
}

void HttpPort::port_opened(OctetPort& port) {
    const auto visitor = std::make_shared<Visitor>(*this, port);
    visitors_[&port] = visitor;
    at_present([this, visitor] { access_.connect(visitor); });
}

void HttpPort::port_received(OctetPort& port, OctetView octets) {
    at_present([visitor = visitors_.at(&port), bytes = std::string{octets.begin(), octets.end()}] {
        visitor->receive(bytes);
    });
}

void HttpPort::port_closed(OctetPort& port) {
    const auto visitor = std::move(visitors_.extract(&port).mapped());
    visitor->forget_port();
    at_present([visitor] { visitor->leave(); });
}

}  // namespace otbench::sim
