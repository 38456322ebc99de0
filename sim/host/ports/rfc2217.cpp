#include "sim/host/ports/rfc2217.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace otbench::sim {
namespace {

// RFC 854
constexpr std::uint8_t end_of_subnegotiation = 240;
constexpr std::uint8_t begin_subnegotiation = 250;
constexpr std::uint8_t will = 251;
constexpr std::uint8_t wont = 252;
constexpr std::uint8_t please_do = 253;
constexpr std::uint8_t dont = 254;
constexpr std::uint8_t iac = 255;

// Options of ours: RFC 856, RFC 858, RFC 2217
constexpr std::uint8_t binary = 0;
constexpr std::uint8_t suppress_go_ahead = 3;
constexpr std::uint8_t com_port_option = 44;
constexpr std::array<std::uint8_t, 3> options = {binary, suppress_go_ahead, com_port_option};

// Commands of the COM port option (RFC 2217, section 3); an answer has 100 more.
constexpr std::uint8_t signature = 0;
constexpr std::uint8_t set_baudrate = 1;
constexpr std::uint8_t set_datasize = 2;
constexpr std::uint8_t set_parity = 3;
constexpr std::uint8_t set_stopsize = 4;
constexpr std::uint8_t answer = 100;
constexpr std::uint8_t eight_data_bits = 8;

constexpr std::string_view our_signature = "otbench";
constexpr std::size_t longest_subnegotiation = 256;  // anything beyond is not for us

struct ParityCode {
    std::uint8_t code;
    bus::Parity parity;
};
constexpr std::array<ParityCode, 3> parities = {
    {{1, bus::Parity::none}, {2, bus::Parity::odd}, {3, bus::Parity::even}}};

void append_escaped(OctetView data, OctetBuffer& octets) {
    for (const std::uint8_t octet : data) {
        octets.push_back(octet);
        if (octet == iac) octets.push_back(iac);
    }
}

bool is_known(std::uint8_t option) {
    return std::find(options.begin(), options.end(), option) != options.end();
}

void append_com_port(std::uint8_t command, OctetView value, OctetBuffer& octets) {
    octets.insert(octets.end(), {iac, begin_subnegotiation, com_port_option, command});
    append_escaped(value, octets);
    octets.insert(octets.end(), {iac, end_of_subnegotiation});
}

void reply(std::uint8_t command, OctetView value, OctetBuffer& replies) {
    append_com_port(static_cast<std::uint8_t>(command + answer), value, replies);
}

/// The speed as it is sent, the highest octet first.
OctetBuffer speed_octets(const bus::UartFormat& format) {
    const auto baud = static_cast<std::uint32_t>(std::lround(format.baud));
    return {static_cast<std::uint8_t>(baud >> 24), static_cast<std::uint8_t>(baud >> 16),
            static_cast<std::uint8_t>(baud >> 8), static_cast<std::uint8_t>(baud)};
}
/// Nothing for 0, which asks for the speed.
void take_speed(OctetView value, bus::UartFormat& format) {
    std::uint32_t baud = 0;
    for (const std::uint8_t octet : value) baud = baud << 8 | octet;
    if (baud > 0) format.baud = baud;
}

std::uint8_t parity_code(const bus::UartFormat& format) {
    return std::find_if(parities.begin(), parities.end(),
                        [&](const ParityCode& known) { return known.parity == format.parity; })
        ->code;
}
void take_parity(std::uint8_t code, bus::UartFormat& format) {
    for (const ParityCode& known : parities)
        if (known.code == code) format.parity = known.parity;
}
void take_stop_bits(std::uint8_t code, bus::UartFormat& format) {
    if (code == 1 || code == 2) format.stop_bits = code;
}

std::uint8_t first_of(OctetView value) {
    return value.empty() ? std::uint8_t{0} : value[0];
}

}  // namespace

OctetBuffer Rfc2217::escaped(OctetView data) {
    OctetBuffer octets;
    append_escaped(data, octets);
    return octets;
}

void Rfc2217::receive(OctetView octets, OctetBuffer& data, OctetBuffer& replies) {
    for (const std::uint8_t octet : octets) {
        switch (state_) {
            case State::data:
                if (octet == iac)
                    state_ = State::command;
                else
                    data.push_back(octet);
                break;
            case State::command:
                command_ = octet;
                state_ = State::data;
                if (octet == iac) data.push_back(iac);
                if (octet >= will && octet <= dont) state_ = State::option;
                if (octet == begin_subnegotiation) {
                    subnegotiation_.clear();
                    state_ = State::subnegotiation;
                }
                break;
            case State::option:
                negotiate(command_, octet, replies);
                state_ = State::data;
                break;
            case State::subnegotiation:
                if (octet == iac)
                    state_ = State::subnegotiation_command;
                else if (subnegotiation_.size() < longest_subnegotiation)
                    subnegotiation_.push_back(octet);
                break;
            case State::subnegotiation_command:
                state_ = State::subnegotiation;
                if (octet == iac) subnegotiation_.push_back(iac);
                if (octet != end_of_subnegotiation) break;
                state_ = State::data;
                if (subnegotiation_.size() >= 2 && subnegotiation_[0] == com_port_option)
                    com_port(subnegotiation_[1], OctetView{subnegotiation_}.subspan(2), replies);
                break;
        }
    }
}

/// Accepts the supported options and refuses the others.
void Rfc2217Server::negotiate(std::uint8_t command, std::uint8_t option, OctetBuffer& replies) {
    const bool known = is_known(option);
    if (command == will) replies.insert(replies.end(), {iac, known ? please_do : dont, option});
    if (command == please_do) replies.insert(replies.end(), {iac, known ? will : wont, option});
}

void Rfc2217Server::com_port(std::uint8_t command, OctetView value, OctetBuffer& replies) {
    switch (command) {
        case signature: {
            const OctetBuffer text{our_signature.begin(), our_signature.end()};
            return reply(command, text, replies);
        }
        case set_baudrate: take_speed(value, format_); return reply(command, speed_octets(format_), replies);
        case set_datasize: return reply(command, OctetBuffer{eight_data_bits}, replies);
        case set_parity:
            take_parity(first_of(value), format_);
            return reply(command, OctetBuffer{parity_code(format_)}, replies);
        case set_stopsize:
            take_stop_bits(first_of(value), format_);
            return reply(command, OctetBuffer{static_cast<std::uint8_t>(format_.stop_bits)}, replies);
        default: return reply(command, value, replies);  // control lines, masks, purging: agreed, without effect
    }
}

OctetBuffer Rfc2217Client::greeting() const {
    OctetBuffer octets;
    for (const auto option : options) octets.insert(octets.end(), {iac, will, option});
    octets.insert(octets.end(), {iac, please_do, binary, iac, please_do, suppress_go_ahead});
    append_com_port(set_baudrate, speed_octets(format_), octets);
    append_com_port(set_datasize, OctetBuffer{eight_data_bits}, octets);
    append_com_port(set_parity, OctetBuffer{parity_code(format_)}, octets);
    append_com_port(set_stopsize, OctetBuffer{static_cast<std::uint8_t>(format_.stop_bits)}, octets);
    return octets;
}

/// What the greeting asked for and offered needs no further word; other options are refused.
void Rfc2217Client::negotiate(std::uint8_t command, std::uint8_t option, OctetBuffer& replies) {
    if (is_known(option)) return;
    if (command == will) replies.insert(replies.end(), {iac, dont, option});
    if (command == please_do) replies.insert(replies.end(), {iac, wont, option});
}

void Rfc2217Client::com_port(std::uint8_t command, OctetView value, OctetBuffer& /*replies*/) {
    if (command == answer + set_baudrate) take_speed(value, format_);
    if (command == answer + set_parity) take_parity(first_of(value), format_);
    if (command == answer + set_stopsize) take_stop_bits(first_of(value), format_);
}

}  // namespace otbench::sim
