#pragma once

#include <array>
#include <boost/core/span.hpp>
#include <cstdint>
#include <string_view>

#include "base/checked.hpp"
#include "base/octets.hpp"

namespace otbench::bus {

constexpr std::size_t aes_block_size = 16;
using AesBlock = std::array<std::uint8_t, aes_block_size>;
/// A key of AES-128.
using AesKey = AesBlock;

/// Reads 32 hex digits, blanks between the bytes allowed.
[[nodiscard]] Checked<AesKey> parse_aes_key(std::string_view text);

// AES-128 by OpenSSL. `octets` are changed in place and are whole blocks. They throw std::runtime_error where OpenSSL
// fails, which leaves no way to go on.

void aes_cbc_encrypt(const AesKey& key, const AesBlock& initialisation_vector, boost::span<std::uint8_t> octets);
void aes_cbc_decrypt(const AesKey& key, const AesBlock& initialisation_vector, boost::span<std::uint8_t> octets);

/// AES-CMAC (RFC 4493) of a message of any length.
[[nodiscard]] AesBlock aes_cmac(const AesKey& key, OctetView message);

}  // namespace otbench::bus
