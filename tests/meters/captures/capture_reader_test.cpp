#include "meters/captures/capture_reader.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "meters/captures/python_bytes.hpp"

namespace otbench::meters {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

const OctetBuffer request = {0x10, 0x5B, 0x01, 0x5C, 0x16};    // REQ_UD2
const OctetBuffer busy = {0x68, 0x04, 0x04, 0x68, 0x08,        // RSP_UD
                          0x01, 0x70, 0x08, 0x81, 0x16};       // application error: busy
const OctetBuffer wrong_sum = {0x10, 0x5B, 0x01, 0x5D, 0x16};  // 5C would be right

/// Keeps what a reader finds, with the numbers of the lines.
struct Findings : CaptureSink {
    std::vector<std::pair<std::size_t, OctetBuffer>> frames;
    std::vector<Direction> directions;
    std::vector<std::pair<std::size_t, std::string>> faults;
    std::string error;  ///< of the end

    void frame(const FoundFrame& captured) override {
        frames.emplace_back(captured.line, OctetBuffer(captured.octets.begin(), captured.octets.end()));
        directions.push_back(captured.direction);
    }
    void fault(std::size_t line, std::string message) override { faults.emplace_back(line, std::move(message)); }
};

Findings read(const std::vector<std::string>& lines) {
    Findings findings;
    CaptureReader reader{findings};
    for (const std::string& line : lines) {
        const std::vector<char> exact(line.begin(), line.end());  // so that a sanitiser sees a read past the end
        reader.read_line({exact.data(), exact.size()});
    }
    if (const auto done = reader.finish(); !done) findings.error = done.error().message;
    return findings;
}

TEST(CaptureReader, reads_hex_with_and_without_blanks) {
    EXPECT_THAT(read({"105b015c16", "10 5B 01 5C 16\r"}).frames, ElementsAre(Pair(1, request), Pair(2, request)));
}
TEST(CaptureReader, reads_hex_with_colons_prefixes_commas_brackets_and_single_digits) {
    for (const char* line : {"10:5b:01:5c:16", "0x10, 0x5B, 0x01, 0x5C, 0x16", "10-5b-01-5c-16", "10_5b015c_16",
                             "{0x10,0x5b,0x1,0x5c,0x16};", "10 5b 1 5c 16", "\\x10\\x5b\\x01\\x5c\\x16",
                             "['10', '5b', '01', '5c', '16']"}) {
        const auto findings = read({line});
        EXPECT_THAT(findings.frames, ElementsAre(Pair(1, request))) << line;
        EXPECT_THAT(findings.faults, IsEmpty()) << line;
        EXPECT_THAT(findings.directions, ElementsAre(Direction::unknown)) << line;
    }
}
TEST(CaptureReader, joins_a_frame_that_spans_several_lines) {
    const auto findings = read({"68 04 04 68", "08 01 70", "", "08 81 16", "105b015c16"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, busy), Pair(5, request)));
}
TEST(CaptureReader, an_unfinished_line_does_not_swallow_the_good_one_after_it) {
    const auto findings = read({"680404680801", "105b015c16"});
    EXPECT_THAT(findings.frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08, 0x01}), Pair(2, request)));
}
TEST(CaptureReader, two_unfinished_lines_are_two_findings) {
    const auto findings = read({"6804046808", "68040468080170", "105b015c16"});
    EXPECT_THAT(findings.frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08}),
                            Pair(2, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08, 0x01, 0x70}), Pair(3, request)));
}
TEST(CaptureReader, joins_the_status_messages_of_a_dump) {
    const auto findings = read({"ok:68/04/04/68", "otb-iot/5c7f/status ok:08/01/70", "ok:08/81/16/xx"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, busy)));
    EXPECT_THAT(read({"ok:68/04/04/68 ok:08/01/70/08 ok:81/16/xx"}).frames, ElementsAre(Pair(1, busy)));
}
TEST(CaptureReader, the_end_of_a_dump_ends_an_unfinished_frame) {
    EXPECT_THAT(read({"ok:68/04/xx", "ok:10/5b/01/5c/16/xx"}).frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04}), Pair(2, request)));
    EXPECT_THAT(read({"ok:xx"}).frames, IsEmpty());
}
TEST(CaptureReader, passes_over_other_messages_of_an_mqtt_client) {
    const auto findings = read({"/otb-iot/5ccf7f/status booted:slot:0", "/otb-iot/5ccf7f/status ok",
                                "/otb-iot/5ccf7f/status ok:68/04/04/68/08/01/70/08/81/16/xx", "sensors/kitchen 21.5"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(3, busy)));
    EXPECT_THAT(findings.faults, IsEmpty());
}
TEST(CaptureReader, knows_what_libmbus_received_and_what_it_sent) {
    const auto findings = read({"[2024-01-02 03:04:05] SEND (005): 10 5B 01 5C 16", "Finished scanning",
                                "[2024-01-02 03:04:05] RECV (010): 68 04 04 68 08 01 70 08 81 16 "});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, request), Pair(3, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
    EXPECT_THAT(findings.faults, IsEmpty());
}
TEST(CaptureReader, reads_the_log_of_pymeterbus_which_has_no_colon) {
    const auto findings = read({"DEBUG:root:opened", "INFO:meterbus.serial:SEND (005) 10 5B 01 5C 16",
                                "INFO:meterbus.serial:RECV (010) 68 04 04 68 08 01 70 08 81 16"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(2, request), Pair(3, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
}
TEST(CaptureReader, reads_the_telegram_between_the_bars_of_wmbusmeters) {
    const auto findings = read({"(meter) something", "telegram=|680404680801_700881_16|+3"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(2, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::from_meter));
}
TEST(CaptureReader, reads_a_log_of_an_emulation) {
    const auto findings =
        read({"0.0000 ! meter_setting meter heat setting address value 2", "12.3456 > ad REQ_UD2 10 5b 01 5c 16",
              "12.3856 < ad RSP_UD 68 04 04 68 08 01 70 08 81 16"
              " | application error 8: application busy"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(2, request), Pair(3, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
}
TEST(CaptureReader, reads_the_frames_of_events_and_no_other_bytes_in_them) {
    const auto findings = read({R"({"id":1,"t_ns":5,"kind":"softuart_rx","source":"boiler","hex":"0f"})",
                                R"({"id":2,"kind":"frame","direction":"request","meter":"heat","hex":"105b015c16"})",
                                R"({"id":3,"kind":"frame","direction":"answer","hex":"68040468080170088116"})"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(2, request), Pair(3, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
}
TEST(CaptureReader, reads_the_sound_frames_of_a_tape) {
    const auto findings =
        read({R"({"mbus-tape":1,"baud":2400,"parity":"even","stop-bits":1})",
              R"({"t_ns":0,"end_ns":9,"from":"master","hex":"105b015c16"})",
              R"({"t_ns":10,"end_ns":19,"from":"slave","hex":"6804","damaged":true})",
              R"({"t_ns":20,"end_ns":29,"from":"slave","hex":"68040468080170088116","comment":"x"})"});
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
    EXPECT_THAT(findings.frames[0], Pair(2, request));
}

TEST(CaptureReader, reads_what_socat_shows_in_hex_and_as_characters) {
    const auto findings = read({"> 2026/11/28 09:31:00.000010773  length=5 from=0 to=4",
                                " 10 5b 01 5c 16                                   .[.\\.", "--",
                                "< 2026/11/28 09:31:00.000018937  length=6 from=0 to=5",
                                " 68 04 04 68                                      h..h",  // broken at a line end
                                " 08 01                                            ab",
                                "< 2026/11/28 09:31:00.100018937  length=4 from=6 to=9",
                                " 70 08 81 16                                      p...", "--"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, request), Pair(4, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
    EXPECT_THAT(findings.faults, IsEmpty());
}
TEST(CaptureReader, reads_what_socat_shows_in_hex_alone) {
    const auto findings =
        read({"< 2026/11/28 09:31:00.000540047  length=11 from=0 to=10", " e5 68 04 04 68 08 01 70 08 81 16",
              "> 2026/11/28 09:31:01.0  length=5 from=0 to=4", " 10 5b 01 5c 16"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, OctetBuffer{0xE5}), Pair(1, busy), Pair(3, request)));
}
TEST(CaptureReader, reads_hex_dumps_with_offsets_and_characters) {
    const std::vector<std::vector<std::string>> dumps = {
        {"00000000  10 5b 01 5c 16 68 04 04  68 08 01 70 08 81 16 68  |.[.\\.h..h..p...h|",  // hexdump -C
         "00000010  04 04 68 08 01 70 08 81  16                       |..h..p...|", "00000019"},
        {"00000000: 105b 015c 1668 0404 6808 0170 0881 1668  .[.\\.h..h..p...h",  // xxd
         "00000010: 0404 6808 0170 0881 16                   ..h..p..."},
        {"0000   10 5b 01 5c 16 68 04 04 68 08 01 70 08 81 16 68   .[.\\.h..h..p...h",  // Wireshark
         "0010   04 04 68 08 01 70 08 81 16                        ..h..p..."},
        {"0000000 10 5b 01 5c 16 68 04 04 68 08 01 70 08 81 16 68",  // od -t x1
         "0000020 04 04 68 08 01 70 08 81 16", "0000031"}};
    for (const auto& dump : dumps) {
        const auto findings = read(dump);
        EXPECT_THAT(findings.frames, ElementsAre(Pair(1, request), Pair(1, busy), Pair(1, busy))) << dump[0];
        EXPECT_THAT(findings.faults, IsEmpty()) << dump[0];
    }
}
TEST(CaptureReader, begins_anew_with_each_hex_dump) {
    const auto findings = read({"0000  68 04 04 68 08", "0000  10 5b 01 5c 16", "Frame 3: 10 bytes",
                                "0000  68 04 04 68 08", "0005  01 70 08 81 16"});
    EXPECT_THAT(findings.frames,
                ElementsAre(Pair(1, OctetBuffer{0x68, 0x04, 0x04, 0x68, 0x08}), Pair(2, request), Pair(4, busy)));
}
TEST(CaptureReader, finds_a_long_frame_in_a_line_of_an_unknown_log) {
    const auto findings = read({"[12:30:45][D][uart_debug:114]: <<< 68:04:04:68:08:01:70:08:81:16"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(1, busy)));
}
TEST(CaptureReader, reads_hex_behind_times_dates_and_arrows) {
    for (const char* line :
         {"12:30:45 68 04 04 68 08 01 70 08 81 16", "[12:30:45.123] < 68 04 04 68 08 01 70 08 81 16",
          "2024-01-02 12:30:45,123 -> 68:04:04:68:08:01:70:08:81:16", "2024-01-02T12:30:45Z: 68040468080170088116",
          "(02.01.2024 12:30) <<< 0x68, 0x04, 0x04, 0x68, 0x08, 0x01, 0x70, 0x08, 0x81, 0x16",
          "1704196801 68040468080170088116", "1704196801.25 < 68040468080170088116", "< 68040468080170088116"}) {
        const auto findings = read({line});
        EXPECT_THAT(findings.frames, ElementsAre(Pair(1, busy))) << line;
        EXPECT_THAT(findings.faults, IsEmpty()) << line;
        EXPECT_THAT(findings.directions, ElementsAre(Direction::from_meter)) << line;
    }
}
TEST(CaptureReader, joins_a_frame_over_lines_that_begin_with_times_and_passes_over_other_lines) {
    const auto findings = read({"12:30:45 opened", "12:30:45 > 10 5b 01 5c 16", "12:30:46 68 04 04 68 08",
                                "12:30:46 01 70 08 81 16", "12:30:47 closed"});
    EXPECT_THAT(findings.frames, ElementsAre(Pair(2, request), Pair(3, busy)));
    EXPECT_THAT(findings.directions, ElementsAre(Direction::to_meter, Direction::from_meter));
    EXPECT_THAT(findings.faults, IsEmpty());
}
TEST(CaptureReader, takes_no_bytes_for_a_time) {
    EXPECT_THAT(read({"10:5b:01:5c:16"}).frames, ElementsAre(Pair(1, request)));
    EXPECT_THAT(read({"1058015916 105b015c16"}).frames,  // ten digits, but no time since 1970
                ElementsAre(Pair(1, OctetBuffer{0x10, 0x58, 0x01, 0x59, 0x16, 0x10, 0x5B, 0x01, 0x5C, 0x16})));
}
TEST(CaptureReader, reads_the_bytes_that_python_shows) {
    for (const char* line :
         {R"(b'h\x04\x04h\x08\x01p\x08\x81\x16')", R"(DEBUG:root:read b"h\x04\x04h\x08\x01p\x08\x81\x16" (10))"})
        EXPECT_THAT(read({line}).frames, ElementsAre(Pair(1, busy))) << line;
    EXPECT_THAT(read({R"(b'\x10[\x01\\\x16' written)"}).frames, ElementsAre(Pair(1, request)));
    EXPECT_THAT(read({"b'hello'", "b'h"}).frames, IsEmpty());
}
TEST(PythonBytes, are_characters_and_escapes_between_quotation_marks) {
    EXPECT_EQ(python_bytes(R"(x = b'\x10\n\r\t\'"\x1' # "b")"),
              (OctetBuffer{0x10, '\n', '\r', '\t', '\'', '"', 'x', '1'}));
    EXPECT_EQ(python_bytes(R"(b"'\"")"), (OctetBuffer{'\'', '"'}));
    for (const char* line : {"", "b", "b'", "b'h", "b'\\", "b'\\'", "B'h'"})
        EXPECT_THAT(python_bytes(line), IsEmpty()) << line;
}
TEST(CaptureReader, reads_a_long_frame_in_a_text_of_json) {
    EXPECT_THAT(read({R"({"topic":"meter","frame":"68040468080170088116"})"}).frames, ElementsAre(Pair(1, busy)));
    EXPECT_THAT(read({R"({"hex":"68040468080170088116"})"}).frames, ElementsAre(Pair(1, busy)));
}
TEST(CaptureReader, passes_over_comments_and_empty_lines) {
    EXPECT_THAT(read({"# 105b015c16", "", "   "}).frames, IsEmpty());
}
TEST(CaptureReader, names_a_line_that_is_not_hex_and_continues) {
    const auto findings = read({"nonsense", "105b0", "105b015c16", "105b01zz16"});
    EXPECT_THAT(findings.faults, ElementsAre(Pair(1, "invalid bytes 'nonsense' (expected two hex digits a byte)"),
                                             Pair(4, "invalid bytes '105b01zz16' (expected two hex digits a byte)")));
    EXPECT_THAT(findings.frames, ElementsAre(Pair(3, request)));
}
TEST(CaptureReader, says_what_is_wrong_with_the_bytes_of_a_log) {
    EXPECT_THAT(read({"RECV (005): 10 5b zz 5c 16"}).faults,
                ElementsAre(Pair(1, "invalid bytes 'zz' (expected two hex digits a byte)")));
}
TEST(CaptureReader, lists_the_known_forms_for_text_without_a_telegram) {
    EXPECT_THAT(read({"", "hello there", "you"}).error,
                AllOf(HasSubstr("no telegram found (line 2 is 'hello there'); expected hex dumps"),
                      HasSubstr("RECV (083)"), HasSubstr("socat")));
    EXPECT_THAT(read({}).error, HasSubstr("no telegram found; expected hex dumps"));
    EXPECT_THAT(read({"SEND (005): 10 5B 01 5C 16"}).error, HasSubstr("no telegram found"));
    EXPECT_THAT(read({"105b015c16"}).error, IsEmpty());
}
TEST(CaptureReader, hands_on_faulty_frames_as_they_are) {
    EXPECT_THAT(read({"105b015d16"}).frames, ElementsAre(Pair(1, wrong_sum)));
    EXPECT_THAT(read({"ff"}).frames, ElementsAre(Pair(1, OctetBuffer{0xFF})));
}

TEST(HoldsTelegrams, tells_bytes_from_names_of_files) {
    for (const char* text : {"68", "68:04", "0x68,0x04", "ok:68/04", "RECV (001) 68", "telegram=|68|"})
        EXPECT_TRUE(holds_telegrams(text)) << text;
    for (const char* text : {"", "none.txt", "logs/bus 1.txt", "-", "hello", "/dev/zero"})
        EXPECT_FALSE(holds_telegrams(text)) << text;
}

}  // namespace
}  // namespace otbench::meters
