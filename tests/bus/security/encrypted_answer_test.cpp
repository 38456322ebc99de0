#include "bus/security/encrypted_answer.hpp"

#include <gmock/gmock.h>

#include <string>

#include "base/text.hpp"
#include "bus/message/describe.hpp"
#include "bus/message/telegram.hpp"
#include "bus/reading/reading.hpp"

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;

// Made with another implementation of AES, of the meter 12345678 ACW, version 9, heat, access number 2a. Two blocks are
// encrypted: 2f 2f, energy 9730 kWh, volume 1.221 m3, flow 1.245 m3/h and fillers.
const std::string key = "000102030405060708090a0b0c0d0e0f";

// Mode 5, an unencrypted record behind the blocks.
const std::string mode_5 =
    "6834346808017278563412770409042a0020051080fa20eab08ff83afc09a64be50aee48d9c4a1cdc054571ad03e6679cb564802fd17000082"
    "16";
const std::string mode_5_plain =
    "6834346808017278563412770409042a0020052f2f0407cd0300000413c50400000b3b4512002f2f2f2f2f2f2f2f2f2f2f2f2f02fd17000095"
    "16";
// The same with a short header (CI 7A).
const std::string brief_mode_5 =
    "682c2c6808017a2a0020051080fa20eab08ff83afc09a64be50aee48d9c4a1cdc054571ad03e6679cb564802fd170000ee16";
const std::string brief_plain =
    "682c2c6808017a2a0020052f2f0407cd0300000413c50400000b3b4512002f2f2f2f2f2f2f2f2f2f2f2f2f02fd1700000116";
// Mode 7 behind a layer (CI 90) with counter b3 0a 00 00 and code; with all fields of the layer; without a code;
// without a layer.
const std::string mode_7 =
    "684141680801900f002c25b30a00005a78ed1399f03f2f7278563412770409042a0020071014d3f08d85ac178e79dc6c55b857cad6110388af"
    "71787144dec0f239b2bbf2e1df16";
const std::string mode_7_all_fields =
    "6845456808019013003e751000b30a00003392b6d3e7b5323a2e007278563412770409042a0020071014d3f08d85ac178e79dc6c55b857cad6"
    "110388af71787144dec0f239b2bbf2e11016";
const std::string mode_7_without_code =
    "68383868080190060008b30a00007278563412770409042a0020071014d3f08d85ac178e79dc6c55b857cad6110388af71787144dec0f239b2"
    "bbf2e1c416";
const std::string mode_7_without_layer =
    "6830306808017278563412770409042a0020071014d3f08d85ac178e79dc6c55b857cad6110388af71787144dec0f239b2bbf2e16916";
const std::string mode_7_plain =
    "6830306808017278563412770409042a002007102f2f0407cd0300000413c50400000b3b4512002f2f2f2f2f2f2f2f2f2f2f2f2f9116";

OctetBuffer octets(const std::string& hex) {
    return parse_octets(hex).value();
}

KeyRing ring(std::initializer_list<std::string> keys) {
    KeyRing ring;
    for (const std::string& text : keys) EXPECT_TRUE(ring.add(text)) << text;
    return ring;
}

/// The frame with valid length and checksum around other user data.
std::string with_change(const std::string& hex, std::size_t at, std::uint8_t octet) {
    OctetBuffer frame = octets(hex);
    frame[at] = octet;
    frame[frame.size() - 2] = checksum(OctetView{frame}.subspan(4, frame.size() - 6));
    return hex_text(frame);
}

/// What decrypting gives: a frame in hex, "nothing" or the error.
std::string decrypt(const std::string& hex, const KeyRing& keys) {
    const OctetBuffer sent = octets(hex);
    const auto plain = decrypt_answer(*parse_frame(sent), keys);
    if (!plain) return plain.error().message;
    return *plain ? hex_text(**plain) : "nothing";
}

TEST(DecryptAnswer, decrypts_mode_5_and_leaves_what_stands_behind_the_blocks) {
    EXPECT_EQ(decrypt(mode_5, ring({key})), mode_5_plain);
    const OctetBuffer plain = octets(mode_5_plain);
    const auto reading = Reading::decode(parse_frame(plain)->data);
    EXPECT_EQ(reading->find("energy").value()->text(), "9730 kWh");
    EXPECT_EQ(reading->find("error-flags").value()->text(), "0");
}
TEST(DecryptAnswer, takes_the_key_of_the_meter_before_one_of_every_meter) {
    const std::string other = "ffffffffffffffffffffffffffffffff";
    EXPECT_EQ(decrypt(mode_5, ring({"12345678=" + key})), mode_5_plain);
    EXPECT_EQ(decrypt(mode_5, ring({"1234567877040904=" + key, other})), mode_5_plain);
    EXPECT_EQ(decrypt(mode_5, ring({other, key})), mode_5_plain);
    EXPECT_EQ(decrypt(mode_5, ring({"12345679=" + key})), "nothing");
    EXPECT_EQ(decrypt(mode_5, {}), "nothing");
}
TEST(DecryptAnswer, says_that_a_key_is_wrong) {
    EXPECT_THAT(decrypt(mode_5, ring({"ffffffffffffffffffffffffffffffff"})),
                testing::MatchesRegex("encrypted, mode 5, 2 blocks: wrong key \\(decrypted data begin with [0-9a-f]{2} "
                                      "[0-9a-f]{2}, expected 2f 2f\\)"));
}
TEST(DecryptAnswer, needs_the_address_for_a_short_header) {
    EXPECT_THAT(decrypt(brief_mode_5, ring({key})), HasSubstr("expected a key as ADDRESS=HEX"));
    EXPECT_EQ(decrypt(brief_mode_5, ring({"1234567877040904=" + key})), brief_plain);
    EXPECT_THAT(decrypt(brief_mode_5, ring({"1234567878040904=" + key})), HasSubstr("wrong key"));
}
TEST(DecryptAnswer, decrypts_mode_7_with_the_counter_of_its_layer) {
    EXPECT_EQ(decrypt(mode_7, ring({key})), mode_7_plain);
    EXPECT_EQ(decrypt(mode_7_all_fields, ring({key})), mode_7_plain);
    EXPECT_EQ(decrypt(mode_7_without_code, ring({key})), mode_7_plain);
    EXPECT_THAT(decrypt(mode_7, ring({"ffffffffffffffffffffffffffffffff"})), HasSubstr("wrong key"));
}
TEST(DecryptAnswer, checks_the_authentication_code_of_mode_7) {
    constexpr std::size_t status = 33;  // in mode_7: authenticated, not part of the key
    EXPECT_EQ(decrypt(with_change(mode_7, status, 0x04), ring({key})),
              "encrypted, mode 7, 2 blocks: the authentication code is wrong");
}
TEST(DecryptAnswer, says_what_it_cannot_decrypt) {
    EXPECT_THAT(decrypt(mode_7_without_layer, ring({key})), HasSubstr("the message counter is missing"));
    constexpr std::size_t derivation = 36, mode = 18, kind_of_code = 10;
    EXPECT_THAT(decrypt(with_change(mode_7, derivation, 0x20), ring({key})), HasSubstr("key derivation 2"));
    EXPECT_THAT(decrypt(with_change(mode_5, mode, 0x04), ring({key})), HasSubstr("only modes 5 and 7"));
    EXPECT_THAT(decrypt(with_change(mode_7_all_fields, kind_of_code, 0x78), ring({key})),
                "nothing");  // too short for it
}
TEST(DecryptAnswer, leaves_what_is_not_encrypted) {
    for (const std::string& hex : {mode_5_plain, mode_7_plain, std::string{"68040468080170088116"}, std::string{"e5"}})
        EXPECT_EQ(decrypt(hex, ring({key})), "nothing") << hex;
}

TEST(KeyRing, says_what_a_key_should_be) {
    KeyRing keys;
    EXPECT_EQ(keys.add("0102").error().message, "invalid key '0102' (expected 32 hex digits)");
    EXPECT_EQ(keys.add("123=" + key).error().message,
              "invalid meter '123' of a key (expected an id of 8 digits or a secondary address of 16)");
    EXPECT_TRUE(keys.empty());
}

TelegramDescription described(const std::string& hex) {
    const OctetBuffer frame = octets(hex);
    return describe_telegram(parse_frame(frame)->data).value();
}

TEST(EncodeEncryptedTelegram, gives_what_decrypting_turns_back) {
    const std::string records = "0407cd0300000413c50400000f0102";  // with manufacturer data, which must stay last
    OctetBuffer data = octets(
        "7856341277040904"
        "2a00"
        "0000" +
        records);
    const auto description = describe_telegram(data).value();
    const auto sent = encode_encrypted_telegram(description, parse_aes_key(key).value());
    ASSERT_TRUE(sent);
    const OctetView view = *sent;
    EXPECT_EQ(hex_text(view.first(12)), "78563412770409042a002005");
    EXPECT_EQ(sent->size(), 12u + 32u);
    const OctetBuffer frame = long_frame(0x08, 1, 0x72, *sent);
    const auto plain = decrypt_answer(*parse_frame(frame), ring({key}));
    ASSERT_TRUE(plain && *plain);
    const auto reading = Reading::decode(parse_frame(**plain)->data).value();
    EXPECT_EQ(reading.find("energy").value()->text(), "9730 kWh");
    EXPECT_EQ(hex_text(*reading.manufacturer_data), "0102");
}
TEST(EncodeEncryptedTelegram, is_what_another_implementation_encrypts) {
    TelegramDescription description = described(mode_5_plain);
    description.records.pop_back();  // the one behind the blocks
    description.records.front().fillers = description.fillers = 0;
    const auto sent = encode_encrypted_telegram(description, parse_aes_key(key).value());
    ASSERT_TRUE(sent);
    constexpr std::size_t before_data = 7, size = 12 + 32;
    EXPECT_EQ(hex_text(*sent), mode_5.substr(2 * before_data, 2 * size));
}
TEST(EncodeEncryptedTelegram, refuses_what_does_not_fit_fifteen_blocks) {
    TelegramDescription description = described(mode_5_plain);
    description.fillers = 200;
    EXPECT_TRUE(encode_encrypted_telegram(description, parse_aes_key(key).value()));
    description.fillers = 230;
    EXPECT_FALSE(encode_encrypted_telegram(description, parse_aes_key(key).value()));
}

}  // namespace
}  // namespace otbench::bus
