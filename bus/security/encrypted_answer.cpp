#include "bus/security/encrypted_answer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "bus/message/answer_layout.hpp"
#include "bus/message/authentication_layer.hpp"
#include "bus/message/encryption.hpp"
#include "bus/message/telegram.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint8_t filler = 0x2F;
constexpr std::size_t leading_fillers = 2;  // EN 13757-7: they show that data are decrypted

/// Appends the octets of a number, least significant first.
template <class Integer>
std::uint8_t* put(Integer number, std::uint8_t* out) {
    for (std::size_t i = 0; i < sizeof number; ++i) *out++ = static_cast<std::uint8_t>(number >> (8 * i));
    return out;
}

/// Mode 5 (EN 13757-7): manufacturer, number, version and medium as sent, then the access number eight times.
AesBlock initialisation_vector(const DeviceKey& device, std::uint8_t access_number) {
    AesBlock vector{};
    std::uint8_t* out = put(device.id, put(device.manufacturer, vector.data()));
    *out++ = device.version;
    *out++ = device.medium;
    std::fill(out, vector.data() + vector.size(), access_number);
    return vector;
}

/// What a derived key is for (EN 13757-7, key derivation A).
enum class Purpose : std::uint8_t { encryption = 0x00, authentication = 0x01 };

AesKey derived_key(const AesKey& key, Purpose purpose, std::uint32_t counter, std::uint32_t id) {
    AesBlock input{};
    input[0] = static_cast<std::uint8_t>(purpose);
    std::uint8_t* const out = put(id, put(counter, input.data() + 1));
    const std::ptrdiff_t rest = input.data() + input.size() - out;
    std::fill(out, input.data() + input.size(), static_cast<std::uint8_t>(rest));
    return aes_cmac(key, input);
}

/// A telegram that is to be decrypted.
struct EncryptedTelegram {
    Telegram telegram;
    Encryption part;
    std::optional<AuthenticatedAnswer> layer;
};

/// The octets of the encrypted part, decrypted with a key of the meter; for a telegram without a full header `device`
/// says whose it is.
OctetBuffer decrypted_part(const EncryptedTelegram& encrypted, const AesKey& key, const DeviceKey& device) {
    const OctetView part = encrypted.telegram.octets().subspan(encrypted.part.start, encrypted.part.size);
    OctetBuffer octets(part.begin(), part.end());
    if (encrypted.part.mode == encryption_mode::aes_cbc)
        aes_cbc_decrypt(key, initialisation_vector(device, encrypted.telegram.access_number()), octets);
    else
        aes_cbc_decrypt(derived_key(key, Purpose::encryption, *encrypted.layer->counter, device.id), {}, octets);
    return octets;
}

/// Whether the layer's code matches the message, or the layer has none.
bool is_authentic(const AuthenticatedAnswer& layer, const AesKey& key, std::uint32_t id) {
    if (layer.code.empty()) return true;
    OctetBuffer authenticated{*layer.message_control};
    authenticated.resize(1 + sizeof(std::uint32_t));
    put(*layer.counter, authenticated.data() + 1);
    for (const OctetView octets : {layer.length, layer.message})
        authenticated.insert(authenticated.end(), octets.begin(), octets.end());
    const AesBlock code = aes_cmac(derived_key(key, Purpose::authentication, *layer.counter, id), authenticated);
    return std::equal(layer.code.begin(), layer.code.end(), code.begin());
}

/// Why an encrypted telegram cannot be decrypted, whatever the key; empty when it can.
std::string obstacle(const EncryptedTelegram& encrypted) {
    constexpr std::uint8_t derivation_bits = 0x30, derivation_a = 0x10, code_kind_bits = 0x0F, galois_code = 8;
    const Encryption& part = encrypted.part;
    const bool derives = part.mode == encryption_mode::aes_cbc_derived_key;
    if (part.mode != encryption_mode::aes_cbc && !derives) return "only modes 5 and 7 can be decrypted";
    if (!part.complete) return "bytes are missing";
    if (!derives) return {};
    if ((part.extension & derivation_bits) != derivation_a)
        return fmt::format("key derivation {} is not supported (expected 1)", (part.extension & derivation_bits) >> 4);
    if (!encrypted.layer || !encrypted.layer->counter)
        return "the message counter is missing, from which the key is derived (expected in a layer with CI 90)";
    if (!encrypted.layer->code.empty() && (*encrypted.layer->message_control & code_kind_bits) == galois_code)
        return "its authentication code, AES-GMAC, is not supported";
    return {};
}

InputError complaint(const Encryption& part, std::string_view why) {
    return {fmt::format("{}: {}", describe(part), why)};
}

/// The user data of the telegram with the encrypted part decrypted.
Checked<OctetBuffer> decrypted(const EncryptedTelegram& encrypted, const std::vector<MeterKey>& keys) {
    const Encryption& part = encrypted.part;
    if (const std::string why = obstacle(encrypted); !why.empty()) return complaint(part, why);
    OctetView began;
    OctetBuffer octets;
    for (const MeterKey& key : keys) {
        const DeviceKey device =
            encrypted.telegram.header() == Header::full ? encrypted.telegram.device() : *key.device;
        octets = decrypted_part(encrypted, key.key, device);
        began = OctetView{octets}.first(leading_fillers);
        if (began[0] != filler || began[1] != filler) continue;
        const bool derived = part.mode == encryption_mode::aes_cbc_derived_key;
        if (derived && !is_authentic(*encrypted.layer, key.key, device.id))
            return complaint(part, "the authentication code is wrong");
        const OctetView all = encrypted.telegram.octets();
        OctetBuffer plain(all.begin(), all.end());
        std::copy(octets.begin(), octets.end(), plain.begin() + static_cast<std::ptrdiff_t>(part.start));
        return plain;
    }
    return complaint(part,
                     fmt::format("wrong key (decrypted data begin with {}, expected 2f 2f)", hex_text(began, " ")));
}

}  // namespace

Checked<std::optional<OctetBuffer>> decrypt_answer(const Frame& frame, const KeyRing& keys) {
    const std::optional<OctetBuffer> nothing;
    std::uint8_t ci = frame.ci;
    OctetView data = frame.data;
    std::optional<AuthenticatedAnswer> layer;
    if (ci == ci_authentication_layer) {
        const auto inner = unwrap_authentication_layer(data);
        if (!inner) return nothing;
        layer = *inner;
        ci = inner->ci();
        data = inner->data();
    }
    const AnswerLayout& layout = answer_layout(ci);
    const bool from_slave = frame.kind == FrameKind::long_frame && !(frame.control & control::from_master);
    if (!from_slave || layout.content != AnswerLayout::Content::variable) return nothing;
    const auto telegram = Telegram::parse(data, layout.header);
    const auto part = telegram ? telegram->encryption() : std::nullopt;
    if (!part || part->is_plain) return nothing;
    const bool full = telegram->header() == Header::full;
    const auto candidates = full ? keys.of(telegram->id()) : keys.with_address();
    if (candidates.empty() && !full && !keys.empty())
        return complaint(*part, "a short header does not say whose key it is (expected a key as ADDRESS=HEX)");
    if (candidates.empty()) return nothing;
    const auto plain = decrypted({*telegram, *part, layer}, candidates);
    if (!plain) return plain.error();
    return std::optional{long_frame(frame.control, frame.address, ci, *plain)};
}

Checked<OctetBuffer> encode_encrypted_telegram(TelegramDescription telegram, const AesKey& key) {
    std::size_t& leading = telegram.records.empty() ? telegram.fillers : telegram.records.front().fillers;
    leading += leading_fillers;
    const auto plain = encode_telegram(telegram);
    if (!plain) return plain.error();
    const std::size_t size = plain->size() - Telegram::header_size;
    const std::size_t blocks = (size + aes_block_size - 1) / aes_block_size;
    telegram.fillers += blocks * aes_block_size - size;
    telegram.signature = configuration_of(encryption_mode::aes_cbc, blocks);
    auto octets = encode_telegram(telegram);
    if (!octets) return octets.error();
    aes_cbc_encrypt(key, initialisation_vector(telegram.device, telegram.access_number),
                    boost::span<std::uint8_t>{*octets}.subspan(Telegram::header_size));
    return octets;
}

}  // namespace otbench::bus
