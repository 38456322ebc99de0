#include "base/config/diagnostics.hpp"

#include <gtest/gtest.h>

namespace otbench::config {
namespace {

TEST(Diagnostics, show_file_line_and_column_first) {
    EXPECT_EQ(to_string({"a.yaml", {14, 27}, "unknown profile"}), "a.yaml:14:27: unknown profile");
    EXPECT_EQ(to_string({"a.yaml", {}, "no such file"}), "a.yaml: no such file");
    EXPECT_EQ(to_string({"", {}, "unknown profile"}), "unknown profile");
}

TEST(Diagnostics, come_in_the_order_of_the_file) {
    Diagnostics diagnostics{"a.yaml"};
    diagnostics.add({2, 1}, "third");
    diagnostics.add({1, 9}, "second");
    diagnostics.add({1, 2}, "first");
    diagnostics.add({2, 1}, "fourth");
    std::string order;
    for (const auto& diagnostic : diagnostics.take_all()) order += diagnostic.message + " ";
    EXPECT_EQ(order, "first second third fourth ");
    EXPECT_TRUE(diagnostics.empty());
}

TEST(Diagnostics, keep_a_hundred_and_count_the_others) {
    Diagnostics diagnostics{"a.yaml"};
    for (int line = 1; line <= 103; ++line) diagnostics.add({line, 1}, "mistake");
    const auto found = diagnostics.take_all();
    ASSERT_EQ(found.size(), 101U);
    EXPECT_EQ(to_string(found.back()), "a.yaml: and 3 more mistakes");
}

}  // namespace
}  // namespace otbench::config
