#include "base/config/suggest.hpp"

#include <gtest/gtest.h>

namespace otbench::config {
namespace {

TEST(Suggest, counts_a_swap_of_neighbours_as_one_slip) {
    EXPECT_EQ(edit_distance("adderss", "address"), 1U);
    EXPECT_EQ(edit_distance("", "id"), 2U);
    EXPECT_EQ(edit_distance("id", ""), 2U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Suggest, ignores_case) {
    EXPECT_EQ(nearest("r5", {"R4", "R5"}), "R5");
}

TEST(Suggest, finds_the_nearest_of_several) {
    EXPECT_EQ(nearest("itron-cf-eco-2", {"itron-cf-51", "itron-cf-echo-2"}), "itron-cf-echo-2");
}

TEST(Suggest, does_not_guess_wildly) {
    EXPECT_EQ(nearest("x", {"y", "id"}), "");
    EXPECT_EQ(nearest("", {"y"}), "");
    EXPECT_EQ(nearest("temperature", {"address", "profile"}), "");
    EXPECT_EQ(nearest(std::string(100'000, 'a'), {"address"}), "");
}

TEST(Suggest, ends_a_message_with_a_guess_or_with_the_known_words) {
    EXPECT_EQ(did_you_mean("adress", {"address", "id"}), "; did you mean 'address'?");
    EXPECT_EQ(did_you_mean("colour", {"address", "id"}), "; known: address, id");
    EXPECT_EQ(did_you_mean("colour", {}), "");
}

}  // namespace
}  // namespace otbench::config
