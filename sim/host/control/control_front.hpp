#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/rpc/dispatcher.hpp"
#include "sim/host/control/control_channel.hpp"
#include "sim/host/control/control_endpoint.hpp"

namespace otbench::sim {

/// The exit code by which a process with a bench asks for another one to take over.
constexpr int renewal_exit = 100;

/// The connections of the control interface, and the process with the bench behind them, which is replaced when a
/// request asks for another bench. Requests reach it in order, whatever client they come from.
///
/// A client at an endpoint that other machines reach has to call `authenticate` with the token first. A line that is
/// too long is answered by an error, and a client that does not read its answers is disconnected.
class ControlFront {
public:
    /// The work of the process with the bench, on the socket `fd`; its exit code. It is forked: the calling process
    /// must have no other threads.
    using Work = std::function<int(int fd)>;
    /// Receives the answers to the front's own requests.
    using OwnAnswer = std::function<void(const std::string& line)>;

    /// Opens the endpoints. `token`: empty for none. Throws `std::system_error` with the endpoint when that fails.
    ControlFront(const std::vector<ControlEndpoint>& endpoints, std::string token, Work work);
    ~ControlFront();
    ControlFront(const ControlFront&) = delete;
    ControlFront& operator=(const ControlFront&) = delete;

    /// Where clients connect, one line an endpoint: "unix:/tmp/bench".
    [[nodiscard]] std::vector<std::string> addresses() const;

    /// Ends `run` when the requests that came so far are answered.
    void finish() { finishing_ = true; }

    /// Serves clients until one of them asks for the end, standard input ends or `interrupted` is set. `first` are
    /// requests of the front's own. Returns the exit code of the last process with a bench, 128 + signal if a signal
    /// ended it.
    int run(const std::vector<std::string>& first, const OwnAnswer& own_answer);

private:
    struct Client;
    struct Listener;

    void start_worker(const std::vector<std::string>& first);
    int worker_exit();
    void accept_from(const Listener& listener);
    void read_from(Client& client);
    void take_line(Client& client, const std::string& line);
    void reply(Client& client, const std::string& line);
    void write_to(Client& client);
    void read_worker(const OwnAnswer& own_answer);
    void write_worker();
    void drop_gone_clients();
    void poll_once(const OwnAnswer& own_answer);

    std::string token_;
    Work work_;
    rpc::Dispatcher gate_{{}};
    bool admitted_ = false;  ///< by the call that `gate_` answered last
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::map<std::uint32_t, std::unique_ptr<Client>> clients_;
    std::uint32_t last_client_ = 0;
    pid_t worker_ = -1;
    int worker_fd_ = -1;
    std::string from_worker_, to_worker_;
    std::vector<std::string> again_;  ///< requests for the next worker
    bool finishing_ = false;          ///< no requests will follow
};

}  // namespace otbench::sim
