#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/octets.hpp"

namespace otbench::bus {

/// Encryption modes by name (EN 13757-7; spec: M-Bus protocol, 10.1).
namespace encryption_mode {
constexpr std::uint8_t aes_cbc = 5;              ///< AES-128-CBC, the initialisation vector made of the header
constexpr std::uint8_t aes_cbc_derived_key = 7;  ///< AES-128-CBC with a key of its own for every message
}  // namespace encryption_mode

/// The part of a telegram's user data that its configuration field announces as encrypted.
struct Encryption {
    std::uint8_t mode = 0;
    std::size_t blocks = 0;      ///< announced; 0 where a mode does not count blocks and all is encrypted
    std::size_t start = 0;       ///< of the encrypted octets in the user data
    std::size_t size = 0;        ///< of the encrypted octets present
    bool complete = true;        ///< the telegram has all that is announced
    bool is_plain = false;       ///< the octets begin with 2F 2F: they are already decrypted
    std::uint8_t extension = 0;  ///< mode 7: the octet behind the configuration field
};

/// The meaning of the configuration field (the last two octets of the header, which ends before `header_size`); nothing
/// for data that are not encrypted. Values that no mode explains, such as FFFF, are old products' and announce nothing.
[[nodiscard]] std::optional<Encryption> encryption_of(OctetView user_data, std::size_t header_size);

/// The configuration field that announces `blocks` blocks of 16 octets in that mode.
[[nodiscard]] constexpr std::uint16_t configuration_of(std::uint8_t mode, std::size_t blocks) {
    return static_cast<std::uint16_t>(mode << 8 | blocks << 4);
}

/// "encrypted, mode 5, 3 blocks"
[[nodiscard]] std::string describe(const Encryption& encryption);

}  // namespace otbench::bus
