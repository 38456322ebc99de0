// Answers of any kind decrypted with and without their layer, and telegrams encrypted and decrypted again.
#include "bus/security/encrypted_answer.hpp"

#include "bus/message/authentication_layer.hpp"
#include "bus/message/describe.hpp"
#include "bus/message/telegram.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;
using otbench::fuzz::require;

const KeyRing& keys() {
    static const KeyRing ring = [] {
        KeyRing made;
        (void)made.add("000102030405060708090a0b0c0d0e0f");
        (void)made.add("1234567877040904=000102030405060708090a0b0c0d0e0f");
        return made;
    }();
    return ring;
}

void decrypt(const Frame& frame) {
    const auto plain = decrypt_answer(frame, keys());
    require(plain || !plain.error().message.empty(), "an error has a reason");
    if (!plain || !*plain) return;
    const auto decrypted = parse_frame(**plain);
    require(decrypted.has_value(), "a decrypted answer is a frame");
    const auto again = decrypt_answer(*decrypted, keys());
    require(again && !*again, "what is decrypted is not encrypted");
}

void unwrap(OctetView user_data) {
    const auto answer = unwrap_authentication_layer(user_data);
    require(!answer || answer->message.size() <= user_data.size(), "a message is a part of the layer's octets");
}

/// Whether encrypted data begin like plain ones, as one in 65,536 does by chance.
bool looks_plain(OctetView user_data) {
    constexpr std::uint8_t filler = 0x2F;
    const OctetView data = user_data.subspan(Telegram::header_size);
    return data.size() >= 2 && data[0] == filler && data[1] == filler;
}

/// A telegram that a meter encrypts can be decrypted.
void encrypt(const Frame& frame) {
    const auto telegram = describe_telegram(frame.data);
    if (!telegram) return;
    const auto key = parse_aes_key("000102030405060708090a0b0c0d0e0f");
    const auto sent = encode_encrypted_telegram(*telegram, *key);
    if (!sent || looks_plain(*sent)) return;
    const OctetBuffer octets = long_frame(control::RSP_UD, 1, ci_variable_data, *sent);
    const auto plain = decrypt_answer(*parse_frame(octets), keys());
    require(plain && *plain, "a telegram that was encrypted can be decrypted");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const Frame& frame : otbench::fuzz::telegrams_in(data, size)) {
        decrypt(frame);
        unwrap(frame.data);
        encrypt(frame);
    }
    return 0;
}
