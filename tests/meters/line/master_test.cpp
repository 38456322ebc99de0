// The master against the project's own meters, over a gateway and a line in virtual time.
#include "bus/master/master.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <chrono>
#include <set>

#include "base/text.hpp"
#include "bus/master/scan.hpp"
#include "bus/master/slave_mask.hpp"
#include "bus/message/telegram.hpp"
#include "meters/line/fleet.hpp"
#include "tests/meters/gateway_line.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

/// A line with these meters, described as for `otbench emulate`.
std::unique_ptr<GatewayLine> line_with(const std::vector<std::string>& texts) {
    auto line = std::make_unique<GatewayLine>();
    std::vector<MeterDescription> descriptions;
    descriptions.reserve(texts.size());
    for (const auto& text : texts) descriptions.push_back(parse_meter_description(text).value());
    auto meters = make_meters(descriptions, shipped);
    if (!meters) throw std::runtime_error{meters.error().message};
    for (auto& meter : *meters) line->add(std::move(meter));
    return line;
}

std::set<std::uint32_t> ids(const bus::ScanResult& result) {
    std::set<std::uint32_t> ids;
    for (const auto& slave : result.found)
        if (slave.device) ids.insert(slave.device->id);
    return ids;
}

TEST(Master, reads_a_meter_by_primary_address) {
    const auto line = line_with({"itron-cf-echo-2@5,id=11223344"});
    bus::Master master{*line};
    const auto readout = master.read(5);
    EXPECT_EQ(readout.end, bus::Readout::End::complete);
    ASSERT_THAT(readout.telegrams, SizeIs(1));
    const auto frame = bus::parse_frame(readout.telegrams[0]);
    EXPECT_EQ(frame->address, 5);
    EXPECT_EQ(bus::Telegram::parse(frame->data)->id(), 0x11223344u);
}

TEST(Master, reads_all_telegrams_of_a_sequence) {
    const auto line = line_with({"four-telegram-meter@1"});
    bus::Master master{*line};
    const auto readout = master.read(1);
    EXPECT_EQ(readout.end, bus::Readout::End::complete);
    EXPECT_THAT(readout.telegrams, SizeIs(4));
    EXPECT_NE(readout.telegrams[0], readout.telegrams[1]);
}

std::size_t telegrams_of(const std::string& profile, const std::string& settings = "") {
    const auto line = line_with({profile + "@1" + settings});
    bus::Master master{*line};
    const auto readout = master.read(1);
    EXPECT_EQ(readout.end, bus::Readout::End::complete) << profile;
    return readout.telegrams.size();
}

TEST(Master, reads_every_shipped_profile_to_the_end_of_its_telegrams) {
    for (const auto& name : shipped.names())
        EXPECT_EQ(telegrams_of(name), (*shipped.load(name))->readouts.front().telegrams.size()) << name;
}

TEST(Master, gets_an_invented_last_telegram_after_one_that_announces_more_by_default) {
    EXPECT_EQ(telegrams_of("elster-f2"), 2u);
    EXPECT_EQ(telegrams_of("elster-f2", ",more-follows=no"), 1u);
    EXPECT_EQ(telegrams_of("elster-f2", ",more-follows=profile"), 2u);
    EXPECT_EQ(telegrams_of("four-telegram-meter", ",more-follows=no"), 4u);
}

TEST(Master, ends_a_sequence_that_the_meter_never_ends) {
    const auto line = line_with({"four-telegram-meter@1,more-follows=yes"});
    bus::MasterOptions options;
    options.most_telegrams = 6;
    bus::Master master{*line, options};
    const auto readout = master.read(1);
    EXPECT_EQ(readout.end, bus::Readout::End::too_many);
    EXPECT_THAT(readout.telegrams, SizeIs(6));
}

TEST(Master, says_that_no_meter_answers_after_its_repeats) {
    const auto line = line_with({"itron-cf-echo-2@5"});
    bus::Master master{*line};
    EXPECT_EQ(master.read(6).end, bus::Readout::End::no_answer);
    EXPECT_EQ(line->sent(), 4);  // SND_NKE, REQ_UD2 and two repeats
}

/// A line on which something transmits all the time.
class LineThatIsNeverSilent : public bus::MasterLine {
public:
    void send(OctetView) override {}
    OctetBuffer receive(Nanoseconds) override { return {0x55}; }
    bus::UartFormat format() const override { return {}; }
    bool set_baud(double) override { return false; }
};

TEST(Master, gives_up_an_answer_that_never_ends) {
    LineThatIsNeverSilent line;
    bus::Master master{line};
    EXPECT_EQ(master.read(5).end, bus::Readout::End::damaged);
}

TEST(Master, selects_by_secondary_address_with_wild_cards) {
    const auto line = line_with({"itron-cf-echo-2@0,id=11223344", "itron-cf-echo-2@0,id=11229999"});
    bus::Master master{*line};
    const auto readout = master.read(bus::parse_slave_mask("1122****.ACW.*.*").value());
    EXPECT_NE(readout.end, bus::Readout::End::complete);
    const auto one = master.read(bus::parse_slave_mask("112299**").value());
    EXPECT_EQ(one.end, bus::Readout::End::complete);
    EXPECT_EQ(bus::Telegram::parse(bus::parse_frame(one.telegrams.at(0))->data)->id(), 0x11229999u);
}

TEST(Master, leaves_out_the_echo_of_a_converter) {
    const auto line = line_with({"itron-cf-echo-2@5"});
    LinkFaults echo;
    echo.echo = true;
    line->gateway().set_link(echo);
    bus::Master master{*line};
    const auto there = master.initialise(5);
    EXPECT_EQ(there.outcome, bus::Outcome::acknowledged) << hex_text(there.octets);
    EXPECT_EQ(master.read(5).end, bus::Readout::End::complete);
}

TEST(Master, leaves_out_the_echo_of_a_preamble_and_its_frame) {
    const auto line = line_with({"itron-cf-echo-2@5"});
    LinkFaults echo;
    echo.echo = true;
    line->gateway().set_link(echo);
    bus::MasterOptions options;
    options.preamble = {0x55, 0x55, 0x55};
    bus::Master master{*line, options};
    EXPECT_EQ(master.initialise(5).outcome, bus::Outcome::acknowledged);
    EXPECT_EQ(hex_text(line->frames().front()),
              "555555104005"
              "4516");
}

/// A converter with scripted answers.
class ScriptedLine : public bus::MasterLine {
public:
    explicit ScriptedLine(OctetBuffer answer) : answer_(std::move(answer)) {}
    void send(OctetView) override { due_ = answer_; }
    OctetBuffer receive(Nanoseconds) override { return std::exchange(due_, {}); }
    bus::UartFormat format() const override { return {}; }
    bool set_baud(double) override { return false; }

private:
    OctetBuffer answer_, due_;
};

TEST(Master, leaves_out_an_echo_that_was_cut_short) {
    ScriptedLine line{{0x10, 0x40, 0x05, 0xE5}};
    EXPECT_EQ(bus::Master{line}.initialise(5).outcome, bus::Outcome::acknowledged);
}

TEST(Master, takes_no_answer_that_begins_like_the_request_for_an_echo) {
    const auto request = bus::long_frame(0x53, 5, 0x51, OctetBuffer{0x01, 0x7A, 0x06});
    const auto answer = bus::long_frame(0x08, 5, 0x78, OctetBuffer{0x01, 0x7A, 0x06});
    ScriptedLine line{answer};
    const auto done = bus::Master{line}.exchange(request);
    EXPECT_EQ(done.outcome, bus::Outcome::answered);
    EXPECT_EQ(done.octets, answer);
}

bus::Master master_like(GatewayLine& line, const std::string& style) {
    bus::MasterOptions options;
    options.style = *bus::master_style(style);
    return bus::Master{line, options};
}

/// C and A of every frame that was sent.
std::vector<std::string> controls_and_addresses(const GatewayLine& line) {
    std::vector<std::string> sent;
    for (const auto& frame : line.frames())
        sent.push_back(hex_text(OctetView{frame}.subspan(frame[0] == bus::octet::long_start ? 4 : 1, 2)));
    return sent;
}

std::vector<std::string> sent_for(const std::string& style, int readouts, const std::string& meter) {
    const auto line = line_with({meter});
    auto master = master_like(*line, style);
    for (int i = 0; i < readouts; ++i) EXPECT_EQ(master.read(1).end, bus::Readout::End::complete);
    return controls_and_addresses(*line);
}

TEST(MasterStyle, standard_initialises_and_toggles_the_frame_count_bit) {
    EXPECT_THAT(sent_for("standard", 2, "itron-cf-echo-2@1"), ElementsAre("4001", "7b01", "4001", "7b01"));
    EXPECT_THAT(sent_for("standard", 1, "four-telegram-meter@1"), ElementsAre("4001", "7b01", "5b01", "7b01", "5b01"));
}

TEST(MasterStyle, libmbus_initialises_253_twice_and_asks_once_with_5b) {
    EXPECT_THAT(sent_for("libmbus", 2, "four-telegram-meter@1"),
                ElementsAre("40fd", "40fd", "5b01", "40fd", "40fd", "5b01"));
}

TEST(MasterStyle, libmbus_multi_reply_begins_with_7b_and_alternates) {
    EXPECT_THAT(sent_for("libmbus-multi-reply", 1, "four-telegram-meter@1"),
                ElementsAre("40fd", "40fd", "7b01", "5b01", "7b01", "5b01"));
}

TEST(MasterStyle, pymeterbus_pings_the_meter_and_asks_once_with_5b) {
    EXPECT_THAT(sent_for("pymeterbus", 1, "four-telegram-meter@1"), ElementsAre("4001", "5b01"));
}

TEST(MasterStyle, jmbus_keeps_the_frame_count_bit_between_readouts_without_initialising) {
    EXPECT_THAT(sent_for("jmbus", 3, "itron-cf-echo-2@1"), ElementsAre("7b01", "5b01", "7b01"));
    EXPECT_THAT(sent_for("jmbus", 1, "four-telegram-meter@1"), ElementsAre("7b01", "5b01", "7b01", "5b01"));
}

TEST(MasterStyle, the_query_script_only_asks_with_5b) {
    EXPECT_THAT(sent_for("query-script", 3, "four-telegram-meter@1"), ElementsAre("5b01", "5b01", "5b01"));
}

/// The controls and addresses of a readout by secondary address.
std::vector<std::string> sent_to_selected(const std::string& style) {
    const auto line = line_with({"itron-cf-echo-2@1,id=11223344"});
    auto master = master_like(*line, style);
    EXPECT_EQ(master.read(bus::parse_slave_mask("11223344").value()).end, bus::Readout::End::complete) << style;
    return controls_and_addresses(*line);
}

TEST(MasterStyle, decides_how_a_slave_is_selected) {
    EXPECT_THAT(sent_to_selected("standard"), ElementsAre("40fd", "73fd", "7bfd", "40fd"));
    EXPECT_THAT(sent_to_selected("libmbus"), ElementsAre("40fd", "40fd", "73fd", "5bfd"));
    EXPECT_THAT(sent_to_selected("pymeterbus"), ElementsAre("73fd", "5bfd"));
    EXPECT_THAT(sent_to_selected("jmbus"), ElementsAre("53fd", "7bfd"));
    EXPECT_THAT(sent_to_selected("query-script"), ElementsAre("53fd", "5bfd"));
}

struct Patience {
    const char* style;
    int frames;
    Nanoseconds silence;
};

TEST(MasterStyle, decides_the_number_of_repeats_and_how_long_they_wait) {
    // At 2400 baud; the standard's silence is 330 bit times + 50 ms, and libmbus's falls from 3.9 s at 300 baud.
    for (const auto& [style, frames, silence] : {Patience{"standard", 4, 187500us},
                                                 {"libmbus", 6, 1920ms},
                                                 {"libmbus-multi-reply", 6, 1920ms},
                                                 {"pymeterbus", 2, 1s},
                                                 {"jmbus", 1, 500ms},
                                                 {"query-script", 1, 2s}}) {
        const auto line = line_with({"itron-cf-echo-2@5"});
        auto master = master_like(*line, style);
        EXPECT_EQ(master.read(6).end, bus::Readout::End::no_answer);
        EXPECT_EQ(line->sent(), frames) << style;
        const auto start = line->now();
        (void)master.exchange(bus::short_frame(0x5B, 6));
        const Nanoseconds sending = line->format().bit_start(55), allowance = 100ms;
        EXPECT_NEAR(std::chrono::duration<double>(line->now() - start - sending - allowance).count(),
                    std::chrono::duration<double>(silence).count(), 0.001)
            << style;
    }
}

TEST(Master, shows_every_frame_to_its_listener_repeats_included) {
    const auto line = line_with({"itron-cf-echo-2@5"});
    std::vector<std::string> passed;
    bus::MasterOptions options;
    options.preamble = {0x55};
    options.listener = [&](const bus::Passed& frame) {
        passed.push_back((frame.sent ? "> " : "< ") + hex_text(frame.octets).substr(0, 10));
    };
    bus::Master master{*line, options};
    (void)master.read(6);
    (void)master.initialise(5);
    EXPECT_THAT(passed,
                ElementsAre("> 1040064616", "> 107b068116", "> 107b068116", "> 107b068116", "> 1040054516", "< e5"));
}

TEST(Master, changes_the_speed_of_a_meter_and_its_line) {
    constexpr const char* two_speeds =
        "{title: T, manufacturer: ABC, version: 1, medium: Water, id: '12345678', baud-rates: [300, 9600],"
        " records: [{quantity: volume, step: 1 l, coding: bcd8, default: 1 m3}]}";
    GatewayLine line;
    line.add(std::make_unique<Meter>(*read_profile(two_speeds, "two", "two.yaml"), "meter", 5));
    bus::Master master{line};
    const auto done = master.set_baud(5, 300);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(line.format().baud, 300);
    EXPECT_EQ(master.read(5).end, bus::Readout::End::complete);
}

TEST(Master, returns_to_the_old_speed_when_the_meter_does_not_follow) {
    const auto line = line_with({"itron-cf-echo-2@5"});
    bus::Master master{*line};
    const auto refused = master.set_baud(5, 300);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "address 5 does not answer at 300 baud");
    EXPECT_EQ(line->format().baud, 2400);
    EXPECT_EQ(master.initialise(5).outcome, bus::Outcome::acknowledged);
}

TEST(Master, reports_a_line_that_cannot_change_its_speed) {
    ScriptedLine fixed{{0xE5}};
    const auto refused = bus::Master{fixed}.set_baud(5, 9600);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "this line cannot change its speed to 9600 baud");
}

TEST(Master, gives_a_meter_another_address) {
    const auto line = line_with({"itron-cf-echo-2@5"});
    bus::Master master{*line};
    const auto done = master.set_address(5, 17);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(master.read(17).end, bus::Readout::End::complete);
    EXPECT_EQ(master.read(5).end, bus::Readout::End::no_answer);
    EXPECT_FALSE(master.set_address(17, 251));
}

TEST(Scan, finds_every_primary_address) {
    const auto line = line_with({"itron-cf-echo-2@5", "kamstrup-382@17", "four-telegram-meter@250"});
    bus::Master master{*line};
    const auto result = bus::scan_primary(master, 0, 250);
    ASSERT_THAT(result.found, SizeIs(3));
    EXPECT_EQ(result.found[1].primary, 17);
    EXPECT_TRUE(result.collisions.empty());
    EXPECT_EQ(result.frames, 254u) << "SND_NKE to all, REQ_UD2 to those that are there";
    EXPECT_EQ(line->sent(), 254);
}

TEST(Scan, finds_twenty_similar_meters_by_their_secondary_addresses) {
    std::vector<std::string> texts;
    std::set<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < 20; ++i) {
        texts.push_back(fmt::format("itron-cf-echo-2@{},id=100000{:02}", i + 1, i * 3));
        expected.insert(0x10000000u | (i * 3 / 10) << 4 | i * 3 % 10);
    }
    using bus::DigitOrder;
    for (const auto order : {DigitOrder::adaptive, DigitOrder::first_digit_first, DigitOrder::last_digit_first}) {
        const auto line = line_with(texts);
        bus::MasterOptions options;
        options.style.search.order = order;
        bus::Master master{*line, options};
        const auto result = bus::scan_secondary(master, bus::every_slave());
        EXPECT_EQ(ids(result), expected);
        EXPECT_TRUE(result.collisions.empty());
    }
}

TEST(Scan, finds_meters_whose_numbers_have_letters) {
    const auto line = line_with({"kamstrup-382@1,id=0A123456", "kamstrup-382@2,id=0B123456"});
    bus::Master master{*line};
    const auto result = bus::scan_secondary(master, bus::every_slave());
    EXPECT_EQ(ids(result), (std::set<std::uint32_t>{0x0A123456, 0x0B123456}));
}

/// A converter that answers every selection with garbage.
class NoisyLine : public bus::MasterLine {
public:
    void send(OctetView) override { due_ = {0x00, 0xFF}; }
    OctetBuffer receive(Nanoseconds) override { return std::exchange(due_, {}); }
    bus::UartFormat format() const override { return {}; }
    bool set_baud(double) override { return false; }

private:
    OctetBuffer due_;
};

TEST(Scan, gives_up_where_something_answers_every_selection) {
    NoisyLine line;
    bus::MasterOptions options;
    options.style.search.most_frames = 1000;
    bus::Master master{line, options};
    const auto result = bus::scan_secondary(master, bus::every_slave());
    EXPECT_TRUE(result.gave_up);
    EXPECT_TRUE(result.found.empty());
    EXPECT_LE(result.frames, 1003u);
}

TEST(Scan, stops_at_the_request_of_its_observer) {
    const auto line = line_with({"itron-cf-echo-2@5", "itron-cf-echo-2@6,id=11111111"});
    bus::Master master{*line};
    bus::ScanObserver observer;
    observer.found = [](const bus::FoundSlave&) { return false; };
    const auto result = bus::scan_primary(master, 0, 250, observer);
    EXPECT_TRUE(result.stopped);
    EXPECT_THAT(result.found, SizeIs(1));
}

}  // namespace
}  // namespace otbench::meters
