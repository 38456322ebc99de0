#include "meters/profile/profile.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string least = R"(title: Water meter
manufacturer: ABC
medium: Water
id: 00000001
records:
  - {name: volume, quantity: volume, step: 1 l, coding: int32, default: 12 m3}
)";

std::vector<std::string> mistakes_in(const std::string& text) {
    std::vector<std::string> messages;
    const auto profile = read_profile(text, "water", "water.yaml");
    if (profile) return messages;
    for (const auto& error : profile.error()) messages.push_back(to_string(error));
    return messages;
}

/// `least` with the first `old_text` in it replaced.
std::string changed(const std::string& old_text, const std::string& new_text) {
    std::string text = least;
    return text.replace(text.find(old_text), old_text.size(), new_text);
}

TEST(Profile, has_valid_defaults_for_missing_keys) {
    const auto profile = read_profile(least, "water", "water.yaml");
    ASSERT_TRUE(profile) << to_string(profile.error().front());
    const Profile& water = **profile;
    EXPECT_EQ(water.name, "water");
    EXPECT_EQ(water.title, "Water meter");
    EXPECT_EQ(water.medium, 0x07);
    EXPECT_EQ(water.baud, 2400);
    EXPECT_EQ(water.unit_loads, 1);
    EXPECT_EQ(water.response_delay.at(2400), 40ms);
    EXPECT_THAT(water.baud_rates, ElementsAre(2400));
    EXPECT_EQ(water.start_up_time, 500ms);
    ASSERT_EQ(water.readouts.size(), 1u);
    ASSERT_EQ(water.readouts[0].telegrams.size(), 1u);
    ASSERT_TRUE(water.find("volume"));
    EXPECT_EQ(water.find("volume")->initial, "12 m3");
    EXPECT_FALSE(water.find("energy"));
}

TEST(Profile, reports_all_mistakes_at_once_with_line_and_column) {
    const auto mistakes = mistakes_in(R"(title: Water meter
manufacturer: Abc
medium: Watr
id: 1234
baud: 2401
unit-loads: 5
response-delay: 40
colour: red
title: Again
records:
  - {name: volume, quantity: volum, coding: int32, default: 1}
  - {name: flow, quantity: volume-flow, step: 1 kW, coding: int33, default: 1}
manufacturer-block: 04 0
)");
    ASSERT_EQ(mistakes.size(), 12u) << testing::PrintToString(mistakes);
    EXPECT_THAT(mistakes[0],
                HasSubstr("water.yaml:2:15: invalid manufacturer 'Abc' (expected three letters A-Z, or a code"));
    EXPECT_THAT(mistakes[1], HasSubstr("water.yaml:3:9: unknown medium 'Watr'; known are \"Other\""));
    EXPECT_THAT(mistakes[2], HasSubstr("water.yaml:4:5: "));
    EXPECT_EQ(mistakes[3],
              "water.yaml:5:7: invalid baud '2401' (expected one of 300, 600, 1200, 2400, 4800, 9600, 19200, 38400)");
    EXPECT_EQ(mistakes[4], "water.yaml:6:13: invalid number '5' (expected a whole number from 1 to 4)");
    EXPECT_THAT(mistakes[5], HasSubstr("water.yaml:7:17: invalid time '40' (expected a number with its unit"));
    EXPECT_THAT(mistakes[6],
                HasSubstr("water.yaml:8:1: unknown key 'colour' in a profile; known: title, manufacturer, medium"));
    EXPECT_EQ(mistakes[7], "water.yaml:9:1: 'title' is already given in line 1; only one of them can count");
    EXPECT_THAT(mistakes[8], HasSubstr("water.yaml:11:30: unknown quantity 'volum'"));
    EXPECT_THAT(mistakes[9], HasSubstr("water.yaml:12:47: no VIF codes volume-flow in steps of '1 kW'"));
    EXPECT_THAT(mistakes[10], HasSubstr("water.yaml:12:61: unknown coding 'int33'; there are "));
    EXPECT_EQ(mistakes[11], "water.yaml:13:21: invalid bytes '04 0' (expected pairs of hex digits such as 04 7f)");
}

TEST(Profile, needs_an_identity_and_telegrams) {
    const auto mistakes = mistakes_in("version: 1\n");
    EXPECT_THAT(mistakes, ElementsAre(HasSubstr("needs 'title'"), HasSubstr("needs 'manufacturer'"),
                                      HasSubstr("needs 'medium'"), HasSubstr("needs 'id'"), HasSubstr("'records'")));
}

TEST(Profile, refuses_a_default_that_its_record_cannot_send) {
    EXPECT_THAT(mistakes_in(changed("12 m3", "12 C")), ElementsAre(HasSubstr("water.yaml:6:73: record 'volume': ")));
    EXPECT_THAT(mistakes_in(changed("12 m3", "error")), ElementsAre(HasSubstr("6:73: record 'volume': ")));
    EXPECT_THAT(mistakes_in(changed("default: 12 m3", "error-state: nines, default: error")),
                ElementsAre(HasSubstr("only BCD has digits")));
}

TEST(Profile, refuses_two_values_of_one_name) {
    const std::string line = "  - {name: volume, quantity: volume, step: 1 l, coding: int32, default: 12 m3}\n";
    EXPECT_THAT(mistakes_in(least + line), ElementsAre("water.yaml:7:12: a second value 'volume'"));
}

TEST(Profile, refuses_more_records_than_one_telegram_holds) {
    std::string text = least;
    for (int i = 0; i < 50; ++i) {
        text += "  - {name: v" + std::to_string(i) + ", quantity: volume, step: 1 l, coding: int64, default: 12 m3}\n";
    }
    EXPECT_THAT(mistakes_in(text), ElementsAre(HasSubstr("252")));
}

TEST(Profile, survives_files_that_are_not_profiles) {
    for (const char* text : {"", ",", "[]", "- a", "x", "a: [", "a: b: c", "\t", "records: {}", "records: [x, [], {}]",
                             "{[a]: b}", "title: [a]\nrecords:\n", "a: *b", "%YAML 9\n---\n", "\xff\xfe"}) {
        EXPECT_THAT(mistakes_in(text), testing::Not(IsEmpty())) << text;
    }
}

TEST(Profile, survives_nesting_without_end) {
    EXPECT_THAT(mistakes_in(std::string(100'000, '[')), testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_in("records: &all [*all]\n"), testing::Not(IsEmpty()));
}

const char* const several = R"(title: Heat meter
manufacturer: 0x0477
version: 1
medium: 0x0D
id: 12345678
baud: 300
baud-rates: [300, 2400]
response-delay: 11 bit
control: 0x28
signature: 0x1234
telegrams:
  - records:
      - {quantity: energy, step: 1 kWh, coding: bcd8, default: 5 kWh}
      - {name: due, quantity: energy, step: 1 kWh, coding: bcd8, storage: 1, default: digits 0000DDEB}
    manufacturer-block: 01 02
  - fillers: 2
    records:
      - {vif: fd 3a, name: ratio, coding: int16, default: coded -3}
      - {octets: 01 7F 05}
      - {quantity: volume, step: 1 l, coding: int32, modifiers: [backward], min-dife: 2, default: 7 l}
    manufacturer-block: none
readouts:
  - subcode: 0x50
    telegrams:
      - records: [{name: due, quantity: energy, step: 1 kWh, coding: int32, default: 4 kWh}]
  - {ci: 0xB1, telegrams: [{ci: 0x78, octets: 0F 00}]}
alarm: {ci: 0x71, octets: "04"}
)";

TEST(Profile, may_have_several_telegrams_and_readouts) {
    const auto profile = read_profile(several, "heat", "heat.yaml");
    ASSERT_TRUE(profile) << to_string(profile.error().front());
    const Profile& heat = **profile;
    EXPECT_EQ(heat.manufacturer, 0x0477);
    EXPECT_EQ(heat.medium, 0x0D);
    EXPECT_EQ(heat.control_flags, 0x20);
    EXPECT_THAT(heat.baud_rates, testing::Contains(2400));
    EXPECT_EQ(heat.response_delay.at(300), Nanoseconds{36'666'667});
    ASSERT_EQ(heat.readouts.size(), 3u);
    EXPECT_EQ(heat.readouts[0].telegrams.size(), 2u);
    EXPECT_EQ(heat.readouts[1].subcode, 0x50);
    EXPECT_EQ(heat.readouts[2].ci, 0xB1);
    EXPECT_THAT(heat.value_names(), ElementsAre("energy", "due", "ratio", "volume"));
}

/// The mistakes in `several` with one text in place of another.
std::vector<std::string> changed_several(const std::string& old_text, const std::string& new_text) {
    std::string text = several;
    return mistakes_in(text.replace(text.find(old_text), old_text.size(), new_text));
}

TEST(Profile, says_what_is_wrong_with_several_telegrams) {
    EXPECT_THAT(changed_several("control: 0x28", "control: 0x48"), ElementsAre(HasSubstr("9:10: 'control' is one of")));
    EXPECT_THAT(changed_several("11 bit", "10 bit"), ElementsAre(HasSubstr("answers after 11 to 330 bit times")));
    EXPECT_THAT(changed_several("11 bit", "11.5 bit"), ElementsAre(HasSubstr("a whole number of bit times")));
    EXPECT_THAT(changed_several("name: ratio", "name: due"), ElementsAre(HasSubstr("a second value 'due'")));
    EXPECT_THAT(changed_several("subcode: 0x50", "title: x"), testing::SizeIs(2));
    EXPECT_THAT(changed_several("[backward]", "[backwards]"), ElementsAre(HasSubstr("unknown modifier 'backwards'")));
}

TEST(Profile, refuses_codes_without_digits) {
    EXPECT_THAT(changed_several("vif: fd 3a", "vif: 'fd '"), ElementsAre(HasSubstr("invalid VIF 'fd '")));
    EXPECT_THAT(changed_several("[backward]", "[0x]"), ElementsAre(HasSubstr("unknown modifier '0x'")));
}

TEST(Profile, is_one_document) {
    EXPECT_THAT(mistakes_in(least + "---\n" + least), ElementsAre(HasSubstr("a second document begins here")));
}

TEST(Profile, survives_every_truncation_of_a_good_one) {
    for (std::size_t length = 0; length < least.size(); ++length) {
        static_cast<void>(mistakes_in(least.substr(0, length)));
    }
}

}  // namespace
}  // namespace otbench::meters
