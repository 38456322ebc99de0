#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/rpc/failure.hpp"
#include "base/time.hpp"
#include "sim/host/control/control_endpoint.hpp"

namespace otbench::sim {

/// A connection to the control interface of a running program (docs/user/control.md).
class ControlClient {
public:
    /// Receives the name and the parameters of a notification.
    using Listener = std::function<void(const std::string& method, const nlohmann::json& parameters)>;

    /// Connects to `endpoint`, which is not stdio. Throws std::runtime_error with a line for the user.
    /// `patience`: how long the program may be silent during a call.
    ControlClient(const ControlEndpoint& endpoint, Nanoseconds patience);
    ~ControlClient();
    ControlClient(const ControlClient&) = delete;
    ControlClient& operator=(const ControlClient&) = delete;

    void on_notification(Listener listener) { listener_ = std::move(listener); }

    /// Calls a method. Throws std::runtime_error with a line for the user when the program is silent for too long, ends
    /// the connection, or answers anything but JSON-RPC.
    [[nodiscard]] rpc::Outcome call(std::string_view method, const nlohmann::json& parameters);

private:
    void write(std::string_view text);
    [[nodiscard]] std::string read_line();
    [[nodiscard]] std::runtime_error trouble(const std::string& what) const;

    std::string name_;  ///< of the endpoint, for messages
    Nanoseconds patience_;
    int fd_ = -1;
    int last_id_ = 0;
    std::string received_;
    Listener listener_;
};

}  // namespace otbench::sim
