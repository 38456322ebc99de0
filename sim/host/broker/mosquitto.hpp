#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/host/broker/broker_address.hpp"
#include "sim/host/broker/event_loop.hpp"

namespace otbench::sim {

/// A private mosquitto on a free port of 127.0.0.1, for the lifetime of this object or of the starting thread: the
/// kernel ends it when that thread dies, even by SIGKILL. It leaves nothing behind: configuration and log live in
/// memory.
class Mosquitto {
public:
    enum class Clients {
        any,    ///< of this machine
        bench,  ///< those that know the random credentials in `address()`
    };

    /// Starts it and waits until it accepts a client (some 15 ms). `extra_configuration` are further lines of its
    /// configuration file. Throws `BrokerError` when it is not installed or does not come up.
    explicit Mosquitto(EventLoop& loop, const std::vector<std::string>& extra_configuration = {},
                       Clients clients = Clients::any);
    /// Ends it with SIGTERM.
    ~Mosquitto();
    Mosquitto(const Mosquitto&) = delete;
    Mosquitto& operator=(const Mosquitto&) = delete;

    [[nodiscard]] const BrokerAddress& address() const { return address_; }
    /// The version it writes to its log, such as `2.0.11`.
    [[nodiscard]] std::string version() const;
    /// The last line of its log.
    [[nodiscard]] std::string last_log_line() const;
    [[nodiscard]] int process_id() const;

private:
    class Process;

    /// False: the port was taken meanwhile.
    bool start(EventLoop& loop, const std::vector<std::string>& extra_configuration);

    BrokerAddress address_;
    std::unique_ptr<Process> process_;
};

}  // namespace otbench::sim
