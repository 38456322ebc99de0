#include "runner/language/line_quantities.hpp"

#include <gtest/gtest.h>

#include "runner/language/keys.hpp"

namespace otbench::runner {
namespace {

TEST(LineQuantities, stand_in_the_order_of_their_enumeration) {
    for (std::size_t i = 0; i < line_quantities().size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(line_quantities()[i].what), i);
    }
    EXPECT_EQ(name_of(LineExpectation::What::rx_level), "rx-level");
}

TEST(LineQuantities, are_the_keys_of_expect_line) {
    std::vector<std::string_view> names;
    for (const auto& quantity : line_quantities()) names.push_back(quantity.name);
    EXPECT_EQ(names, keys::line.key_names());
}

}  // namespace
}  // namespace otbench::runner
