#pragma once

#include <sys/types.h>

#include <string>

#include "base/temporary_folder.hpp"
#include "sim/host/control/control_endpoint.hpp"

namespace otbench::sim {

/// A process that serves the web interface, as a client of the control interface of this one: what comes over HTTP
/// cannot harm the bench. It ends with the calling process.
class WebProcess {
public:
    /// Opens `endpoint`, which is TCP, and starts the process; the calling one must have no other threads. `token`:
    /// what requests need, empty for none. Throws `std::system_error` with the address when that fails.
    WebProcess(const ControlEndpoint& endpoint, std::string token);
    ~WebProcess();
    WebProcess(const WebProcess&) = delete;
    WebProcess& operator=(const WebProcess&) = delete;

    /// Where browsers find it: "http://127.0.0.1:8080/".
    [[nodiscard]] const std::string& address() const { return address_; }
    /// Where the calling process has to take requests of the control interface.
    [[nodiscard]] ControlEndpoint control() const;

private:
    TemporaryFolder folder_;
    std::string address_;
    pid_t process_ = -1;
};

}  // namespace otbench::sim
