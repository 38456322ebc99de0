#pragma once

#include <cstdint>

#include "base/octets.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::sim {

/// The server's side of Telnet with the COM port option (RFC 854, RFC 2217): takes a client's octets apart into data
/// and negotiation, answers the latter, and keeps what the client has set.
///
/// Sans-I/O. Speeds and shapes are taken as they come, but for data bits, of which there are always eight.
class Rfc2217Server {
public:
    explicit Rfc2217Server(const bus::UartFormat& initial) : format_(initial) {}

    /// Appends the data among `octets` to `data` and what must be answered to `replies`.
    void receive(OctetView octets, OctetBuffer& data, OctetBuffer& replies);
    /// `data` as it has to be sent to the client.
    [[nodiscard]] static OctetBuffer escaped(OctetView data);

    [[nodiscard]] const bus::UartFormat& format() const { return format_; }

private:
    enum class State : std::uint8_t { data, command, option, subnegotiation, subnegotiation_command };

    void negotiate(std::uint8_t option, OctetBuffer& replies);
    void set(OctetBuffer& replies);
    void set_speed(OctetView value, OctetBuffer& replies);
    static void reply(std::uint8_t command, OctetView value, OctetBuffer& replies);

    bus::UartFormat format_;
    State state_ = State::data;
    std::uint8_t command_ = 0;
    OctetBuffer subnegotiation_;
};

}  // namespace otbench::sim
