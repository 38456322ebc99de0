#include "sim/mqtt/retained_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void store(RetainedMessages& messages, const std::string& topic, const std::string& payload = "x") {
    messages.store({{topic, payload, 0, true}, Cause::none});
}
std::vector<std::string> topics(const RetainedMessages& messages, const std::string& filter) {
    std::vector<std::string> found;
    for (const auto& message : messages.matching(filter)) found.push_back(message.message.topic);
    return found;
}

TEST(RetainedMessages, come_by_levels_in_the_order_of_their_first_use) {
    RetainedMessages messages;
    for (const auto* topic : {"r/b/c", "q", "r/a", "r/b"}) store(messages, topic);
    EXPECT_THAT(topics(messages, "#"), ElementsAre("r/b", "r/b/c", "r/a", "q"));
    EXPECT_THAT(topics(messages, "r/+"), ElementsAre("r/b", "r/a"));
    EXPECT_THAT(topics(messages, "r/b"), ElementsAre("r/b"));
}

TEST(RetainedMessages, keep_the_last_one_of_a_topic) {
    RetainedMessages messages;
    store(messages, "a", "1");
    store(messages, "a", "2");
    ASSERT_EQ(messages.matching("a").size(), 1U);
    EXPECT_EQ(messages.matching("a")[0].message.payload, "2");
}

TEST(RetainedMessages, are_forgotten_by_an_empty_payload) {
    RetainedMessages messages;
    store(messages, "a/b");
    store(messages, "a/b/c");
    store(messages, "a/b", "");
    store(messages, "never/there", "");
    EXPECT_THAT(topics(messages, "#"), ElementsAre("a/b/c"));
    store(messages, "a/b/c", "");
    EXPECT_THAT(topics(messages, "#"), IsEmpty());
}

TEST(RetainedMessages, keep_empty_levels_apart) {
    RetainedMessages messages;
    store(messages, "/a");
    store(messages, "a/");
    EXPECT_THAT(topics(messages, "/+"), ElementsAre("/a"));
    EXPECT_THAT(topics(messages, "a/+"), ElementsAre("a/"));
}

}  // namespace
}  // namespace otbench::sim
