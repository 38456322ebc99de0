#include "meters/profile/profile_index.hpp"

#include <gmock/gmock.h>

namespace otbench::meters {
namespace {

using testing::Contains;
using testing::HasSubstr;

const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

TEST(ProfileIndex, finds_the_files_of_its_folders_by_name) {
    EXPECT_THAT(shipped.names(), Contains("itron-cf-echo-2"));
}

TEST(ProfileIndex, loads_every_profile_of_its_folders) {
    for (const auto& name : shipped.names()) {
        const auto profile = shipped.load(name);
        ASSERT_TRUE(profile) << to_string(profile.error().front());
        EXPECT_EQ((*profile)->name, name);
    }
}

TEST(ProfileIndex, reads_the_same_identity_with_and_without_the_telegrams) {
    for (const auto& name : shipped.names()) {
        const auto profile = shipped.load(name), identity = shipped.load_identity(name);
        ASSERT_TRUE(profile && identity) << name;
        EXPECT_EQ((*identity)->name, name);
        EXPECT_EQ((*identity)->title, (*profile)->title);
        EXPECT_EQ((*identity)->manufacturer, (*profile)->manufacturer);
        EXPECT_EQ((*identity)->version, (*profile)->version);
        EXPECT_EQ((*identity)->medium, (*profile)->medium);
        EXPECT_EQ((*identity)->id, (*profile)->id);
    }
}

TEST(ProfileIndex, reads_an_identity_wherever_it_stands_in_a_file) {
    const auto profile = read_profile_identity(
        "records:\n  - {name: energy, quantity: energy, step: 1 kWh, coding: int32, default: 1 kWh}\n"
        "title: Upside down\nmanufacturer: ABB\nversion: 1\nmedium: Electricity\nid: 12345678\n",
        "late", "late.yaml");
    ASSERT_TRUE(profile) << to_string(profile.error().front());
    EXPECT_EQ((*profile)->title, "Upside down");
}

TEST(ProfileIndex, reports_a_mistake_in_an_identity_where_it_is) {
    const auto profile = read_profile_identity(
        "title: A meter\nmanufacturer: abc\nversion: 1\nmedium: Water\nid: 12345678\nrecords: []\n", "bad", "bad.yaml");
    ASSERT_TRUE(profile.has_error());
    EXPECT_THAT(to_string(profile.error().front()), HasSubstr("bad.yaml:2:15: "));
}

TEST(ProfileIndex, refuses_a_name_that_none_has) {
    for (const char* name : {"itron-cf-eco-2", ""}) {
        const auto profile = shipped.load(name);
        ASSERT_TRUE(profile.has_error());
        EXPECT_THAT(to_string(profile.error().front()), HasSubstr("unknown profile"));
    }
    EXPECT_EQ(to_string(shipped.load("itron-cf-eco-2").error().front()),
              "unknown profile 'itron-cf-eco-2'; did you mean 'itron-cf-echo-2'? (otbench profiles list)");
}

TEST(ProfileIndex, loads_a_file_by_its_path) {
    const auto profile = shipped.load(OTBENCH_SOURCE_DIR "/meters/profiles/log-meter.yaml");
    ASSERT_TRUE(profile) << to_string(profile.error().front());
    EXPECT_EQ((*profile)->name, "log-meter");
    EXPECT_EQ(to_string(shipped.load("nowhere/log-meter.yaml").error().front()),
              "nowhere/log-meter.yaml: no such file");
}

TEST(ProfilePath, is_relative_to_the_file_that_names_it) {
    EXPECT_EQ(profile_path("./mine.yaml", "street"), "street/mine.yaml");
    EXPECT_EQ(profile_path("/etc/mine.yaml", "street"), "/etc/mine.yaml");
    EXPECT_EQ(profile_path("itron-cf-echo-2", "street"), "itron-cf-echo-2");
    EXPECT_EQ(profile_name("street/mine.yaml"), "mine");
    EXPECT_EQ(profile_name("itron-cf-echo-2"), "itron-cf-echo-2");
}

TEST(ProfileIndex, takes_a_folder_that_does_not_exist_as_empty) {
    EXPECT_TRUE(ProfileIndex{{OTBENCH_SOURCE_DIR "/no/such/folder"}}.names().empty());
}

TEST(LoadProfile, says_which_file_cannot_be_read) {
    const auto profile = load_profile("no/such/file.yaml");
    ASSERT_TRUE(profile.has_error());
    EXPECT_EQ(to_string(profile.error().front()), "no/such/file.yaml: no such file");
}

}  // namespace
}  // namespace otbench::meters
