#pragma once

#include <cstdint>
#include <optional>

#include "base/octets.hpp"
#include "bus/record/codec_error.hpp"

namespace otbench::bus {

/// Control information of the authentication and fragmentation layer (EN 13757-7).
constexpr std::uint8_t ci_authentication_layer = 0x90;

/// What the authentication and fragmentation layer wraps, and what it says about that. All views.
struct AuthenticatedAnswer {
    std::optional<std::uint8_t> message_control;  ///< which code authenticates the message: low four bits
    std::optional<std::uint32_t> counter;         ///< of the message, from which mode 7 derives its key
    OctetView code;                               ///< message authentication code; empty when there is none
    OctetView length;                             ///< of the message as sent, two octets; empty when it is not there
    OctetView message;                            ///< what is authenticated: the CI of the answer and its user data

    [[nodiscard]] std::uint8_t ci() const { return message[0]; }
    [[nodiscard]] OctetView data() const { return message.subspan(1); }
};

/// Reads the layer in front of `user_data` (what follows CI 90), without checking the code. An error when the octets
/// end inside the layer, or when the answer goes on in another fragment.
[[nodiscard]] Decoded<AuthenticatedAnswer> unwrap_authentication_layer(OctetView user_data);

/// Octets of the message authentication code that `message_control` announces; 0 for a kind that is not known.
[[nodiscard]] std::size_t authentication_code_size(std::uint8_t message_control);

}  // namespace otbench::bus
