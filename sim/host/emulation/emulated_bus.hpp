#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "meters/line/line_gateway.hpp"
#include "sim/host/ports/lateness.hpp"
#include "sim/host/ports/octet_port.hpp"

namespace otbench::sim {

/// A gateway with its meters in real time, at any number of endpoints.
///
/// Everything happens on the thread that runs `io`. An idle bus costs nothing.
class EmulatedBus : private PortUser, private meters::GatewayOutput {
public:
    /// Time counts from `start`. `events` must outlive the bus.
    EmulatedBus(boost::asio::io_context& io, std::chrono::steady_clock::time_point start, double baud,
                EventSink& events);
    ~EmulatedBus() override;

    [[nodiscard]] meters::LineGateway& gateway() { return gateway_; }
    /// Throws std::runtime_error with a line for the user. Returns how clients reach it.
    std::string open(const Endpoint& endpoint);

    /// Lets a client's turn pass at once, from now on: the time of the bus leaps ahead by what the turn takes on the
    /// wire, so only the client itself limits how many turns there are.
    void skip_wire_time() { skips_wire_time_ = true; }

    /// The present time of the bus.
    [[nodiscard]] Nanoseconds now() const;
    /// Those that are connected.
    [[nodiscard]] std::size_t clients() const { return clients_.size(); }
    /// Of octets given to clients, against the time at which their stop bit ended.
    [[nodiscard]] const Lateness& lateness() const { return lateness_; }
    /// Gives every frame on the line to `capture`, which must outlive the bus, from now on.
    void capture_in(bus::LineCapture& capture);
    /// To be called before and after meters or the link are changed through references to them.
    void refresh();
    /// Does nothing by itself any more. To be called before it is destroyed while `io` runs, in a later call of `io`.
    void retire() { timer_.cancel(); }

private:
    struct Client {
        OctetPort* port;
        meters::ClientId id;
        OctetBuffer outgoing;
        bool paused = false;
        bool finished = false;  ///< sends no more, and leaves once it has its answers
    };

    void port_opened(OctetPort& port) override;
    void port_received(OctetPort& port, OctetView octets) override;
    bool port_finished(OctetPort& port) override;
    void port_closed(OctetPort& port) override;
    void port_attended(OctetPort& port) override;
    void deliver(meters::ClientId client, std::uint8_t octet, Nanoseconds at) override;
    void end(meters::ClientId client, meters::LinkEnd how) override;

    void connect(Client& client);
    Client* client_at(const OctetPort& port);
    void process();
    void leap();
    void serve(Client& client, Nanoseconds at);
    void schedule();

    boost::asio::io_context& io_;
    std::chrono::steady_clock::time_point start_;
    Nanoseconds ahead_{};  ///< of the clock
    bool skips_wire_time_ = false;
    boost::asio::steady_timer timer_;
    std::vector<std::unique_ptr<Client>> clients_;
    Lateness lateness_;
    bus::LineCapture* capture_ = nullptr;
    meters::LineGateway gateway_;
    std::vector<std::unique_ptr<PortSource>> sources_;
};

}  // namespace otbench::sim
