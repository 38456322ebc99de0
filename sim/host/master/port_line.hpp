#pragma once

#include <memory>
#include <string>

#include "bus/master/master_line.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::sim {

/// A master's line in real time: a serial device, a pty, a TCP connection to a converter, or a server that waits for
/// one.
class PortLine : public bus::MasterLine {
public:
    /// Opens the endpoint; `usual` is the speed and shape of characters where the endpoint does not say.
    /// Throws std::runtime_error with one line for the user when that cannot be done.
    PortLine(const Endpoint& endpoint, const bus::UartFormat& usual);
    ~PortLine() override;

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
