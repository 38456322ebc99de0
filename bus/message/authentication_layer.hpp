#pragma once

#include <cstdint>
#include <optional>

#include "base/octets.hpp"
#include "bus/record/codec_error.hpp"

namespace otbench::bus {

/// Control information of the authentication and fragmentation layer (EN 13757-7).
constexpr std::uint8_t ci_authentication_layer = 0x90;

/// What the authentication and fragmentation layer wraps.
struct AuthenticatedAnswer {
    std::optional<std::uint32_t> counter;  ///< of the message, from which mode 7 derives its key
    std::uint8_t ci = 0;                   ///< of the answer inside
    OctetView data;                        ///< its user data, a view
};

/// Reads the layer in front of `user_data` (what follows CI 90). The message authentication code is not checked. An
/// error when the octets end inside the layer, or when the answer goes on in another fragment.
[[nodiscard]] Decoded<AuthenticatedAnswer> unwrap_authentication_layer(OctetView user_data);

}  // namespace otbench::bus
