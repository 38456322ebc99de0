#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/network/network_delays.hpp"
#include "firmware_model/network/network_port.hpp"

namespace otbench::sim {

/// A client of a device's HTTP port. All calls come at instants of virtual time.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    /// The device has taken the connection: it can be sent to.
    virtual void http_accepted() = 0;
    /// The whole answer; the device has closed the connection.
    virtual void http_answered(const std::string& bytes, Cause cause) = 0;
    /// The connection has ended without an answer: refused, because the device does not listen, or broken off.
    virtual void http_ended(bool refused) = 0;
};

/// The HTTP port of one device as its network reaches it, with the network's delays. The device takes one connection at
/// a time; further clients wait for their turn.
class HttpAccess {
public:
    HttpAccess(firmware::Alarms& alarms, const firmware::NetworkDelays& delays) : alarms_(alarms), delays_(delays) {}

    // What the device does.
    void attach(firmware::NetworkEvents& device) { device_ = &device; }
    void listen(bool on);
    void answer(firmware::HttpConnection connection, std::string bytes, Cause cause);
    /// Part of an answer, which the client has when the connection is closed.
    void send_back(firmware::HttpConnection connection, const std::string& bytes, Cause cause);
    void close(firmware::HttpConnection connection);
    void power_cycle();

    // What a client does; one that is destroyed has gone.
    void connect(const std::shared_ptr<HttpClient>& client);
    /// Ignored unless the client has the connection.
    void send(const HttpClient& client, std::string bytes, Cause cause);
    void disconnect(const HttpClient& client);

private:
    using Client = std::shared_ptr<HttpClient>;

    void arrived(const Client& client);
    void begin(const Client& client);
    /// The present connection is over; the next client has its turn.
    Client end();
    [[nodiscard]] bool is_open(firmware::HttpConnection connection) const;
    /// Runs `action` unless the present connection ends before.
    template <typename Action>
    void on_connection(Nanoseconds delay, Action action);

    firmware::Alarms& alarms_;
    const firmware::NetworkDelays delays_;
    firmware::NetworkEvents* device_ = nullptr;
    bool listening_ = false;
    std::uint32_t connections_ = 0;
    Client current_;  ///< null: the port is free
    std::string sent_back_;
    Cause sent_back_cause_ = Cause::none;
    std::deque<std::weak_ptr<HttpClient>> waiting_;
};

}  // namespace otbench::sim
