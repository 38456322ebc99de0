// Answers with any control information: as a description in YAML, and as the telegram of an imported profile.

#include <gmock/gmock.h>

#include <string>

#include "base/text.hpp"
#include "bus/message/answer.hpp"
#include "meters/description/description_file.hpp"
#include "meters/description/description_text.hpp"
#include "meters/profile/profile_import.hpp"
#include "meters/profile/profile_text.hpp"
#include "tests/meters/telegrams.hpp"

namespace otbench::meters {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Access number 5, status 0, no signature, then energy 9730 kWh: variable data with a short header, and whatever else
// another control information makes of these octets.
const OctetBuffer brief_telegram = {0x05, 0x00, 0x00, 0x00, 0x04, 0x07, 0xCD, 0x03, 0x00, 0x00};

OctetBuffer answer(std::uint8_t ci, const OctetBuffer& data = brief_telegram) {
    return bus::long_frame(bus::control::RSP_UD, 3, ci, data);
}

std::string described(const OctetBuffer& octets) {
    const auto description = bus::describe_answer(*bus::parse_frame(octets));
    return description ? description_text(*description) : bus::describe(description.error());
}

/// The frames that a text of descriptions stands for.
std::vector<OctetBuffer> encoded(const std::string& text) {
    config::Diagnostics errors{"description.yaml"};
    std::vector<OctetBuffer> frames;
    for (const auto& description : read_descriptions(text, errors))
        frames.push_back(bus::encode_answer(description).value());
    EXPECT_TRUE(errors.empty()) << text;
    return frames;
}

/// The frames of the profile that a recording gives, written and read again.
std::vector<OctetBuffer> imported(const OctetBuffer& octets) {
    const auto result = import_profile({*bus::parse_frame(octets)});
    if (!result) return ADD_FAILURE() << result.error().message, std::vector<OctetBuffer>{};
    const auto profile = read_profile(profile_text(result->profile), "imported", "imported.yaml");
    if (!profile) return ADD_FAILURE() << to_string(profile.error().front()), std::vector<OctetBuffer>{};
    return rebuilt(**profile, 3);
}

/// Those whose octets have a structure that these data do not have.
bool has_structure(int ci) {
    return ci == bus::ci_application_error || ci == 0x72 || ci == 0x73 || ci == 0x76 || ci == 0x77;
}

TEST(OtherAnswers, are_described_byte_for_byte_and_encoded_again) {
    EXPECT_EQ(described(answer(0x71, {0x04})), "---\naddress: 3\nci: 0x71\ndata: \"04\"\n");
    EXPECT_EQ(described(answer(0x7A)), "---\naddress: 3\nci: 0x7a\ndata: \"050000000407cd030000\"\n");
    for (int ci = 0; ci < 0x100; ++ci) {
        if (has_structure(ci)) continue;
        const OctetBuffer frame = answer(static_cast<std::uint8_t>(ci));
        EXPECT_THAT(encoded(described(frame)), ElementsAre(frame)) << ci;
    }
}

TEST(OtherAnswers, are_sent_again_by_the_profile_of_a_recording) {
    for (int ci = 0; ci < 0x100; ++ci) {
        if (has_structure(ci)) continue;
        const OctetBuffer frame = answer(static_cast<std::uint8_t>(ci));
        EXPECT_THAT(imported(frame), ElementsAre(frame)) << ci;
    }
}

TEST(OtherAnswers, with_a_short_header_or_none_follow_each_other_in_a_profile) {
    for (const auto& [ci, header] : {std::pair{std::uint8_t{0x7A}, OctetBuffer{0x05, 0x00, 0x00, 0x00}},
                                     std::pair{std::uint8_t{0x78}, OctetBuffer{}}}) {
        OctetBuffer first = header, second = header;
        first.insert(first.end(), {0x01, 0x13, 0x05, 0x1F});  // volume, more records follow
        second.insert(second.end(), {0x01, 0x13, 0x06});
        const std::vector<OctetBuffer> frames = {answer(ci, first), answer(ci, second), answer(ci, second)};
        const auto result = import_profile(parsed(frames));
        ASSERT_TRUE(result) << result.error().message;
        EXPECT_THAT(result->notes, testing::IsEmpty());
        const auto profile = read_profile(profile_text(result->profile), "imported", "imported.yaml");
        ASSERT_TRUE(profile) << to_string(profile.error().front());
        EXPECT_THAT(rebuilt(**profile, 3), ElementsAre(frames[0], frames[1]));
    }
}

TEST(OtherAnswers, may_have_no_data) {
    for (const std::uint8_t ci : {std::uint8_t{0x71}, std::uint8_t{0xB7}}) {
        const OctetBuffer frame = answer(ci, {});
        EXPECT_THAT(encoded(described(frame)), ElementsAre(frame));
        EXPECT_THAT(imported(frame), ElementsAre(frame));
    }
}

TEST(OtherAnswers, stand_between_other_documents) {
    const std::string text = described(answer(0x75)) + described(answer(0x70, {0x08})) + described(answer(0xB7));
    EXPECT_THAT(encoded(text), ElementsAre(answer(0x75), answer(0x70, {0x08}), answer(0xB7)));
}

}  // namespace
}  // namespace otbench::meters
