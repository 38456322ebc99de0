// The master against the project's own meters, over a gateway and a line in virtual time.
#include "bus/master/master.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

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
using testing::SizeIs;

const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

/// A line with these meters, described as for `otbench emulate`.
std::unique_ptr<GatewayLine> line_with(const std::vector<std::string>& texts) {
    auto line = std::make_unique<GatewayLine>();
    std::vector<MeterDescription> descriptions;
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

TEST(Master, gets_an_invented_last_telegram_after_one_that_announces_more_unless_told_otherwise) {
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
    EXPECT_EQ(result.questions, 251u);
}

TEST(Scan, finds_twenty_similar_meters_by_their_secondary_addresses) {
    std::vector<std::string> texts;
    std::set<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < 20; ++i) {
        texts.push_back(fmt::format("itron-cf-echo-2@{},id=100000{:02}", i + 1, i * 3));
        expected.insert(0x10000000u | (i * 3 / 10) << 4 | i * 3 % 10);
    }
    for (const auto order : {bus::DigitOrder::first_digit_first, bus::DigitOrder::last_digit_first}) {
        const auto line = line_with(texts);
        bus::Master master{*line};
        const auto result = bus::scan_secondary(master, bus::every_slave(), order);
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

TEST(Scan, stops_when_its_observer_says_so) {
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
