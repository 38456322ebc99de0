#include "bus/security/aes.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

AesKey key_of(std::string_view hex) {
    return parse_aes_key(hex).value();
}

const AesKey example_key = key_of("2b7e151628aed2a6abf7158809cf4f3c");

TEST(Aes, encrypts_and_decrypts_the_example_of_nist) {  // SP 800-38A, F.2.1
    const AesBlock vector = key_of("000102030405060708090a0b0c0d0e0f");
    const OctetBuffer plain = parse_octets("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51").value();
    OctetBuffer octets = plain;
    aes_cbc_encrypt(example_key, vector, octets);
    EXPECT_EQ(hex_text(octets), "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
    aes_cbc_decrypt(example_key, vector, octets);
    EXPECT_EQ(octets, plain);
}

TEST(Aes, authenticates_the_examples_of_rfc_4493) {
    const OctetBuffer message =
        parse_octets("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411").value();
    EXPECT_EQ(hex_text(aes_cmac(example_key, {})), "bb1d6929e95937287fa37d129b756746");
    EXPECT_EQ(hex_text(aes_cmac(example_key, OctetView{message}.first(16))), "070a16b46b4d4144f79bdd9dd04a287c");
    EXPECT_EQ(hex_text(aes_cmac(example_key, message)), "dfa66747de9ae63030ca32611497c827");
}

TEST(Aes, takes_a_key_of_32_digits_alone) {
    EXPECT_TRUE(parse_aes_key("2b 7e 15 16 28 ae d2 a6 ab f7 15 88 09 cf 4f 3c"));
    for (const char* text : {"", "2b", "2b7e151628aed2a6abf7158809cf4f3c00", "zb7e151628aed2a6abf7158809cf4f3c"})
        EXPECT_FALSE(parse_aes_key(text)) << text;
}

}  // namespace
}  // namespace otbench::bus
