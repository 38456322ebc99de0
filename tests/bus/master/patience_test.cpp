// How long a master waits for an answer and for the end of one.
#include "bus/master/master.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <utility>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// Hands out what was put in, piece by piece, then nothing.
class ScriptedLine : public MasterLine {
public:
    explicit ScriptedLine(std::deque<OctetBuffer> pieces) : pieces_(std::move(pieces)) {}

    void send(OctetView /*octets*/) override {}
    [[nodiscard]] OctetBuffer receive(Nanoseconds limit) override {
        limits.push_back(limit);
        if (pieces_.empty()) return {};
        auto piece = std::move(pieces_.front());
        pieces_.pop_front();
        return piece;
    }
    [[nodiscard]] UartFormat format() const override { return {}; }
    bool set_baud(double /*baud*/) override { return false; }

    std::vector<Nanoseconds> limits;  ///< for which it was waited

private:
    std::deque<OctetBuffer> pieces_;
};

/// What a meter's REQ_UD2 is answered with, without data.
const OctetBuffer answer = long_frame(control::RSP_UD, 5, 0x72, {});

/// Asks meter 5 on a line that takes no time, with an allowance of 100 ms.
Exchange ask(ScriptedLine& line) {
    MasterOptions options;
    options.unlimited = true;
    options.allowance = 100ms;
    return Master{line, options}.exchange(short_frame(control::REQ_UD2, 5));
}

TEST(UnlimitedLine, is_waited_for_no_longer_once_an_answer_is_whole) {
    ScriptedLine line{{answer}}, acknowledging{{{octet::acknowledge}}};
    EXPECT_EQ(ask(line).outcome, Outcome::answered);
    EXPECT_THAT(line.limits, ElementsAre(100ms));
    EXPECT_EQ(ask(acknowledging).outcome, Outcome::acknowledged);
    EXPECT_THAT(acknowledging.limits, ElementsAre(100ms));
}

TEST(UnlimitedLine, may_split_an_answer) {
    ScriptedLine line{{{answer.begin(), answer.begin() + 5}, {answer.begin() + 5, answer.end()}}};
    EXPECT_EQ(ask(line).outcome, Outcome::answered);
    EXPECT_THAT(line.limits, ElementsAre(100ms, 10ms));
}

TEST(UnlimitedLine, is_silent_after_the_allowance) {
    ScriptedLine line{{}};
    EXPECT_EQ(ask(line).outcome, Outcome::silence);
    EXPECT_THAT(line.limits, ElementsAre(100ms));
}

TEST(UnlimitedLine, shows_a_collision_at_once) {
    ScriptedLine line{{{0xE5, 0x25, 0x68}}};
    EXPECT_EQ(ask(line).outcome, Outcome::damaged);
    EXPECT_THAT(line.limits, ElementsAre(100ms, 10ms));
}

TEST(Wire, is_waited_for_after_an_acknowledgement_that_may_be_one_of_several) {
    ScriptedLine line{{{octet::acknowledge}, {octet::acknowledge}}};
    EXPECT_EQ(Master{line}.exchange(short_frame(control::SND_NKE, 5)).outcome, Outcome::damaged);
    EXPECT_EQ(line.limits.size(), 3U);
}

}  // namespace
}  // namespace otbench::bus
