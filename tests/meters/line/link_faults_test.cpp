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

TEST(LinkFaults, say_what_would_be_right) {
    EXPECT_EQ(error_of("link-drop", "many"), "link-drop: invalid value 'many' (expected a whole number, 0 or more)");
    EXPECT_EQ(error_of("link-drop", "-1 at 3"), "link-drop: invalid value '-1' (expected a whole number, 0 or more)");
    EXPECT_EQ(error_of("link-ack", "some"), "link-ack: invalid value 'some' (expected one of as-meters, none, all)");
    EXPECT_EQ(error_of("link-flip", "0102 at 3"),
              "link-flip: invalid value '0102 at 3' (expected one byte and its place, such as 01 at 2)");
    EXPECT_EQ(error_of("link-stop-bits", "3"), "link-stop-bits: invalid value '3' (expected 1 or 2)");
    EXPECT_EQ(error_of("link-crop", "1"), "unknown link fault 'link-crop' (see 'otbench profiles faults')");
}

}  // namespace
}  // namespace otbench::meters
