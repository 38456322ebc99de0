#include "sim/mqtt/subscription_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

constexpr ClientNumber first{1};
constexpr ClientNumber second{2};

std::vector<std::pair<int, int>> recipients(const SubscriptionTable& table, const std::string& topic) {
    std::vector<std::pair<int, int>> found;
    for (const auto& recipient : table.recipients(topic)) {
        found.emplace_back(static_cast<int>(recipient.client), recipient.qos);
    }
    return found;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(SubscriptionTable, names_each_client_once_by_number) {
    SubscriptionTable table;
    table.set(second, "a/b", 2);
    table.set(second, "#", 1);
    table.set(first, "a/+", 0);
    EXPECT_THAT(recipients(table, "a/b"), ElementsAre(Pair(1, 0), Pair(2, 2)));
}

TEST(SubscriptionTable, uses_the_filter_found_first_from_level_to_level) {
    SubscriptionTable table;
    int qos = 0;
    for (const auto* filter : {"#", "+/#", "+/+", "a/#", "a/+", "a/b/#", "a/b"}) table.set(first, filter, qos++);
    // Literal branch a, literal branch b; there the `#` comes before the end of the topic itself.
    const std::pair<const char*, int> in_order[] = {{"a/b/#", 5}, {"a/b", 6}, {"a/+", 4}, {"a/#", 3},
                                                    {"+/+", 2},   {"+/#", 1}, {"#", 0}};
    for (const auto& [filter, filter_qos] : in_order) {
        EXPECT_THAT(recipients(table, "a/b"), ElementsAre(Pair(1, filter_qos))) << filter;
        table.erase(first, filter);
    }
    EXPECT_THAT(recipients(table, "a/b"), IsEmpty());
}

TEST(SubscriptionTable, counts_the_further_filters_that_take_a_packet_id) {
    SubscriptionTable table;
    table.set(first, "a", 0);
    table.set(first, "+", 1);
    table.set(first, "#", 2);
    ASSERT_EQ(table.recipients("a").size(), 1U);
    EXPECT_EQ(table.recipients("a")[0].further, 2);
    EXPECT_EQ(table.recipients("b")[0].further, 1);
}

TEST(SubscriptionTable, replaces_and_removes_subscriptions) {
    SubscriptionTable table;
    table.set(first, "a", 0);
    table.set(first, "a", 2);
    table.set(second, "+", 1);
    EXPECT_THAT(recipients(table, "a"), ElementsAre(Pair(1, 2), Pair(2, 1)));
    table.erase(second, "a");  // never subscribed
    table.erase_all(first);
    EXPECT_THAT(recipients(table, "a"), ElementsAre(Pair(2, 1)));
}

}  // namespace
}  // namespace otbench::sim
