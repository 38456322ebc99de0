#include "bus/slave/slave_link.hpp"

#include <gmock/gmock.h>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// Answers with telegrams of four octets of data: index, and a count of the answers made so far.
class CountingApplication : public SlaveApplication {
public:
    explicit CountingApplication(std::size_t telegrams) : telegrams_(telegrams) {}

    UserData class_2_data(std::size_t index, Nanoseconds /*at*/) override {
        const auto i = static_cast<std::uint8_t>(index);
        return {0x72, {i, ++made_}, index + 1 < telegrams_, 0};
    }
    std::optional<UserData> class_1_data(Nanoseconds /*at*/) override {
        if (alarms == 0) return std::nullopt;
        return UserData{0x71, {static_cast<std::uint8_t>(alarms--)}, false, 0};
    }
    CommandEffect receive_user_data(std::uint8_t ci, OctetView data, Nanoseconds /*at*/) override {
        received.push_back(ci);
        received.insert(received.end(), data.begin(), data.end());
        return effect;
    }
    [[nodiscard]] bool selected_by(const SelectSlave& select, WildCards cards) const override {
        return selects(select, {0x12345678, 0x0477, 0x09, 0x04}, std::nullopt, cards);
    }

    OctetBuffer received;
    int alarms = 0;
    CommandEffect effect;

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

TEST_F(MultiTelegramSlaveLink, advances_with_each_toggle_and_wraps_after_the_last_telegram) {
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

TEST_F(SlaveLinkTest, answers_req_ud1_with_class_1_data_while_it_has_some) {
    application.alarms = 2;
    const auto first = long_frame(control::RSP_UD, 5, 0x71, OctetBuffer{2});
    EXPECT_EQ(request(0x7A), first);
    EXPECT_EQ(request(0x7A), first);  // a repetition
    EXPECT_EQ(request(0x5A), long_frame(control::RSP_UD, 5, 0x71, OctetBuffer{1}));
    EXPECT_EQ(request(0x7A), e5);
    EXPECT_EQ(request(0x7A, 255), silence);
}

TEST_F(SlaveLinkTest, has_the_next_address_from_the_frame_after_the_command_on) {
    application.effect.primary_address = 8;
    EXPECT_EQ(send(long_frame(0x53, 5, 0x51, OctetBuffer{0x01, 0x7A, 0x08})), e5);
    EXPECT_EQ(request(0x40, 5), silence);
    EXPECT_EQ(request(0x40, 8), e5);
}

TEST_F(SlaveLinkTest, does_not_repeat_an_answer_that_a_command_has_outdated) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    application.effect.outdates_answers = true;
    EXPECT_EQ(send(long_frame(0x53, 5, 0x50, {})), e5);
    EXPECT_EQ(request(0x7B), telegram(0, 2));
    EXPECT_EQ(request(0x7B), telegram(0, 2));
}

TEST_F(MultiTelegramSlaveLink, starts_over_after_a_command_that_resets_it) {
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x5B), telegram(1, 2));
    application.effect.starts_over = true;
    EXPECT_EQ(send(long_frame(0x53, 5, 0x50, {})), e5);
    EXPECT_EQ(request(0x5B), telegram(0, 3));
}

TEST_F(SlaveLinkTest, does_not_answer_a_command_that_the_application_ignores) {
    application.effect.acknowledged = false;
    EXPECT_EQ(send(long_frame(0x53, 5, 0x99, {})), silence);
}

class SelectionTest : public SlaveLinkTest {
protected:
    std::optional<OctetBuffer> select(const OctetBuffer& mask, std::uint8_t control = 0x73, std::uint8_t ci = 0x52,
                                      Nanoseconds at = 1s) {
        return send(long_frame(control, 253, ci, mask), at);
    }
    void set(const SelectionVariant& variant) {
        LinkVariant all;
        all.selection = variant;
        link.set_variant(all);
    }

    const OctetBuffer itself = {0x78, 0x56, 0x34, 0x12, 0x77, 0x04, 0x09, 0x04};
    const OctetBuffer anybody = OctetBuffer(8, 0xFF);
    const OctetBuffer another = {0x79, 0x56, 0x34, 0x12, 0x77, 0x04, 0x09, 0x04};
};

TEST_F(SelectionTest, listens_to_253_from_its_selection_until_another_is_selected) {
    EXPECT_EQ(select(itself), e5);
    EXPECT_EQ(request(0x7B, 253), telegram(0, 1));
    EXPECT_EQ(select(another), silence);
    EXPECT_EQ(request(0x7B, 253), silence);
    EXPECT_EQ(select(anybody, 0x53), e5);
    EXPECT_EQ(request(0x7B, 253), telegram(0, 2));  // the frame count bit of 253 was forgotten
}

TEST_F(SelectionTest, is_lifted_by_a_selection_in_the_other_byte_order) {
    EXPECT_EQ(select(itself), e5);
    EXPECT_EQ(select(anybody, 0x73, 0x56), silence);
    EXPECT_EQ(request(0x40, 253), silence);
}

TEST_F(SelectionTest, does_not_match_records_that_the_slave_does_not_know) {
    auto mask = itself;
    mask.insert(mask.end(), {0x04, 0x13, 0, 0, 0, 0});
    EXPECT_EQ(select(mask), silence);
    mask = itself;
    mask.insert(mask.end(), {0x0C, 0x78, 0xFF, 0xFF, 0xFF, 0xFF});  // a fabrication number, of which it has none
    EXPECT_EQ(select(mask), silence);
}

TEST_F(SelectionTest, takes_missing_octets_as_wild_cards) {
    EXPECT_EQ(select({0x78, 0x56}), e5);
    EXPECT_EQ(select({}), e5);
}

TEST_F(SelectionTest, is_accepted_at_253_only) {
    application.effect.acknowledged = false;
    EXPECT_EQ(send(long_frame(0x73, 5, 0x52, itself)), silence);
    EXPECT_EQ(request(0x40, 253), silence);
    EXPECT_THAT(application.received, testing::SizeIs(9));  // it is an ordinary command then
}

TEST_F(SelectionTest, follows_the_link_layer_variant_of_a_product) {
    set({std::uint8_t{0x53}, {}, false, false, false, {}});
    EXPECT_EQ(select(itself, 0x73), silence);
    EXPECT_EQ(select(itself, 0x53), e5);
    set({{}, {}, true, false, false, {}});
    EXPECT_EQ(select(anybody), silence);
    EXPECT_EQ(select(itself), e5);
    set({{}, {}, false, true, false, {}});
    EXPECT_EQ(request(0x40, 77), silence);
    EXPECT_EQ(request(0x40, 253), silence);
    set({{}, {}, false, false, true, {}});
    EXPECT_EQ(select(another), e5);
    EXPECT_EQ(request(0x40, 253), silence);
}

TEST_F(SelectionTest, expires_with_a_select_timeout) {
    set({{}, {}, false, false, false, 2s});
    EXPECT_EQ(select(itself, 0x73, 0x52, 10s), e5);
    EXPECT_EQ(request(0x7B, 253, 12s), telegram(0, 1));
    EXPECT_EQ(request(0x7B, 253, 14s + 1ns), silence);
}

TEST_F(MultiTelegramSlaveLink, follows_the_link_layer_variant_of_a_product) {
    LinkVariant variant;
    variant.fcb = LinkVariant::Fcb::ignored;
    link.set_variant(variant);
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x7B), telegram(1, 2));  // every request advances
    variant = {};
    variant.nke_resets = LinkVariant::NkeResets::never;
    link.set_variant(variant);
    EXPECT_EQ(request(0x40), e5);
    EXPECT_EQ(request(0x7B), telegram(2, 3));
    variant.nke_resets = LinkVariant::NkeResets::own_and_other;
    link.set_variant(variant);
    EXPECT_EQ(request(0x5B), telegram(0, 4));
    EXPECT_EQ(request(0x40, 253), silence);
    EXPECT_EQ(request(0x5B), telegram(0, 5));
    variant.fcv_0_continues = true;
    link.set_variant(variant);
    EXPECT_EQ(request(0x4B), telegram(1, 6));
}

TEST_F(SlaveLinkTest, shares_one_frame_count_bit_between_its_own_address_and_253) {
    LinkVariant variant;
    variant.shared_fcb = true;
    link.set_variant(variant);
    link.set_selected(true);
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    EXPECT_EQ(request(0x7B, 253), telegram(0, 1));
}

TEST_F(SlaveLinkTest, executes_a_repeated_command_once_with_filters_commands) {
    LinkVariant variant;
    variant.filters_commands = true;
    link.set_variant(variant);
    const auto command = long_frame(0x53, 5, 0x51, OctetBuffer{0x01, 0x7A, 0x08});
    EXPECT_EQ(send(command), e5);
    EXPECT_EQ(send(command), e5);
    EXPECT_THAT(application.received, testing::SizeIs(4));
    EXPECT_EQ(request(0x40, 77), silence);  // a frame between
    EXPECT_EQ(send(command), e5);
    EXPECT_THAT(application.received, testing::SizeIs(8));
}

TEST_F(SlaveLinkTest, does_not_answer_services_that_no_master_sends) {
    EXPECT_EQ(send({0xE5}), silence);
    EXPECT_EQ(request(0x08), silence);                                    // RSP_UD, direction slave to master
    EXPECT_EQ(request(0x49), silence);                                    // unknown function
    EXPECT_EQ(request(0x53), silence);                                    // SND_UD without data
    EXPECT_EQ(send(long_frame(0x7B, 5, 0x51, {})), silence);              // REQ_UD2 in a control frame
    EXPECT_EQ(send(long_frame(0x08, 5, 0x72, OctetBuffer{1})), silence);  // another slave's answer
}

TEST_F(SlaveLinkTest, keeps_only_its_address_on_reset) {
    link.set_selected(true);
    EXPECT_EQ(request(0x7B), telegram(0, 1));
    link.reset();
    EXPECT_EQ(request(0x7B, 253), silence);
    EXPECT_EQ(request(0x7B), telegram(0, 2));
}

}  // namespace
}  // namespace otbench::bus
