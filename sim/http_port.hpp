#pragma once

#include <map>
#include <memory>
#include <string>

#include "sim/host/ports/octet_port.hpp"
#include "sim/host/realtime/pacer.hpp"
#include "sim/http_access.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {

/// A device's HTTP port for programs outside the bench, in real time: every client of the endpoint is a client of the
/// device.
class HttpPort : private PortUser {
public:
    /// Opens `endpoint`. All references must outlive the port. Throws std::runtime_error with a line for the user.
    HttpPort(std::string device, const Endpoint& endpoint, HttpAccess& access, firmware::Alarms& alarms, Pacer& pacer,
             EventLog& log);
    ~HttpPort() override;

    /// How others reach it: "tcp-listen:127.0.0.1:8080".
    [[nodiscard]] std::string description() const { return source_->description(); }

private:
    class Visitor;

    void port_opened(OctetPort& port) override;
    void port_received(OctetPort& port, OctetView octets) override;
    bool port_finished(OctetPort& /*port*/) override { return true; }
    void port_closed(OctetPort& port) override;
    /// Runs `action` in virtual time, at the instant to which the wall clock has come.
    template <typename Action>
    void at_present(Action action);

    const std::string device_;
    HttpAccess& access_;
    firmware::Alarms& alarms_;
    Pacer& pacer_;
    EventLog& log_;
    std::map<OctetPort*, std::shared_ptr<Visitor>> visitors_;
    std::unique_ptr<PortSource> source_;
};

}  // namespace otbench::sim
