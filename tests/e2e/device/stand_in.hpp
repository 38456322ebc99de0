#pragma once

#include <boost/process/child.hpp>
#include <boost/process/pipe.hpp>
#include <string>

#include "tests/support/program.hpp"

namespace otbench::tests {

/// A stand-in for a real board: a broker, and a second bench in which an otb-iot lives, whose M-Bus UART ends at a pty.
class StandIn {
public:
    /// Returns when the board answers. `uart`: settings of its serial line; `more`: further keys of the model.
    explicit StandIn(const std::string& uart = ", echo: yes", const std::string& more = "");
    ~StandIn();
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;

    [[nodiscard]] const std::string& broker_url() const { return broker_url_; }
    [[nodiscard]] std::string serial_port() const { return folder_ / "serial"; }
    static constexpr const char* mac = "5c:cf:7f:0b:58:3b";

private:
    const TemporaryFolder folder_;
    std::string broker_url_;
    boost::process::ipstream story_;
    boost::process::child broker_, bench_;
};

}  // namespace otbench::tests
