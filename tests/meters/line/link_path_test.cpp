#include "meters/line/link_path.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Nanoseconds character{4'583'333};  // 11 bits at 2400 baud

/// A link with a client, through which answers and requests are sent.
class LinkPathTest : public testing::Test {
protected:
    void set(std::string_view name, std::string_view text) {
        LinkFaults faults = state.faults;
        const auto done = set_link_fault(faults, name, text);
        ASSERT_TRUE(done) << done.error().message;
        state.set(faults);
    }
    void connect() { path.emplace(state, 2400, now); }
    /// A frame of the client's that ends at `now`.
    void request(const OctetBuffer& octets) {
        static_cast<void>(path->to_converter(octets, now));
        path->requested(*bus::parse_frame(octets), now);
        now += 50ms;
    }
    void answer(const OctetBuffer& octets) {
        for (const std::uint8_t octet : octets) path->answered(octet, now += character);
    }
    void read_once(const OctetBuffer& octets) {
        request(bus::short_frame(0x5B, 1));
        answer(octets);
        now += 100ms;
    }
    /// What has come to the client until now, and when.
    OctetBuffer got() {
        OctetBuffer octets;
        times.clear();
        while (const auto timed = path->pop(now)) {
            octets.push_back(timed->octet);
            times.push_back(timed->at);
        }
        return octets;
    }

    LinkState state;
    Nanoseconds now = 1s;
    std::optional<LinkPath> path{std::in_place, state, 2400, 0s};
    std::vector<Nanoseconds> times;
    const OctetBuffer ten{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
};

TEST_F(LinkPathTest, lets_everything_pass_without_faults) {
    const auto out = path->to_converter(ten, 1s);
    ASSERT_EQ(out.size(), ten.size());
    EXPECT_EQ(out.back().octet, 9);
    EXPECT_EQ(out.back().at, 1s);
    read_once(ten);
    EXPECT_EQ(got(), ten);
    EXPECT_EQ(times.front(), 1s + 50ms + character);
    EXPECT_EQ(times.back(), 1s + 50ms + 10 * character);
    EXPECT_FALSE(path->next());
}

TEST_F(LinkPathTest, drops_bytes_at_a_position_in_the_chosen_number_of_answers) {
    set("link-drop", "3 at 4");
    set("link-times", "1");
    read_once({0xE5});  // too short to be damaged
    EXPECT_THAT(got(), ElementsAre(0xE5));
    read_once(ten);
    EXPECT_THAT(got(), ElementsAre(0, 1, 2, 3, 7, 8, 9));
    read_once(ten);
    EXPECT_EQ(got(), ten);
    set("link-times", "1");  // anew
    read_once(ten);
    EXPECT_THAT(got(), ElementsAre(0, 1, 2, 3, 7, 8, 9));
}

TEST_F(LinkPathTest, loses_every_so_manyth_octet) {
    set("link-drop-every", "4");
    read_once(ten);
    EXPECT_THAT(got(), ElementsAre(0, 1, 2, 4, 5, 6, 8, 9));
}

TEST_F(LinkPathTest, inserts_flips_and_truncates) {
    set("link-insert", "ff fe at 0");
    set("link-flip", "81 at 2");
    set("link-truncate", "4");
    read_once(ten);
    EXPECT_THAT(got(), ElementsAre(0xFF, 0xFE, 0, 1, 0x83, 3));
}

TEST_F(LinkPathTest, delays_the_remainder_of_an_answer_until_before_the_next_one) {
    set("link-truncate", "8");
    set("link-late-tail", "300 ms");
    read_once(ten);
    EXPECT_THAT(got(), testing::SizeIs(8));
    request(bus::short_frame(0x5B, 1));
    answer({0xAA});
    now += 1s;
    EXPECT_THAT(got(), ElementsAre(8, 9, 0xAA));
}

TEST_F(LinkPathTest, changes_bits_only_in_the_chosen_direction) {
    set("link-bit-errors", "20 %");
    set("link-bit-error-kind", "0-to-1");
    read_once(OctetBuffer(100, 0x0F));
    const auto raised = got();
    EXPECT_TRUE(std::all_of(raised.begin(), raised.end(), [](auto octet) { return (octet & 0x0F) == 0x0F; }));
    EXPECT_TRUE(std::any_of(raised.begin(), raised.end(), [](auto octet) { return octet != 0x0F; }));
    set("link-bit-error-kind", "1-to-0");
    read_once(OctetBuffer(100, 0x0F));
    const auto lowered = got();
    EXPECT_TRUE(std::all_of(lowered.begin(), lowered.end(), [](auto octet) { return (octet & 0xF0) == 0; }));
}

TEST_F(LinkPathTest, repeats_its_random_faults_with_the_seed) {
    const OctetBuffer many(100, 0x55);
    set("link-losses", "30 %");
    read_once(many);
    const auto first = got();
    EXPECT_NE(first, many);
    set("link-losses", "30 %");
    read_once(many);
    EXPECT_EQ(got(), first);
    set("link-seed", "2");
    read_once(many);
    EXPECT_NE(got().size(), first.size());
}

TEST_F(LinkPathTest, damages_requests_when_they_are_meant) {
    set("link-direction", "requests");
    set("link-drop", "1 at 1");
    const auto out = path->to_converter(bus::short_frame(0x40, 1), 1s);
    OctetBuffer octets;
    for (const auto& timed : out) octets.push_back(timed.octet);
    EXPECT_THAT(octets, ElementsAre(0x10, 0x01, 0x41, 0x16));
    answer(ten);
    EXPECT_EQ(got(), ten);
}

TEST_F(LinkPathTest, delays_each_direction_and_keeps_the_order) {
    set("link-latency", "200 ms");
    set("link-jitter", "50 ms");
    const auto out = path->to_converter(ten, 1s);
    EXPECT_GE(out.front().at, 1s + 200ms);
    EXPECT_LT(out.back().at, 1s + 250ms);
    answer(ten);
    now += 1s;
    EXPECT_EQ(got(), ten);
    EXPECT_GE(times.front(), 1s + character + 200ms);
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
}

TEST_F(LinkPathTest, hands_octets_over_in_pieces) {
    set("link-chunk", "4");
    set("link-chunk-pause", "60 ms");
    read_once(ten);
    EXPECT_EQ(got(), ten);
    const Nanoseconds first = 1s + 50ms + 4 * character;
    EXPECT_THAT(times, ElementsAre(first, first, first, first, first + 60ms, first + 60ms, first + 60ms, first + 60ms,
                                   first + 120ms, first + 120ms));
}

TEST_F(LinkPathTest, answers_a_request_with_the_answer_to_the_one_before) {
    set("link-lag-one", "yes");
    read_once({1, 1});
    EXPECT_THAT(got(), IsEmpty());
    read_once({2, 2});
    EXPECT_THAT(got(), ElementsAre(1, 1));
    read_once({3, 3});
    EXPECT_THAT(got(), ElementsAre(2, 2));
}

TEST_F(LinkPathTest, echoes_late_lossy_and_not_always) {
    const auto echo = [&] {
        for (const std::uint8_t octet : ten) path->echoed(octet, now += character);
        now += 1s;
        return got();
    };
    set("echo-delay", "30 ms");
    const Nanoseconds began = now;
    EXPECT_EQ(echo(), ten);
    EXPECT_EQ(times.front(), began + character + 30ms);
    set("echo-losses", "50 %");
    const auto lossy = echo();
    ASSERT_EQ(lossy.size(), ten.size());
    for (std::size_t i = 0; i < ten.size(); ++i) EXPECT_EQ(lossy[i] & ~ten[i], 0) << i;
    EXPECT_NE(lossy, ten);
    set("echo-losses", "0 %");
    set("echo-misses", "2");
    const auto third = echo(), fourth = echo();
    EXPECT_THAT((std::array{third.size(), fourth.size()}), testing::UnorderedElementsAre(0u, ten.size()));
}

TEST_F(LinkPathTest, ends_an_echo_with_the_answer) {
    set("echo-delay", "50 ms");
    set("echo-cut", "yes");
    for (const std::uint8_t octet : ten) path->echoed(octet, now += character);
    now += 20ms;
    path->answered(0xE5, now);
    now += 1s;
    const auto octets = got();
    EXPECT_EQ(octets.back(), 0xE5);
    EXPECT_LT(octets.size(), ten.size() + 1);
}

TEST_F(LinkPathTest, acknowledges_nothing_for_253_or_everything) {
    set("link-ack", "none");
    request(bus::short_frame(0x40, 253));
    answer({0xE5});
    request(bus::short_frame(0x40, 1));
    answer({0xE5});
    EXPECT_THAT(got(), ElementsAre(0xE5));
    set("link-ack", "all");
    request(bus::short_frame(0x40, 77));  // no meter at this address
    EXPECT_THAT(got(), ElementsAre(0xE5));
    request(bus::short_frame(0x40, 1));
    answer({0xE5});
    EXPECT_THAT(got(), ElementsAre(0xE5));
    request(bus::short_frame(0x40, 255));
    EXPECT_THAT(got(), IsEmpty());
}

TEST_F(LinkPathTest, stalls_until_the_client_reconnects) {
    set("link-stall-after", "2");
    for (const OctetBuffer& octets : {OctetBuffer{1}, OctetBuffer{2}, OctetBuffer{3}}) read_once(octets);
    EXPECT_THAT(got(), ElementsAre(1, 2));
    connect();
    read_once({4});
    EXPECT_THAT(got(), ElementsAre(4));
}

TEST_F(LinkPathTest, stalls_for_all_until_it_is_started_again) {
    set("link-stall-after", "1");
    set("link-stall-until", "restart");
    read_once({1});
    connect();
    read_once({2});
    EXPECT_THAT(got(), IsEmpty());
    set("link-stall-after", "1");
    read_once({3});
    EXPECT_THAT(got(), ElementsAre(3));
}

TEST_F(LinkPathTest, greets_a_new_client) {
    set("link-greeting", "0c 16");
    connect();
    EXPECT_THAT(got(), ElementsAre(0x0C, 0x16));
}

TEST_F(LinkPathTest, is_reset_amid_an_answer) {
    set("link-reset-after", "3");
    read_once(ten);
    EXPECT_EQ(path->ending(1s), std::nullopt);
    EXPECT_EQ(path->ending(now), LinkEnd::reset);
    EXPECT_EQ(path->ending(now), std::nullopt);
    EXPECT_FALSE(path->next());
}

TEST_F(LinkPathTest, dies_without_a_word_after_an_answer) {
    set("link-half-open-after", "1");
    read_once(ten);
    EXPECT_EQ(got(), ten);
    EXPECT_EQ(path->ending(now), LinkEnd::abandoned);
}

TEST_F(LinkPathTest, is_closed_when_nothing_happens) {
    set("link-close-idle", "60 s");
    connect();
    EXPECT_EQ(path->next(), now + 60s);
    now += 59s;
    EXPECT_EQ(path->ending(now), std::nullopt);
    request(bus::short_frame(0x5B, 1));
    now += 59s;
    EXPECT_EQ(path->ending(now), std::nullopt);
    now += 2s;
    EXPECT_EQ(path->ending(now), LinkEnd::closed);
}

}  // namespace
}  // namespace otbench::meters
