#include "runner/steps/message/dump.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace otbench::runner {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// Messages of one topic, event ids counting from 1.
class History {
public:
    explicit History(const std::vector<std::string>& payloads) {
        for (const std::string& payload : payloads)
            messages_.push_back(
                {Nanoseconds{static_cast<int>(messages_.size())}, "status", payload, Cause{messages_.size() + 1}});
        for (const ReceivedMessage& message : messages_) pointers_.push_back(&message);
    }
    [[nodiscard]] const std::vector<const ReceivedMessage*>& messages() const { return pointers_; }

private:
    std::vector<ReceivedMessage> messages_;
    std::vector<const ReceivedMessage*> pointers_;
};

/// "ok:" and 25 times the octet given in hex.
std::string full_chunk(const std::string& hex) {
    std::string payload = "ok:" + hex;
    for (int i = 1; i < 25; ++i) payload += "/" + hex;
    return payload;
}

TEST(LastDump, joins_its_messages_in_order_and_names_their_events) {
    const History history{{"ok", full_chunk("01"), full_chunk("02"), "ok:03/xx"}};
    const auto dump = last_dump(history.messages());
    ASSERT_TRUE(dump);
    EXPECT_THAT(dump->octets, SizeIs(51));
    EXPECT_EQ(dump->octets.front(), 0x01);
    EXPECT_EQ(dump->octets.back(), 0x03);
    EXPECT_THAT(dump->messages, ElementsAre(Cause{2}, Cause{3}, Cause{4}));
}

TEST(LastDump, stops_at_an_earlier_dump_and_at_other_messages) {
    const History history{{full_chunk("09"), "ok:09/xx", "ok", "ok:01/xx"}};
    EXPECT_THAT(last_dump(history.messages())->octets, ElementsAre(0x01));
}

TEST(LastDump, ignores_later_messages) {
    const History history{{"ok:01/xx", "ok", "error:not_enabled"}};
    EXPECT_THAT(last_dump(history.messages())->octets, ElementsAre(0x01));
}

TEST(LastDump, is_nothing_where_no_dump_was_made) {
    EXPECT_FALSE(last_dump(History{{"ok", full_chunk("01")}}.messages()));
}

}  // namespace
}  // namespace otbench::runner
