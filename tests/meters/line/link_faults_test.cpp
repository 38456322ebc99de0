#include "meters/line/link_faults.hpp"

#include <gmock/gmock.h>

#include <set>

#include "meters/faults/faults.hpp"

namespace otbench::meters {
namespace {

std::string error_of(std::string_view name, std::string_view text) {
    LinkFaults faults;
    const auto done = set_link_fault(faults, name, text);
    return done ? "none" : done.error().message;
}

TEST(LinkFaults, have_names_of_their_own) {
    std::set<std::string_view> names;
    for (const auto& entry : fault_entries()) EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    for (const auto& entry : link_fault_entries()) EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
}

TEST(LinkFaults, can_be_set_to_what_they_say_they_are) {
    for (const auto& entry : link_fault_entries()) {
        LinkFaults faults;
        const std::string initial = entry.get(faults);
        EXPECT_TRUE(entry.set(faults, initial)) << entry.name << " " << initial;
        EXPECT_EQ(entry.get(faults), initial) << entry.name;
    }
}

TEST(LinkFaults, are_shown_as_they_were_set) {
    LinkFaults faults;
    for (const auto& [name, text] : std::vector<std::pair<const char*, const char*>>{{"link-drop", "28 at 33"},
                                                                                     {"link-insert", "ff00 at 2"},
                                                                                     {"link-flip", "01 at 2"},
                                                                                     {"link-latency", "200 ms"},
                                                                                     {"link-ack", "none"},
                                                                                     {"link-parity", "none"},
                                                                                     {"echo", "yes"}}) {
        ASSERT_TRUE(set_link_fault(faults, name, text)) << name;
        EXPECT_EQ(find_link_fault(name)->get(faults), text);
    }
    EXPECT_EQ(faults.drop.count, 28u);
    EXPECT_EQ(faults.drop.at, 33u);
}

TEST(LinkFaults, say_what_would_be_right) {
    EXPECT_EQ(error_of("link-drop", "many"), "link-drop: invalid value 'many' (expected a whole number, 0 or more)");
    EXPECT_EQ(error_of("link-drop", "-1 at 3"), "link-drop: invalid value '-1' (expected a whole number, 0 or more)");
    EXPECT_EQ(error_of("link-ack", "some"), "link-ack: 'some' is none of as-meters, none, all");
    EXPECT_EQ(error_of("link-flip", "0102 at 3"), "link-flip: '0102 at 3' is more than the bits of one octet, 01 at 2");
    EXPECT_EQ(error_of("link-stop-bits", "3"), "link-stop-bits: '3' is none of 1, 2");
    EXPECT_EQ(error_of("link-crop", "1"), "there is no fault 'link-crop' of a link; see 'otbench profiles faults'");
}

}  // namespace
}  // namespace otbench::meters
