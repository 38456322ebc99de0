#include "bus/security/aes.hpp"

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

/// Frees what OpenSSL made.
struct Release {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

void require(bool done) {
    if (!done) throw std::runtime_error{"OpenSSL has no working AES-128"};
}

void apply_cbc(const AesKey& key, const AesBlock& initialisation_vector, boost::span<std::uint8_t> octets,
               bool encrypt) {
    const Owned<EVP_CIPHER_CTX> context{EVP_CIPHER_CTX_new()};
    require(context && EVP_CipherInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, key.data(),
                                         initialisation_vector.data(), encrypt ? 1 : 0) == 1);
    require(EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1);
    const int size = static_cast<int>(octets.size());
    int done = 0;
    require(EVP_CipherUpdate(context.get(), octets.data(), &done, octets.data(), size) == 1 && done == size);
}

}  // namespace

Checked<AesKey> parse_aes_key(std::string_view text) {
    const auto octets = parse_octets(text);
    if (!octets || octets->size() != aes_block_size)
        return InputError{fmt::format("invalid key '{}' (expected 32 hex digits)", text)};
    AesKey key{};
    std::copy(octets->begin(), octets->end(), key.begin());
    return key;
}

void aes_cbc_encrypt(const AesKey& key, const AesBlock& initialisation_vector, boost::span<std::uint8_t> octets) {
    apply_cbc(key, initialisation_vector, octets, true);
}

void aes_cbc_decrypt(const AesKey& key, const AesBlock& initialisation_vector, boost::span<std::uint8_t> octets) {
    apply_cbc(key, initialisation_vector, octets, false);
}

AesBlock aes_cmac(const AesKey& key, OctetView message) {
    const Owned<EVP_MAC> mac{EVP_MAC_fetch(nullptr, "CMAC", nullptr)};
    const Owned<EVP_MAC_CTX> context{EVP_MAC_CTX_new(mac.get())};
    char cipher[] = "AES-128-CBC";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("cipher", cipher, 0), OSSL_PARAM_construct_end()};
    require(context && EVP_MAC_init(context.get(), key.data(), key.size(), parameters) == 1);
    AesBlock code{};
    std::size_t size = 0;
    require(EVP_MAC_update(context.get(), message.data(), message.size()) == 1);
    require(EVP_MAC_final(context.get(), code.data(), &size, code.size()) == 1 && size == code.size());
    return code;
}

}  // namespace otbench::bus
