#include "meters/profile/profile_import.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "meters/profile/profile_text.hpp"
#include "meters/profile/readout.hpp"
#include "tests/meters/telegrams.hpp"

namespace otbench::meters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Header of meter 12345678 (ABC, version 1, water) with its access number, and records.
OctetBuffer telegram(std::uint8_t access_number, OctetBuffer records, std::uint8_t status = 0) {
    OctetBuffer data = {0x78, 0x56, 0x34, 0x12, 0x43, 0x04, 0x01, 0x07, access_number, status, 0x00, 0x00};
    data.insert(data.end(), records.begin(), records.end());
    return bus::long_frame(bus::control::RSP_UD, 1, 0x72, data);
}

Checked<ImportedProfile> imported(const std::vector<OctetBuffer>& frames) {
    return import_profile(parsed(frames));
}

std::string error_of(const std::vector<OctetBuffer>& frames) {
    const auto result = imported(frames);
    return result ? "" : result.error().message;
}

/// The records of the profile's only telegram.
std::vector<ProfileRecord> records_of(const ImportedProfile& result) {
    return std::get<VariableTelegram>(result.profile.readouts.front().telegrams.front().content).records;
}

TEST(ProfileImport, describes_a_telegram_as_a_profile) {
    const auto result = imported({telegram(0x97, {
                                                     0x0C, 0x78, 0x78, 0x56, 0x34, 0x12,  // fabrication number: the id
                                                     0x04, 0x07, 0xCD, 0x03, 0x00, 0x00,  // energy 973 * 10 kWh
                                                     0x3B, 0x2D, 0x99, 0x99, 0x99,        // power: no value
                                                     0x12, 0x5B, 0x0A, 0x00,              // highest flow temperature
                                                     0xC4, 0x01, 0x6D, 0x24, 0x13, 0x2B, 0x22,  // date of storage 3
                                                     0x05, 0xFD, 0x48, 0x00, 0x00, 0x66, 0x43,  // 230 * 0.1 V as a real
                                                     0x0F, 0x04, 0x00,                          // manufacturer data
                                                 })});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(profile_text(result->profile), R"(title: ABC Water
manufacturer: ABC
version: 1
medium: Water
id: 12345678
first-access-number: 151

records:
  - {quantity: fabrication-number, coding: bcd8, default: id}
  - {quantity: energy, step: 10 kWh, coding: int32, default: 9730 kWh}
  - {quantity: power, step: 100 W, coding: bcd6, error-state: nines, default: error}
  - {name: maximum-flow-temperature, quantity: flow-temperature, step: 1 C, coding: int16, function: maximum, default: 10 C}
  - {name: date-time-storage-3, quantity: time-point, step: date-time, coding: date-time-f, storage: 3, default: 2017-02-11T19:36}
  - {quantity: voltage, step: 0.1 V, coding: real32, default: 23.0 V}
manufacturer-block: {name: manufacturer-block, default: "04 00"}
)");
    EXPECT_THAT(result->notes, IsEmpty());
}

TEST(ProfileImport, lets_a_fabrication_number_with_letters_follow_the_id) {
    const OctetBuffer data = {0x5F, 0x34, 0x12, 0x0A, 0x43, 0x04, 0x01, 0x07, 0x01, 0x00, 0x00, 0x00,  // 0A12345F
                              0x0C, 0x78, 0x5F, 0x34, 0x12, 0x0A,                                      // the same
                              0x0C, 0x78, 0x5E, 0x34, 0x12, 0x0A};                                     // another one
    const auto result = imported({bus::long_frame(bus::control::RSP_UD, 1, 0x72, data)});
    ASSERT_TRUE(result) << result.error().message;
    const auto records = records_of(*result);
    EXPECT_TRUE(records.at(0).follows_id);
    EXPECT_FALSE(records.at(1).follows_id);
    EXPECT_EQ(records.at(1).initial, "digits 0a12345e");
}

TEST(ProfileImport, gives_every_value_a_name_of_its_own) {
    const auto result = imported({telegram(1, {0x01, 0x13, 0x01, 0x01, 0x14, 0x01, 0x81, 0x10, 0x13, 0x01})});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(result->profile.value_names(), ElementsAre("volume", "volume-2", "volume-tariff-1"));
}

TEST(ProfileImport, keeps_numbers_as_coded_where_a_modifier_makes_them_mean_something_else) {
    const auto result = imported({telegram(1, {0x01, 0x93, 0x76, 0x05})});  // 0x76: times one
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(records_of(*result).front().initial, "coded 5");
}

TEST(ProfileImport, makes_a_sequence_of_telegrams_that_follow_each_other) {
    const auto first = telegram(7, {0x01, 0x13, 0x01, 0x1F}), second = telegram(8, {0x01, 0x06, 0x02});
    const auto result = imported({first, second});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->profile.readouts.front().telegrams.size(), 2u);
    EXPECT_THAT(rebuilt(result->profile, 1), ElementsAre(first, second));
}

TEST(ProfileImport, repeats_access_numbers_that_do_not_count_by_one) {
    const auto first = telegram(7, {0x01, 0x13, 0x01, 0x1F}), second = telegram(7, {0x01, 0x06, 0x02});
    const auto result = imported({first, second});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->profile.access_number_step, 0);
    EXPECT_THAT(rebuilt(result->profile, 1), ElementsAre(first, second));
}

TEST(ProfileImport, says_what_it_does_not_repeat) {
    const auto result = imported({telegram(7, {0x01, 0x13, 0x01, 0x1F}), telegram(8, {0x01, 0x06, 0x02, 0x1F}),
                                  telegram(11, {0x01, 0x07, 0x02}, 0x10), telegram(12, {0x01, 0x13, 0x01})});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(result->notes, ElementsAre(HasSubstr("access numbers 7, 8, 11"),
                                           HasSubstr("telegrams 4 to 4 come after the first readout")));
}

TEST(ProfileImport, repeats_a_status_and_a_signature_that_differ_from_telegram_to_telegram) {
    const auto first = telegram(7, {0x01, 0x13, 0x01, 0x1F}), second = telegram(8, {0x01, 0x06, 0x02}, 0x10);
    auto result = imported({first, second});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(result->notes, IsEmpty());
    EXPECT_THAT(rebuilt(result->profile, 1), ElementsAre(first, second));
    const auto read = read_profile(profile_text(result->profile), "read", "read.yaml");
    ASSERT_TRUE(read) << to_string(read.error().front());
    EXPECT_THAT(rebuilt(**read, 1), ElementsAre(first, second));
}

TEST(ProfileImport, passes_over_a_telegram_that_was_sent_again) {
    const auto first = telegram(7, {0x01, 0x13, 0x01, 0x1F}), second = telegram(8, {0x01, 0x06, 0x02});
    const auto result = imported({first, first, second, second});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->profile.readouts.front().telegrams.size(), 2u);
    EXPECT_THAT(result->notes, IsEmpty());
}

TEST(ProfileImport, keeps_as_octets_what_cannot_be_read_and_nothing_else) {
    const auto broken = telegram(1, {0x01, 0x13, 0x05, 0x04, 0x13, 0x01});  // the last record lacks two octets
    const auto result = imported({broken});
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(records_of(*result).size(), 2u);
    EXPECT_THAT(records_of(*result).back().description.raw, ElementsAre(0x04, 0x13, 0x01));
    EXPECT_THAT(rebuilt(result->profile, 1), ElementsAre(broken));
}

TEST(ProfileImport, refuses_recordings_of_more_or_less_than_one_meter) {
    auto other = telegram(8, {0x01, 0x06, 0x02});
    other[7] = 0x79;
    other[other.size() - 2] += 1;
    EXPECT_EQ(error_of({}), "no telegram of a meter found");
    EXPECT_EQ(error_of({bus::long_frame(bus::control::RSP_UD, 1, 0x70, OctetBuffer{0x08})}),
              "telegram 1: an application error (expected a readout)");
    EXPECT_EQ(error_of({bus::long_frame(0x1C, 1, 0x72, OctetBuffer{0x08})}),
              "telegram 1: control field 0x1c (expected 0x08, a readout)");
    EXPECT_THAT(error_of({bus::long_frame(bus::control::RSP_UD, 1, 0x72, OctetBuffer{0x08})}),
                HasSubstr("telegram 1: "));
    EXPECT_THAT(error_of({telegram(7, {0x01, 0x13, 0x01, 0x1F}), other}),
                HasSubstr("telegram 2: from meter 1234567943040107, the readout began with one of 1234567843040107"));
}

TEST(ProfileImport, rebuilds_every_telegram_of_the_corpus_from_the_file_it_makes) {
    std::size_t count = 0;
    for (const char* file : {"cases.jsonl", "hazards.jsonl"}) {
        std::ifstream lines{std::string{OTBENCH_SOURCE_DIR "/tests/data/decoder/"} + file};
        for (std::string line; std::getline(lines, line);) {
            const auto json = nlohmann::json::parse(line);
            if (!json.contains("hex")) continue;
            const auto octets = from_hex(json["hex"]);
            const auto frame = bus::parse_frame(octets);
            if (!frame || frame->control & bus::control::from_master) continue;
            const auto result = import_profile({*frame});
            if (!result) continue;
            ++count;
            const auto profile = read_profile(profile_text(result->profile), "corpus", "corpus.yaml");
            ASSERT_TRUE(profile) << line << to_string(profile.error().front()) << profile_text(result->profile);
            EXPECT_THAT(rebuilt(**profile, frame->address), ElementsAre(octets))
                << line << profile_text(result->profile);
        }
    }
    EXPECT_GT(count, 200u);
}

TEST(ProfileImport, rebuilds_every_sequence_of_the_corpus_from_the_file_it_makes) {
    std::ifstream lines{OTBENCH_SOURCE_DIR "/tests/data/decoder/multi_telegram.jsonl"};
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto json = nlohmann::json::parse(line);
        if (!json.contains("frames") || json["rc"] != 0) continue;
        std::vector<OctetBuffer> frames;
        for (const auto& hex : json["frames"]) frames.push_back(from_hex(hex));
        const auto result = imported(frames);
        ASSERT_TRUE(result) << line << result.error().message;
        const auto profile = read_profile(profile_text(result->profile), "corpus", "corpus.yaml");
        ASSERT_TRUE(profile) << line << to_string(profile.error().front());
        EXPECT_EQ(rebuilt(**profile, frames[0][5]), frames) << line << profile_text(result->profile);
        ++count;
    }
    EXPECT_GT(count, 10u);
}

}  // namespace
}  // namespace otbench::meters
