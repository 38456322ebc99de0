// Captures of buses, read by Wireshark.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/emulator.hpp"

namespace otbench::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// What tshark finds in the fields of each packet, separated by tabs.
std::vector<std::string> fields_in(const std::string& capture, const std::vector<std::string>& fields) {
    std::vector<std::string> arguments{"-r", capture, "-T", "fields"};
    for (const auto& field : fields) arguments.insert(arguments.end(), {"-e", field});
    const auto shown = run_program(OTBENCH_TSHARK, arguments);
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    std::vector<std::string> lines;
    std::istringstream text{shown.out};
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

TEST(Capture, of_a_run_shows_request_and_answer_with_meter_and_event) {
    const TemporaryFolder folder;
    const auto run = run_program(built_program("otbench"),
                                 {"run", source_file("scenarios/library/cf_echo_2_read.yaml"), "--out", folder.path()});
    ASSERT_EQ(run.exit_code, 0) << run.out;
    const auto packets = fields_in(folder / "bus.pcapng", {"frame.interface_name", "rtacser.eventtype", "data.data",
                                                           "frame.comment", "frame.time_epoch"});
    ASSERT_EQ(packets.size(), 3u);
    std::vector<std::string> frames;  // the events that the comments name
    std::istringstream events{read_file(folder / "events.jsonl")};
    for (std::string line; std::getline(events, line);)
        if (const auto event = nlohmann::json::parse(line); event.at("kind") == "frame")
            frames.push_back(event.at("id").dump());
    ASSERT_EQ(frames.size(), 2u);
    EXPECT_THAT(packets[1], testing::StartsWith("bus\t0x03\t105b015c16\theat: event " + frames[0] + "\t3.9108"));
    EXPECT_THAT(packets[2],
                testing::MatchesRegex("bus\t0x02\t684d4d68.*ff16\theat: event " + frames[1] + "\t3.95419.*"));
}

TEST(Capture, of_an_emulation_shows_requests_that_no_meter_answers) {
    Emulator emulator{
        {"itron-cf-echo-2@5,response-delay=20 ms", "--on", "tcp-listen:127.0.0.1:0", "--pcap", "FOLDER/bus.pcapng"}};
    const auto read = run_program(built_program("otbench"),
                                  {"read", "5", "6", "--repeats", "0", "--from", "tcp:127.0.0.1:" + emulator.port()});
    EXPECT_EQ(read.exit_code, 1);
    EXPECT_EQ(emulator.stop(), 0);
    const auto packets = fields_in(emulator.path("bus.pcapng"), {"rtacser.eventtype", "data.data"});
    EXPECT_THAT(packets, ElementsAre("0x03\t1040054516", "0x02\te5", "0x03\t107b058016",
                                     testing::StartsWith("0x02\t684d4d68"), "0x03\t1040064616", "0x03\t107b068116"));
    const auto delay = fields_in(emulator.path("bus.pcapng"), {"frame.time_delta"});
    EXPECT_THAT(delay.at(1), testing::StartsWith("0.020"));
}

TEST(Capture, of_an_emulation_on_standard_output_leaves_messages_to_standard_error) {
    const auto emulation = run_program("/bin/sh", {"-c",
                                                   "timeout -s INT 1 \"$0\" emulate itron-cf-echo-2@5 --on "
                                                   "tcp-listen:127.0.0.1:0 --pcap -",
                                                   built_program("otbench")});
    EXPECT_THAT(emulation.err, HasSubstr("ready\n"));
    EXPECT_EQ(emulation.out.substr(0, 4), "\x0a\x0d\x0d\x0a");
}

}  // namespace
}  // namespace otbench::tests
