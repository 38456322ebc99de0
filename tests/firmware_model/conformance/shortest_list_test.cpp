#include "firmware_model/conformance/shortest_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace otbench::firmware {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kept = std::vector<std::size_t>;

bool has(const Kept& kept, std::size_t index) {
    return std::find(kept.begin(), kept.end(), index) != kept.end();
}

TEST(ShortestFailing, keeps_the_one_entry_that_matters_wherever_it_is) {
    for (std::size_t guilty = 0; guilty < 13; ++guilty) {
        EXPECT_THAT(shortest_failing(13, [&](const Kept& kept) { return has(kept, guilty); }), ElementsAre(guilty));
    }
}

TEST(ShortestFailing, keeps_entries_that_matter_together_in_their_order) {
    const auto fails = [](const Kept& kept) { return has(kept, 3) && has(kept, 4) && has(kept, 29); };
    EXPECT_THAT(shortest_failing(30, fails), ElementsAre(3, 4, 29));
}

TEST(ShortestFailing, leaves_nothing_that_could_go_alone) {
    // Fails while at least two of three are there: any one can go, no second.
    const auto fails = [](const Kept& kept) { return has(kept, 1) + has(kept, 5) + has(kept, 8) >= 2; };
    EXPECT_EQ(shortest_failing(10, fails).size(), 2U);
}

TEST(ShortestFailing, never_asks_for_an_empty_list) {
    const auto fails = [](const Kept& kept) {
        EXPECT_FALSE(kept.empty());
        return true;
    };
    EXPECT_EQ(shortest_failing(7, fails).size(), 1U);
    EXPECT_THAT(shortest_failing(1, fails), ElementsAre(0));
    EXPECT_THAT(shortest_failing(0, fails), IsEmpty());
}

TEST(ShortestFailing, asks_seldom_when_one_of_many_matters) {
    int asked = 0;
    const auto fails = [&](const Kept& kept) {
        ++asked;
        return has(kept, 700);
    };
    EXPECT_THAT(shortest_failing(1000, fails), ElementsAre(700));
    EXPECT_LT(asked, 50);
}

}  // namespace
}  // namespace otbench::firmware
