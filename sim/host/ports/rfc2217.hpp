#pragma once

#include <cstdint>

#include "base/octets.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::sim {

/// One side of Telnet with the COM port option (RFC 854, RFC 2217): takes the octets of the other side apart into data
/// and negotiation.
///
/// Sans-I/O. Speeds and shapes are taken as they come, but for data bits, of which there are always eight.
class Rfc2217 {
public:
    explicit Rfc2217(const bus::UartFormat& format) : format_(format) {}
    virtual ~Rfc2217() = default;

    /// What this side sends first of all.
    [[nodiscard]] virtual OctetBuffer greeting() const { return {}; }
    /// Appends the data among `octets` to `data` and what must be answered to `replies`.
    void receive(OctetView octets, OctetBuffer& data, OctetBuffer& replies);
    /// `data` as it has to be sent to the other side.
    [[nodiscard]] static OctetBuffer escaped(OctetView data);

    /// The speed and shape of characters that client and server have agreed on.
    [[nodiscard]] const bus::UartFormat& format() const { return format_; }

protected:
    /// The other side sends WILL, WONT, DO or DONT.
    virtual void negotiate(std::uint8_t command, std::uint8_t option, OctetBuffer& replies) = 0;
    /// The other side sends a command of the COM port option.
    virtual void com_port(std::uint8_t command, OctetView value, OctetBuffer& replies) = 0;

    bus::UartFormat format_;

private:
    enum class State : std::uint8_t { data, command, option, subnegotiation, subnegotiation_command };

    State state_ = State::data;
    std::uint8_t command_ = 0;
    OctetBuffer subnegotiation_;
};

/// The side that has the line: answers, and keeps what the client has set.
class Rfc2217Server : public Rfc2217 {
public:
    using Rfc2217::Rfc2217;

private:
    void negotiate(std::uint8_t command, std::uint8_t option, OctetBuffer& replies) override;
    void com_port(std::uint8_t command, OctetView value, OctetBuffer& replies) override;
};

/// The side that sets the line: asks for the options and for its format when it begins.
class Rfc2217Client : public Rfc2217 {
public:
    using Rfc2217::Rfc2217;

    [[nodiscard]] OctetBuffer greeting() const override;

private:
    void negotiate(std::uint8_t command, std::uint8_t option, OctetBuffer& replies) override;
    void com_port(std::uint8_t command, OctetView value, OctetBuffer& replies) override;
};

}  // namespace otbench::sim
