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
constexpr std::uint8_t com_port = 44;
constexpr std::array<std::uint8_t, 3> options = {binary, suppress_go_ahead, com_port};

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

}  // namespace

OctetBuffer Rfc2217Server::escaped(OctetView data) {
    OctetBuffer octets;
    append_escaped(data, octets);
    return octets;
}

void Rfc2217Server::receive(OctetView octets, OctetBuffer& data, OctetBuffer& replies) {
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
                negotiate(octet, replies);
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
                set(replies);
                state_ = State::data;
                break;
        }
    }
}

/// Accepts the supported options and refuses the others.
void Rfc2217Server::negotiate(std::uint8_t option, OctetBuffer& replies) {
    const bool known = std::find(options.begin(), options.end(), option) != options.end();
    if (command_ == will) replies.insert(replies.end(), {iac, known ? please_do : dont, option});
    if (command_ == please_do) replies.insert(replies.end(), {iac, known ? will : wont, option});
}

void Rfc2217Server::set(OctetBuffer& replies) {
    if (subnegotiation_.size() < 2 || subnegotiation_[0] != com_port) return;
    const std::uint8_t command = subnegotiation_[1];
    const OctetView value = OctetView{subnegotiation_}.subspan(2);
    const std::uint8_t wish = value.empty() ? std::uint8_t{0} : value[0];
    switch (command) {
        case signature: {
            const OctetBuffer text{our_signature.begin(), our_signature.end()};
            return reply(command, text, replies);
        }
        case set_baudrate: return set_speed(value, replies);
        case set_datasize: return reply(command, OctetBuffer{eight_data_bits}, replies);
        case set_parity:
            for (const ParityCode& known : parities)
                if (known.code == wish) format_.parity = known.parity;
            for (const ParityCode& known : parities)
                if (known.parity == format_.parity) reply(command, OctetBuffer{known.code}, replies);
            return;
        case set_stopsize:
            if (wish == 1 || wish == 2) format_.stop_bits = wish;
            return reply(command, OctetBuffer{static_cast<std::uint8_t>(format_.stop_bits)}, replies);
        default: return reply(command, value, replies);  // control lines, masks, purging: agreed, without effect
    }
}

void Rfc2217Server::set_speed(OctetView value, OctetBuffer& replies) {
    std::uint32_t baud = 0;
    for (const std::uint8_t octet : value) baud = baud << 8 | octet;
    if (baud > 0) format_.baud = baud;
    const auto now = static_cast<std::uint32_t>(std::lround(format_.baud));
    reply(set_baudrate,
          OctetBuffer{static_cast<std::uint8_t>(now >> 24), static_cast<std::uint8_t>(now >> 16),
                      static_cast<std::uint8_t>(now >> 8), static_cast<std::uint8_t>(now)},
          replies);
}

void Rfc2217Server::reply(std::uint8_t command, OctetView value, OctetBuffer& replies) {
    replies.insert(replies.end(), {iac, begin_subnegotiation, com_port, static_cast<std::uint8_t>(command + answer)});
    append_escaped(value, replies);
    replies.insert(replies.end(), {iac, end_of_subnegotiation});
}

}  // namespace otbench::sim
