#include "bus/slave_link.hpp"

#include <gmock/gmock.h>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// Answers with telegrams of four octets of data: index, and a count of the answers made so far.
class CountingApplication : public SlaveApplication {
public:
    explicit CountingApplication(std::size_t telegrams) : telegrams_(telegrams) {}

    UserData class_2_data(std::size_t index) override {
        const auto i = static_cast<std::uint8_t>(index);
        return {0x72, {i, ++made_}, index + 1 < telegrams_};
    }
    void receive_user_data(std::uint8_t ci, OctetView data) override {
        received.push_back(ci);
        received.insert(received.end(), data.begin(), data.end());
    }

    OctetBuffer received;

private:
    std::size_t telegrams_;
    std::uint8_t made_ = 0;
};

class SlaveLinkTest : public testing::Test {
protected:
    std::optional<OctetBuffer> send(const OctetBuffer& octets, Nanoseconds at = 1s) {
        const auto frame = parse_frame(octets);
        EXPECT_TRUE(frame);
        return link.receive(*frame, at);
    }
    std::optional<OctetBuffer> request(std::uint8_t control, std::uint8_t a = 5, Nanoseconds at = 1s) {
        return send(short_frame(control, a), at);
    }
    /// The answer that carries telegram `index` as the `made`th one.
    static OctetBuffer telegram(std::uint8_t index, std::uint8_t made) {
        return long_frame(control::RSP_UD, 5, 0x72, OctetBuffer{index, made});
    }

    CountingApplication application{1};
    SlaveLink link{application, 5};
    const std::optional<OctetBuffer> silence;
    const std::optional<OctetBuffer> e5 = OctetBuffer{0xE5};
};

class MultiTelegramSlaveLink : public SlaveLinkTest {
protected:
    MultiTelegramSlaveLink() { application = CountingApplication{3}; }
};

TEST_F(SlaveLinkTest, answers_e5_to_snd_nke) {
    EXPECT_EQ(send({
                  0x10,  // short frame
                  0x40,  // C: SND_NKE
                  0x05,  // A
                  0x45,  // checksum
                  0x16,  // stop
              }),
              e5);
}

TEST_F(SlaveLinkTest, answers_req_ud2_with_its_own_address_also_when_asked_at_254) {
    const OctetBuffer first = {
        0x68, 0x05, 0x05, 0x68,  // long frame
        0x08, 0x05, 0x72,        // C: RSP_UD, A: its own, CI
        0x00, 0x01,              // telegram 0, first answer made
        0x80, 0x16,
    };
    EXPECT_EQ(request(0x7B, 254), first);
}

TEST_F(SlaveLinkTest, answers_at_address_0_when_that_is_its_own) {
    SlaveLink unconfigured{application, 0};
    EXPECT_EQ(unconfigured.receive(*parse_frame(short_frame(0x40, 0)), 0s), e5);
    EXPECT_EQ(request(0x40, 0), silence);
}

TEST_F(SlaveLinkTest, is_silent_to_other_addresses_and_to_253_while_not_selected) {
    for (const std::uint8_t a : OctetBuffer{0, 4, 6, 250, 251, 252, 253}) {
        EXPECT_EQ(request(0x40, a), silence);
        EXPECT_EQ(request(0x7B, a), silence);
    }
}

TEST_F(SlaveLinkTest, acts_on_255_without_an_answer) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x40, 255), silence);  // clears the frame count bit
    EXPECT_EQ(request(0x7B, 255), silence);  // asks for nothing
    EXPECT_EQ(request(0x7B), telegram(0, 2));
    EXPECT_EQ(send(long_frame(0x53, 255, 0xBD, {})), silence);
    EXPECT_THAT(application.received, ElementsAre(0xBD));
}

TEST_F(SlaveLinkTest, repeats_its_last_answer_when_the_frame_count_bit_did_not_toggle) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x5B), telegram(0, 2));
    EXPECT_EQ(request(0x5B), telegram(0, 2));
}

TEST_F(SlaveLinkTest, shares_the_frame_count_bit_between_its_own_address_and_254) {
    EXPECT_EQ(request(0x7B, 5), telegram(0, 1));
    EXPECT_EQ(request(0x7B, 254), telegram(0, 1));
}

TEST_F(SlaveLinkTest, takes_an_untoggled_request_as_new_five_seconds_after_the_answer_was_new) {
    EXPECT_EQ(request(0x5B, 5, 10s), telegram(0, 1));
    EXPECT_EQ(request(0x5B, 5, 15s), telegram(0, 1));
    EXPECT_EQ(request(0x5B, 5, 15s + 1ns), telegram(0, 2));
}

TEST_F(SlaveLinkTest, takes_the_first_request_after_snd_nke_as_new_whatever_its_frame_count_bit) {
    EXPECT_EQ(request(0x5B), telegram(0, 1));
    EXPECT_EQ(request(0x40), e5);
    EXPECT_EQ(request(0x5B), telegram(0, 2));
}

TEST_F(SlaveLinkTest, takes_every_request_without_frame_count_bit_as_new) {
    EXPECT_EQ(request(0x4B), telegram(0, 1));
    EXPECT_EQ(request(0x6B), telegram(0, 2));
    EXPECT_EQ(request(0x4B), telegram(0, 3));
}

TEST_F(MultiTelegramSlaveLink, goes_on_with_each_toggle_and_wraps_after_the_last_telegram) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x5B), telegram(1, 2));
    EXPECT_EQ(request(0x7B), telegram(2, 3));
    EXPECT_EQ(request(0x5B), telegram(0, 4));
}

TEST_F(MultiTelegramSlaveLink, repeats_without_time_limit_while_the_sequence_is_open) {
    EXPECT_EQ(request(0x7B, 5, 1s), telegram(0, 1));
    EXPECT_EQ(request(0x7B, 5, 1h), telegram(0, 1));
    EXPECT_EQ(request(0x5B, 5, 2h), telegram(1, 2));
}

TEST_F(MultiTelegramSlaveLink, starts_over_after_snd_nke_to_its_own_address_or_a_request_without_frame_count_bit) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x40), e5);
    EXPECT_EQ(request(0x7B), telegram(0, 2));
    EXPECT_EQ(request(0x4B), telegram(0, 3));
}

TEST_F(MultiTelegramSlaveLink, keeps_a_dialogue_of_its_own_for_253) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    link.set_selected(true);
    EXPECT_EQ(request(0x7B, 253), telegram(0, 2));
    EXPECT_EQ(request(0x5B, 253), telegram(1, 3));
    EXPECT_EQ(request(0x5B), telegram(1, 4));
}

TEST_F(SlaveLinkTest, is_deselected_by_snd_nke_to_253_which_it_acknowledges) {
    link.set_selected(true);
    EXPECT_EQ(request(0x7B, 253), telegram(0, 1));
    EXPECT_EQ(request(0x40, 253), e5);
    EXPECT_EQ(request(0x7B, 253), silence);
}

TEST_F(SlaveLinkTest, acknowledges_req_ud1_as_it_has_no_alarm) {
    EXPECT_EQ(request(0x5A), e5);
    EXPECT_EQ(request(0x7A), e5);
}

TEST_F(SlaveLinkTest, acknowledges_user_data_and_hands_them_up_each_time) {
    const auto set_address = long_frame(0x53, 5, 0x51, OctetBuffer{0x01, 0x7A, 0x08});
    EXPECT_EQ(send(set_address), e5);
    EXPECT_EQ(send(set_address), e5);
    EXPECT_THAT(application.received, ElementsAre(0x51, 0x01, 0x7A, 0x08, 0x51, 0x01, 0x7A, 0x08));
}

TEST_F(SlaveLinkTest, is_silent_to_what_no_master_asks_for) {
    EXPECT_EQ(send({0xE5}), silence);
    EXPECT_EQ(request(0x08), silence);                                    // RSP_UD, direction slave to master
    EXPECT_EQ(request(0x49), silence);                                    // unknown function
    EXPECT_EQ(request(0x53), silence);                                    // SND_UD without data
    EXPECT_EQ(send(long_frame(0x7B, 5, 0x51, {})), silence);              // REQ_UD2 in a control frame
    EXPECT_EQ(send(long_frame(0x08, 5, 0x72, OctetBuffer{1})), silence);  // another slave's answer
}

TEST_F(SlaveLinkTest, forgets_everything_but_its_address_on_reset) {
    link.set_selected(true);
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    link.reset();
    EXPECT_EQ(request(0x7B, 253), silence);
    EXPECT_EQ(request(0x7B), telegram(0, 2));
}

}  // namespace
}  // namespace otbench::bus
