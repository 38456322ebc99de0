// The Wireshark dissector for M-Bus, held to the codec.
#include <fmt/core.h>
#include <gmock/gmock.h>

#include <sstream>

#include "base/text.hpp"
#include "bus/capture/pcapng.hpp"
#include "bus/frame/frame.hpp"
#include "bus/reading/answer_reading.hpp"
#include "meters/profile/profile_index.hpp"
#include "tests/meters/telegrams.hpp"
#include "tests/support/program.hpp"

namespace otbench::tests {
namespace {

using namespace std::chrono_literals;
using bus::Direction;
using testing::ElementsAre;
using testing::HasSubstr;

/// A capture that a test writes and tshark reads.
class Dissector : public testing::Test {
protected:
    void packet(Direction direction, OctetBuffer octets, Nanoseconds at) {
        bus::CapturedFrame frame;
        frame.direction = direction;
        frame.start = frame.end = at;
        frame.octets = std::move(octets);
        packets_ += bus::pcapng_packet(0, frame, 0s);
    }
    void master(OctetBuffer octets, Nanoseconds at) { packet(Direction::from_master, std::move(octets), at); }
    void slave(OctetBuffer octets, Nanoseconds at) { packet(Direction::from_slave, std::move(octets), at); }

    /// These fields of each packet, separated by tabs; of several in a packet by `|`.
    std::vector<std::string> fields(const std::vector<std::string>& names) {
        write_file(folder_ / "bus.pcapng", bus::pcapng_section("test") + bus::pcapng_interface("bus", "") + packets_);
        std::vector<std::string> arguments{"-X",
                                           "lua_script:" + source_file("share/wireshark/mbus.lua"),
                                           "-2",
                                           "-r",
                                           folder_ / "bus.pcapng",
                                           "-T",
                                           "fields",
                                           "-E",
                                           "aggregator=|"};
        for (const auto& name : names) arguments.insert(arguments.end(), {"-e", name});
        const auto shown = run_program(OTBENCH_TSHARK, arguments);
        EXPECT_EQ(shown.exit_code, 0) << shown.err;
        EXPECT_THAT(shown.err, testing::Not(HasSubstr("Lua"))) << shown.err;
        std::vector<std::string> lines;
        std::istringstream text{shown.out};
        for (std::string line; std::getline(text, line);) lines.push_back(line);
        return lines;
    }

private:
    TemporaryFolder folder_;
    std::string packets_;
};

TEST(DissectorTables, are_those_that_otbench_dissector_prints) {
    const std::string script = read_file(source_file("share/wireshark/mbus.lua"));
    const std::string begin = "-- begin of tables\n", end = "-- end of tables\n";
    const auto from = script.find(begin) + begin.size();
    const auto printed = run_program(built_program("otbench"), {"dissector"});
    EXPECT_EQ(script.substr(from, script.find(end) - from), printed.out)
        << "put the output of `otbench dissector` between the two marks";
}

/// What `otbench decode` says about a telegram: "selector: value" of each record, joined by `|`.
std::string decoded(const bus::Frame& frame) {
    const bus::AnswerFrame answer{frame.control, frame.ci, frame.data, 0, frame.address};
    const auto reading = bus::read_answers({&answer, 1});
    if (!reading) return std::string{bus::describe(reading.error().error)};
    std::string text;
    for (const auto& value : reading->reading.values) {
        text += text.empty() ? "" : "|";
        text += value.selector() + ": " + bus::utf8(value.text());
    }
    return text;
}

TEST_F(Dissector, shows_the_records_of_every_profile_as_decode_does) {
    const meters::ProfileIndex profiles{{source_file("meters/profiles")}};
    std::vector<std::string> names, expected;
    for (const auto& name : profiles.names()) {
        for (const auto& telegram : meters::rebuilt(**profiles.load(name), 5)) {
            names.push_back(name);
            expected.push_back(decoded(*bus::parse_frame(telegram)));
            slave(telegram, std::chrono::seconds{names.size()});
        }
    }
    const auto shown = fields({"mbus.record"});
    ASSERT_EQ(shown.size(), expected.size());
    for (std::size_t i = 0; i < shown.size(); ++i) EXPECT_EQ(shown[i], expected[i]) << names[i];
}

TEST_F(Dissector, shows_identification_and_header) {
    slave(meters::from_hex("68151568 0805 72 60312714 7704 09 04 97 10 0000 0C78 60312714 16"), 1s);  // no checksum
    auto telegram = bus::long_frame(0x08, 5, 0x72, meters::from_hex("60312714 7704 09 04 97 10 0000 0C7860312714"));
    slave(telegram, 2s);
    const auto shown = fields({"mbus.id", "mbus.manufacturer", "mbus.version", "mbus.medium", "mbus.access_number",
                               "mbus.status", "mbus.service", "mbus.ci", "_ws.col.Info"});
    EXPECT_EQ(shown.at(1), "14273160\tACW\t9\t0x04\t151\t0x10\tRSP_UD\t0x72\tRSP_UD address 5, variable data");
}

TEST_F(Dissector, joins_a_request_and_its_answer) {
    master(bus::short_frame(0x7B, 5), 1s);
    slave(bus::long_frame(0x08, 5, 0x78, meters::from_hex("0C7860312714")), 1s + 20ms);
    const auto shown = fields({"mbus.response_in", "mbus.response_to", "mbus.response_time", "_ws.expert.message"});
    EXPECT_THAT(shown, ElementsAre("2\t\t\t", "\t1\t0.020000000\t"));
}

TEST_F(Dissector, points_out_what_is_wrong) {
    auto bad_sum = bus::short_frame(0x40, 5);
    ++bad_sum[3];
    master(bad_sum, 1s);
    auto bad_length = bus::long_frame(0x08, 5, 0x78, meters::from_hex("0C7860312714"));
    ++bad_length[1];
    slave(bad_length, 2s);
    master(bus::short_frame(0x7B, 5), 3s);
    slave({0xE5}, 3s + 188ms);  // 330 bit times at 2400 baud and 50 ms are 187.5 ms
    slave({0xE5}, 3s + 195ms);
    master(bus::short_frame(0x7B, 5), 4s);
    slave({0xE5}, 4s + 187ms);
    master(bus::short_frame(0x5B, 5), 5s);
    slave({0x00}, 5s + 20ms);
    const auto shown = fields({"_ws.expert.message"});
    ASSERT_EQ(shown.size(), 9u);
    EXPECT_EQ(shown[0], "Wrong checksum");
    EXPECT_THAT(shown[1], HasSubstr("Wrong length"));
    EXPECT_EQ(shown[2], "");
    EXPECT_THAT(shown[3], HasSubstr("Late answer"));
    EXPECT_THAT(shown[4], HasSubstr("collision"));
    EXPECT_THAT(shown[5], HasSubstr("Unchanged frame count bit"));
    EXPECT_EQ(shown[6], "");
    EXPECT_EQ(shown[7], "");
    EXPECT_THAT(shown[8], HasSubstr("No frame"));
}

}  // namespace
}  // namespace otbench::tests
