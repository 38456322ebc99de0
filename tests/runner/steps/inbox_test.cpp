#include "runner/steps/inbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::runner {
namespace {

ReceivedMessage message(const std::string& topic, const std::string& payload) {
    return {Nanoseconds{0}, topic, payload, Cause::none};
}

TEST(Inbox, hands_out_each_message_of_a_topic_once_and_in_order) {
    Inbox inbox;
    inbox.add(message("a", "1"));
    inbox.add(message("b", "x"));
    inbox.add(message("a", "2"));
    EXPECT_EQ(inbox.peek("a")->payload, "1");
    EXPECT_EQ(inbox.peek("a")->payload, "1");
    inbox.take_next("a");
    EXPECT_EQ(inbox.peek("a")->payload, "2");
    inbox.take_next("a");
    EXPECT_EQ(inbox.peek("a"), nullptr);
    EXPECT_EQ(inbox.peek("b")->payload, "x");
}

TEST(Inbox, taking_from_an_empty_topic_does_not_lose_later_messages) {
    Inbox inbox;
    inbox.take_next("a");
    inbox.add(message("a", "1"));
    EXPECT_EQ(inbox.peek("a")->payload, "1");
}

TEST(Inbox, takes_all_that_is_there_and_keeps_the_history) {
    Inbox inbox;
    inbox.add(message("a", "1"));
    inbox.add(message("a", "2"));
    EXPECT_EQ(inbox.take_all("a").size(), 2U);
    EXPECT_EQ(inbox.peek("a"), nullptr);
    EXPECT_EQ(inbox.history("a").size(), 2U);
}

TEST(Inbox, messages_stay_where_they_are_while_more_arrive) {
    Inbox inbox;
    inbox.add(message("a", "first"));
    const ReceivedMessage* first = inbox.peek("a");
    for (int i = 0; i < 10'000; ++i) inbox.add(message("a", "more"));
    EXPECT_EQ(first->payload, "first");
}

TEST(Inbox, keeps_the_last_messages_of_a_topic_and_where_the_reader_stands) {
    Inbox inbox;
    for (const char* payload : {"1", "2", "3", "4"}) inbox.add(message("a", payload));
    inbox.add(message("b", "x"));
    inbox.take_next("a");
    inbox.take_next("a");
    inbox.take_next("a");
    inbox.keep(2);
    ASSERT_EQ(inbox.history("a").size(), 2u);
    EXPECT_EQ(inbox.history("a").front()->payload, "3");
    EXPECT_EQ(inbox.peek("a")->payload, "4");
    EXPECT_EQ(inbox.history("b").size(), 1u);
    inbox.keep(1);
    EXPECT_EQ(inbox.peek("a")->payload, "4");
}

}  // namespace
}  // namespace otbench::runner
