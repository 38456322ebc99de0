#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "bus/master/master_line.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::sim {

/// A master's line in real time: a serial device, a pty, a TCP connection to a converter, or a listening socket that
/// waits for the converter to connect. Of several peers the first one is used until it leaves.
///
/// `send` and `receive` throw `bus::LineLost` once when the connection has broken; the next `send` waits for another.
class PortLine : public bus::MasterLine {
public:
    /// Opens the endpoint; `usual` is the speed and shape of characters where the endpoint does not say, `patience` how
    /// long `send` waits for a peer. Throws std::runtime_error with one line for the user when that cannot be done.
    PortLine(const Endpoint& endpoint, const bus::UartFormat& usual,
             std::chrono::seconds patience = std::chrono::seconds{10});
    ~PortLine() override;

    /// From now on `send` does not wait until the bytes are sent: the line takes no time.
    void skip_wire_time();

    void send(OctetView octets) override;
    [[nodiscard]] OctetBuffer receive(Nanoseconds limit) override;
    [[nodiscard]] bus::UartFormat format() const override;
    bool set_baud(double baud) override;

    /// How the endpoint is called.
    [[nodiscard]] std::string description() const;

private:
    class Io;
    std::unique_ptr<Io> io_;
};

}  // namespace otbench::sim
