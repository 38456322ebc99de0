#pragma once

#include <optional>

#include "base/checked.hpp"
#include "base/octets.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/encoder.hpp"
#include "bus/security/key_ring.hpp"

namespace otbench::bus {

/// The frame of an answer with its encrypted part decrypted and without an authentication and fragmentation layer
/// (EN 13757-7: modes 5 and 7). Nothing when no part is encrypted, or when there is no key for its meter.
///
/// The error says why it cannot be decrypted: no key gives data that begin with 2F 2F, the authentication code is
/// wrong, octets are missing, or the mode, its derivation of keys or the header is not supported.
[[nodiscard]] Checked<std::optional<OctetBuffer>> decrypt_answer(const Frame& frame, const KeyRing& keys);

/// As `encode_telegram`, all records encrypted in mode 5: two fillers before them, fillers up to a whole block behind
/// them, and the configuration field instead of the signature. At most 15 blocks of 16 octets.
[[nodiscard]] Checked<OctetBuffer> encode_encrypted_telegram(TelegramDescription telegram, const AesKey& key);

}  // namespace otbench::bus
