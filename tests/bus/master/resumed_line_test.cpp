#include "bus/master/resumed_line.hpp"

#include <gmock/gmock.h>

#include <deque>

namespace otbench::bus {
namespace {

/// A line with answers prepared.
class PreparedLine : public MasterLine {
public:
    void send(OctetView octets) override { sent.emplace_back(octets.begin(), octets.end()); }
    OctetBuffer receive(Nanoseconds /*limit*/) override {
        if (answers.empty()) return {};
        auto answer = answers.front();
        answers.pop_front();
        return answer;
    }
    UartFormat format() const override { return {}; }
    bool set_baud(double /*baud*/) override { return false; }

    std::vector<OctetBuffer> sent;
    std::deque<OctetBuffer> answers;
};

const OctetBuffer first{0x10, 0x40, 0x01, 0x41, 0x16}, second{0x10, 0x40, 0x02, 0x42, 0x16}, ack{0xE5};

class ResumedLineTest : public testing::Test {
protected:
    ResumedLine resume(std::vector<Dialogue> known) {
        return {line, std::move(known), [this](const Dialogue& dialogue) { learned.push_back(to_string(dialogue)); }};
    }

    PreparedLine line;
    std::vector<std::string> learned;
};

TEST_F(ResumedLineTest, answers_what_was_asked_before_without_the_line) {
    auto resumed = resume({{first, ack}, {second, {}}});
    resumed.send(first);
    EXPECT_EQ(resumed.receive({}), ack);
    EXPECT_EQ(resumed.receive({}), OctetBuffer{}) << "the answer comes once";
    resumed.send(second);
    EXPECT_EQ(resumed.receive({}), OctetBuffer{});
    EXPECT_TRUE(line.sent.empty());
    EXPECT_TRUE(learned.empty());
}

TEST_F(ResumedLineTest, goes_on_with_the_line_and_tells_what_it_learns) {
    line.answers = {{0xE5}, {0x10}, {0x16}};
    {
        auto resumed = resume({{first, ack}});
        resumed.send(first);
        EXPECT_EQ(resumed.receive({}), ack);
        resumed.send(second);
        EXPECT_EQ(resumed.receive({}), ack);
        EXPECT_TRUE(learned.empty()) << "more may come";
        resumed.send(first);
        EXPECT_THAT(learned, testing::ElementsAre("1040024216 e5"));
        (void)resumed.receive({});
        (void)resumed.receive({});
    }
    EXPECT_EQ(line.sent, (std::vector<OctetBuffer>{second, first}));
    EXPECT_THAT(learned, testing::ElementsAre("1040024216 e5", "1040014116 1016"));
}

TEST_F(ResumedLineTest, refuses_another_question_than_before) {
    auto resumed = resume({{first, ack}});
    try {
        resumed.send(second);
        FAIL();
    } catch (const OtherDialogue& other) {
        EXPECT_STREQ(other.what(), "question 1 was '1040014116' before and is '1040024216' now");
    }
}

TEST_F(ResumedLineTest, forgets_the_question_during_which_the_line_was_lost) {
    class LostLine : public PreparedLine {
        OctetBuffer receive(Nanoseconds /*limit*/) override { throw LineLost{"gone"}; }
    } lost;
    {
        ResumedLine resumed{lost, {}, [this](const Dialogue& dialogue) { learned.push_back(to_string(dialogue)); }};
        resumed.send(first);
        EXPECT_THROW((void)resumed.receive({}), LineLost);
    }
    EXPECT_TRUE(learned.empty());
}

TEST(Dialogues, are_read_as_they_are_written_with_silence_and_comments) {
    const auto read = parse_dialogues("# scan\n\n1040014116 e5\n1040024216 -\n10400343");
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read->size(), 2u) << "the last line was being written";
    EXPECT_EQ(to_string(read->at(0)), "1040014116 e5");
    EXPECT_EQ(to_string(read->at(1)), "1040024216 -");
}

TEST(Dialogues, name_the_line_that_is_none) {
    for (const char* line : {"1040014116", "- e5", "1040014116 x", "104001411 e5"}) {
        const auto read = parse_dialogues("1040014116 e5\n" + std::string{line} + "\n");
        ASSERT_FALSE(read) << line;
        EXPECT_THAT(read.error().message, testing::StartsWith("2: invalid dialogue (expected "));
    }
}

}  // namespace
}  // namespace otbench::bus
