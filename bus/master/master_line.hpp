#pragma once

#include <stdexcept>

#include "base/octets.hpp"
#include "base/time.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::bus {

/// The connection to the line broke: its other end has gone. One line for the user.
struct LineLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a master needs of a line. Implementations stand on a serial port or a socket in real time, or on a simulated
/// line in virtual time; the master itself depends on neither.
class MasterLine {
public:
    virtual ~MasterLine() = default;

    /// Sends; returns when the last stop bit is sent, as far as the line can determine. Throws `LineLost`.
    virtual void send(OctetView octets) = 0;

    /// Waits for at least one octet, at most for `limit`. Returns the received octets, none after `limit`. Throws
    /// `LineLost`.
    [[nodiscard]] virtual OctetBuffer receive(Nanoseconds limit) = 0;

    /// Speed and shape of characters at present.
    [[nodiscard]] virtual UartFormat format() const = 0;
    /// Changes the speed. False where the line cannot: behind a TCP connection, for instance.
    virtual bool set_baud(double baud) = 0;
};

}  // namespace otbench::bus
