// The verbs with a master of their own, against emulated meters in another process.
#include <gmock/gmock.h>

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/support/emulator.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

ProgramResult otbench(const std::vector<std::string>& arguments) {
    return run_program(built_program("otbench"), arguments);
}

TEST(Read, prints_a_meter_behind_tcp_as_json) {
    const Emulator emulator{{"itron-cf-echo-2@5,id=11223344", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto read = otbench({"read", "5", "--from", "tcp:127.0.0.1:" + emulator.port(), "--format", "json"});
    EXPECT_EQ(read.exit_code, 0) << read.err;
    EXPECT_THAT(read.out, HasSubstr("11223344"));
    EXPECT_TRUE(nlohmann::json::accept(read.out)) << read.out;
}

TEST(Read, prints_a_meter_behind_a_pty_in_hex) {
    TemporaryFolder folder;
    const auto link = folder / "meter";
    const Emulator emulator{{"itron-cf-echo-2@5,id=11223344", "--on", "pty:" + link}};
    const auto read = otbench({"read", "11223344", "--from", "serial:" + link, "--raw"});
    EXPECT_EQ(read.exit_code, 0) << read.err;
    EXPECT_THAT(read.out, testing::StartsWith("684d4d680805"));
}

TEST(Read, sets_speed_and_parity_of_a_converter_by_rfc_2217) {
    const Emulator emulator{
        {"itron-cf-echo-2@5,id=11223344,baud=9600", "--on", "rfc2217-listen:127.0.0.1:0", "--baud", "300"}};
    const auto read = [&](const char* baud, const char* parity) {
        return otbench({"read", "5", "--from", "rfc2217:127.0.0.1:" + emulator.port(), "--baud", baud, "--parity",
                        parity, "--repeats", "0", "--format", "json"});
    };
    const auto good = read("9600", "even");
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_THAT(good.out, HasSubstr("11223344"));
    EXPECT_EQ(read("2400", "even").exit_code, 1) << "the meter listens at 9600 baud";
    EXPECT_EQ(read("9600", "none").exit_code, 1) << "the meter expects even parity";
}

TEST(Read, decrypts_what_a_meter_encrypts) {
    const std::string key = "000102030405060708090a0b0c0d0e0f";
    const Emulator emulator{{"itron-cf-echo-2@5,key=" + key, "--on", "tcp-listen:127.0.0.1:0"}};
    const auto read = [&](const std::vector<std::string>& more) {
        std::vector<std::string> all = {"read", "5", "--from", "tcp:127.0.0.1:" + emulator.port(), "--format", "table"};
        all.insert(all.end(), more.begin(), more.end());
        return otbench(all);
    };
    EXPECT_THAT(read({}).out, HasSubstr("encrypted, mode 5, 4 blocks"));
    EXPECT_THAT(read({"--key", "14273160=" + key}).out, HasSubstr("9730 kWh"));
    const auto wrong = read({"--key", std::string(32, 'f')});
    EXPECT_EQ(wrong.exit_code, 1);
    EXPECT_THAT(wrong.err, testing::StartsWith("5: encrypted, mode 5, 4 blocks: wrong key"));
}

TEST(Read, exits_with_1_and_the_reason_when_a_meter_is_silent) {
    const Emulator emulator{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto read = otbench({"read", "6", "--from", "tcp:127.0.0.1:" + emulator.port(), "--repeats", "0"});
    EXPECT_EQ(read.exit_code, 1);
    EXPECT_EQ(read.err, "6: no answer\n");
    EXPECT_EQ(read.out, "");
}

TEST(Read, exits_with_3_when_its_endpoint_cannot_be_opened) {
    const auto read = otbench({"read", "6", "--from", "serial:/nonexistent/tty"});
    EXPECT_EQ(read.exit_code, 3);
    EXPECT_THAT(read.err, HasSubstr("otbench read: serial:/nonexistent/tty: cannot open it"));
}

TEST(Read, exits_with_2_for_an_address_that_cannot_be) {
    const auto read = otbench({"read", "255", "--from", "tcp:127.0.0.1:1"});
    EXPECT_EQ(read.exit_code, 2);
    EXPECT_EQ(read.err, "otbench read: invalid primary address '255' (expected 0 to 254)\n");
}

TEST(Read, waits_for_a_converter_that_connects_and_no_longer_than_it_may) {
    const auto read = otbench({"read", "6", "--from", "tcp-listen:127.0.0.1:0", "--connect-timeout", "1"});
    EXPECT_EQ(read.exit_code, 3);
    EXPECT_THAT(read.err,
                testing::MatchesRegex("otbench read: tcp-listen:127\\.0\\.0\\.1:[0-9]+: no connection within 1 s\n"));
}

TEST(Read, exits_with_3_when_the_connection_is_lost) {
    const Emulator emulator{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0", "--fault", "link-reset-after=3"}};
    const auto read = otbench({"read", "5", "--from", "tcp:127.0.0.1:" + emulator.port()});
    EXPECT_EQ(read.exit_code, 3);
    EXPECT_THAT(read.err, HasSubstr(": the connection was lost\n"));
}

TEST(Read, refuses_an_endpoint_that_no_master_can_use) {
    const auto read = otbench({"read", "5", "--from", "rfc2217-listen:127.0.0.1:0"});
    EXPECT_EQ(read.exit_code, 2);
    EXPECT_EQ(read.err,
              "otbench read: a master cannot use rfc2217-listen:127.0.0.1:0 (expected serial:, tcp:, rfc2217:, "
              "tcp-listen: or "
              "mqtt[s]://)\n");
}

TEST(Read, shares_a_bus_with_another_master) {
    const Emulator emulator{{"itron-cf-echo-2@5,baud=9600", "kamstrup-382@6,baud=9600", "--baud", "9600", "--on",
                             "tcp-listen:127.0.0.1:0"}};
    const auto read_all = [&](const char* address) {
        std::vector<int> codes;
        codes.reserve(3);
        for (int i = 0; i < 3; ++i)
            codes.push_back(otbench({"read", address, "--from", "tcp:127.0.0.1:" + emulator.port(), "--baud", "9600",
                                     "--allowance", "2000"})
                                .exit_code);
        return codes;
    };
    auto other = std::async(std::launch::async, read_all, "6");
    EXPECT_EQ(read_all("5"), (std::vector<int>{0, 0, 0}));
    EXPECT_EQ(other.get(), (std::vector<int>{0, 0, 0}));
}

TEST(Scan, finds_meters_by_secondary_address_as_json) {
    const Emulator emulator{
        {"itron-cf-echo-2@5,id=11223344", "kamstrup-382@6,id=99000001", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto scan = otbench({"scan", "--secondary", "--json", "--from", "tcp:127.0.0.1:" + emulator.port()});
    EXPECT_EQ(scan.exit_code, 0) << scan.err;
    const auto found = nlohmann::json::parse(scan.out);
    ASSERT_EQ(found["meters"].size(), 2u) << scan.out;
    EXPECT_EQ(found["meters"][0]["id"], "99000001") << "its last digit is asked for first";
    EXPECT_EQ(found["meters"][0]["primary"], 6);
    EXPECT_EQ(found["meters"][1]["id"], "11223344");
    EXPECT_EQ(found["meters"][1]["manufacturer"], "ACW");
    EXPECT_TRUE(found["collisions"].empty());
}

TEST(Scan, finds_meters_of_a_bus_that_takes_no_time) {
    const Emulator emulator{
        {"itron-cf-echo-2,id=10000001,count=3", "--speed", "unlimited", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto scan = otbench({"scan", "--secondary", "--json", "--speed", "unlimited", "--allowance", "500", "--from",
                               "tcp:127.0.0.1:" + emulator.port()});
    EXPECT_EQ(scan.exit_code, 0) << scan.err;
    EXPECT_EQ(nlohmann::json::parse(scan.out)["meters"].size(), 3u) << scan.out;
}

TEST(Scan, refuses_a_device_that_takes_no_time) {
    const auto scan = otbench({"scan", "--speed", "unlimited", "--from", "mqtt://localhost/otb-iot/1?hat=2400"});
    EXPECT_EQ(scan.exit_code, 2);
    EXPECT_THAT(scan.err, HasSubstr("--speed unlimited cannot be used with a device"));
}

TEST(Scan, goes_on_where_it_was_interrupted_without_asking_again) {
    TemporaryFolder folder;
    const auto journal = folder / "scan.log";
    const Emulator emulator{{"itron-cf-echo-2@1", "itron-cf-echo-2@3,id=10000003", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto scan = [&](const std::string& last) {
        return otbench(
            {"scan", "--from", "tcp:127.0.0.1:" + emulator.port(), "--last", last, "--json", "--resume", journal});
    };
    // What an interrupted scan leaves is the begin of the journal of a whole one, the last line perhaps incomplete.
    const auto whole = scan("3");
    EXPECT_EQ(whole.exit_code, 0) << whole.err;
    const auto lines = read_file(journal);
    write_file(journal, lines.substr(0, lines.find("1040034316") + 4));
    const auto before = emulator.log().size();
    const auto resumed = scan("3");
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(resumed.out, whole.out);
    const auto kept = lines.substr(0, lines.find("1040034316"));
    EXPECT_THAT(read_file(journal), testing::StartsWith(kept + "1040034316 e5\n107b037e16 68"));
    const auto asked = emulator.log().substr(before);
    EXPECT_THAT(asked, HasSubstr("SND_NKE 10 40 03 43 16"));
    EXPECT_THAT(asked, testing::Not(HasSubstr("10 40 01 41 16")));
}

TEST(Scan, refuses_the_journal_of_another_scan) {
    TemporaryFolder folder;
    const Emulator emulator{{"itron-cf-echo-2@1", "--on", "tcp-listen:127.0.0.1:0"}};
    write_file(folder / "scan.log", "1040070747 e5\n1040074716 -\n");
    const auto refused = otbench({"scan", "--from", "tcp:127.0.0.1:" + emulator.port(), "--first", "1", "--last", "1",
                                  "--resume", folder / "scan.log"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err,
                HasSubstr("scan.log: it belongs to another scan: question 1 was '1040070747' before and is "
                          "'1040014116' now\n"));
    write_file(folder / "bad.log", "# head\nnonsense\n");
    const auto bad = otbench({"scan", "--from", "tcp:127.0.0.1:" + emulator.port(), "--resume", folder / "bad.log"});
    EXPECT_EQ(bad.exit_code, 2);
    EXPECT_THAT(bad.err, HasSubstr("bad.log:2: invalid dialogue (expected "));
}

TEST(Send, adds_what_belongs_to_a_frame_and_prints_the_answer) {
    const Emulator emulator{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto from = "tcp:127.0.0.1:" + emulator.port();
    const auto nke = otbench({"send", "40", "05", "--from", from});
    EXPECT_EQ(nke.exit_code, 0) << nke.err;
    EXPECT_EQ(nke.out, "e5\n");
    EXPECT_EQ(otbench({"send", "53 05 51", "01 7A 06", "--from", from}).out, "e5\n");
    EXPECT_EQ(otbench({"send", "--raw", "1040064616", "--from", from}).out, "e5\n");
    const auto silent = otbench({"send", "40", "05", "--from", from});
    EXPECT_EQ(silent.exit_code, 1);
    EXPECT_EQ(silent.err, "otbench send: silence\n");
}

TEST(Send, chooses_what_a_meter_reads_out_by_the_record_of_a_command) {
    const Emulator emulator{{"channel-meter@5", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto from = "tcp:127.0.0.1:" + emulator.port();
    const auto read = [&] { return otbench({"read", "5", "--from", from, "--format", "csv"}).out; };
    EXPECT_THAT(read(), HasSubstr(",1000000,Wh,"));
    EXPECT_EQ(otbench({"send", "53 05 51", "01 FD 3A 02", "--from", from}).out, "e5\n");
    EXPECT_THAT(read(), testing::AllOf(HasSubstr(",400000,Wh,"), testing::Not(HasSubstr(",1000000,"))));
    EXPECT_EQ(otbench({"send", "53 05 50", "--from", from}).out, "e5\n");
    EXPECT_THAT(read(), HasSubstr(",1000000,Wh,"));
}

TEST(Send, refuses_an_invalid_frame) {
    const auto sent = otbench({"send", "4", "--from", "tcp:127.0.0.1:1"});
    EXPECT_EQ(sent.exit_code, 2);
    EXPECT_THAT(sent.err, HasSubstr("otbench send: invalid frame '4' (expected hex: C and A"));
}

TEST(Record, of_a_readout_is_replayed_with_its_answers_and_delays) {
    TemporaryFolder folder;
    const auto tape = folder / "heat.mbus.jsonl", again = folder / "again.mbus.jsonl";
    {
        const Emulator emulator{{"itron-cf-echo-2@5,response-delay=120 ms", "--on", "tcp-listen:127.0.0.1:0"}};
        const auto recorded = otbench({"record", "5", "6", "--from", "tcp:127.0.0.1:" + emulator.port(), "-o", tape});
        EXPECT_EQ(recorded.exit_code, 1) << recorded.err;  // there is no meter 6
        EXPECT_THAT(recorded.err, HasSubstr("6: no answer\n"));
    }
    for (const char* verb : {"replay", "emulate"}) {
        const Emulator replayed{verb, {tape, "--on", "tcp-listen:127.0.0.1:0"}};
        const auto from = "tcp:127.0.0.1:" + replayed.port();
        EXPECT_EQ(otbench({"record", "5", "6", "--from", from, "-o", again}).exit_code, 1) << verb;
        const auto same = otbench({"tape", "diff", tape, again});
        EXPECT_EQ(same.exit_code, 0) << verb << same.out;
    }
    const auto stats = otbench({"tape", "stats", again});
    EXPECT_THAT(stats.out, HasSubstr("requests    6\nunanswered  4\nanswers     2\n"));
    EXPECT_THAT(stats.out, testing::ContainsRegex("response    0\\.1[2-9]"));
}

/// What two clients of a tape hear: of a request on it, and of one that is not.
std::pair<std::string, std::string> heard(const Emulator& replayed) {
    const auto from = "tcp:127.0.0.1:" + replayed.port();
    return {otbench({"send", "40", "05", "--from", from}).out, otbench({"send", "5A", "05", "--from", from}).out};
}

TEST(Replay, lets_a_meter_of_a_profile_answer_what_is_not_on_the_tape) {
    TemporaryFolder folder;
    const auto tape = folder / "heat.mbus.jsonl", profile = folder / "heat.yaml";
    write_file(tape, R"({"mbus-tape":1,"baud":2400,"parity":"even","stop-bits":1,"meter":"./heat.yaml@5"})"
                     "\n"
                     R"({"t_ns":0,"end_ns":23000000,"from":"master","hex":"1040054516"})"
                     "\n"
                     R"({"t_ns":43000000,"end_ns":48000000,"from":"slave","hex":"a2"})"
                     "\n");
    write_file(profile,
               "title: T\nmanufacturer: ABC\nversion: 1\nmedium: Water\nid: '12345678'\nrecords:\n"
               "  - {quantity: volume, step: 1 l, coding: bcd8, default: 1 m3}\n");
    const std::string taped = "a2\n", by_meter = "e5\n";
    using Arguments = std::vector<std::string>;
    for (const auto& [verb, arguments] : {std::pair{"replay", Arguments{tape}},
                                          {"replay", Arguments{tape, "--profile", "itron-cf-echo-2@5"}},
                                          {"emulate", Arguments{tape}},
                                          {"emulate", Arguments{tape, "itron-cf-echo-2@5"}}}) {
        auto all = arguments;
        all.insert(all.end(), {"--on", "tcp-listen:127.0.0.1:0"});
        EXPECT_EQ(heard(Emulator{verb, all}), (std::pair{taped, by_meter})) << verb << " " << arguments.back();
    }
    std::filesystem::remove(profile);
    EXPECT_EQ(heard(Emulator{"replay", {tape, "--on", "tcp-listen:127.0.0.1:0"}}), (std::pair{taped, std::string{}}));
}

TEST(Record, names_in_the_tape_the_profile_beside_it) {
    TemporaryFolder folder;
    const Emulator emulator{{"itron-cf-echo-2@5,baud=9600", "--baud", "9600", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto recorded =
        otbench({"record", "5", "--from", "tcp:127.0.0.1:" + emulator.port(), "--baud", "9600", "--repeats", "0",
                 "--profile", folder / "heat.yaml", "-o", folder / "heat.mbus.jsonl"});
    EXPECT_EQ(recorded.exit_code, 0) << recorded.err;
    EXPECT_THAT(read_file(folder / "heat.mbus.jsonl"), HasSubstr(R"("meter":"./heat.yaml@5"})"));
    EXPECT_EQ(otbench({"tape", "anonymise", folder / "heat.mbus.jsonl"}).out.find("heat.yaml"), std::string::npos);
}

TEST(Record, makes_no_meters_that_could_be_changed) {
    const auto refused = otbench({"emulate", "heat.mbus.jsonl", "--on", "pty", "--control", "/tmp/control"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("need meters (a tape only answers as recorded)\n"));
    EXPECT_EQ(otbench({"emulate", "itron-cf-echo-2@1", "heat.mbus.jsonl", "--on", "pty"}).exit_code, 2);
}

TEST(Record, of_everything_a_meter_has_becomes_a_profile_that_sends_it) {
    TemporaryFolder folder;
    const std::string profile =
        "title: Two faces\nmanufacturer: OTB\nversion: 1\nmedium: Water\nid: 10000077\n"
        "records:\n"
        "  - {quantity: energy, step: 1 kWh, coding: bcd8, default: 1000 kWh}\n"
        "readouts:\n"
        "  - {subcode: 0x20, telegrams: [{records: [{quantity: energy, step: 1 kWh, coding: bcd8, default: 1000 "
        "kWh}]}]}\n"
        "  - subcode: 0x50\n"
        "    telegrams:\n"
        "      - {records: [{name: now, quantity: energy, step: 1 Wh, coding: int32, default: 777 Wh}], more-follows: "
        "yes}\n"
        "      - {records: [{quantity: power, step: 1 W, coding: int16, default: 9 W}]}\n"
        "alarm: {ci: 0x71, octets: \"5A\"}\n";
    write_file(folder / "original.yaml", profile);
    const auto survey = [&](const std::string& model, const std::string& to) {
        const Emulator emulator{{model + "@5,baud=9600,alarm=1", "--baud", "9600", "--on", "tcp-listen:127.0.0.1:0"}};
        const auto from = "tcp:127.0.0.1:" + emulator.port();
        return otbench({"record", "5", "--from", from, "--baud", "9600", "--profile", to, "--repeats", "0"});
    };
    const auto first = survey(folder / "original.yaml", folder / "copy.yaml");
    EXPECT_EQ(first.exit_code, 0) << first.err;
    EXPECT_THAT(first.err, HasSubstr("copy.yaml: OTB Water, 2 readouts, 3 values\n")) << "subcode 20 shows the same";
    const auto copy = read_file(folder / "copy.yaml");
    EXPECT_THAT(copy, HasSubstr("subcode: 0x50"));
    EXPECT_THAT(copy, HasSubstr("name: energy-reset-50"));
    EXPECT_THAT(copy, testing::Not(HasSubstr("subcode: 0x20")));
    EXPECT_THAT(copy, testing::Not(HasSubstr("control:"))) << "ACD was set because of the alarm";
    EXPECT_THAT(copy, HasSubstr("alarm:\n  ci: 0x71\n  octets: \"5A\"\n"));
    EXPECT_EQ(survey(folder / "copy.yaml", folder / "again.yaml").exit_code, 0);
    EXPECT_EQ(read_file(folder / "again.yaml"), copy) << "the copy answers as the original did";
}

TEST(Decode, reads_a_capture_of_emulated_meters) {
    Emulator emulator{
        {"itron-cf-echo-2@5,id=11223344", "--on", "tcp-listen:127.0.0.1:0", "--pcap", "FOLDER/bus.pcapng"}};
    EXPECT_EQ(otbench({"read", "5", "--from", "tcp:127.0.0.1:" + emulator.port()}).exit_code, 0);
    EXPECT_EQ(emulator.stop(), 0);
    const auto decoded = otbench({"decode", emulator.path("bus.pcapng")});
    EXPECT_EQ(decoded.exit_code, 0) << decoded.err;
    EXPECT_THAT(decoded.out, HasSubstr("11223344"));
    const auto imported = otbench({"profiles", "import", emulator.path("bus.pcapng")});
    EXPECT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_THAT(imported.out, HasSubstr("title: Itron CF Echo 2"));

    TemporaryFolder folder;
    write_file(folder / "cut.pcapng", read_file(emulator.path("bus.pcapng")).substr(0, 100));
    const auto cut = otbench({"decode", folder / "cut.pcapng"});
    EXPECT_EQ(cut.exit_code, 2);
    EXPECT_THAT(cut.err, HasSubstr("cut.pcapng: byte "));
}

TEST(Record, between_a_master_and_its_bus_passes_everything_on) {
    TemporaryFolder folder;
    const auto tape = folder / "bus.mbus.jsonl";
    const Emulator emulator{{"itron-cf-echo-2@5,id=11223344", "--on", "tcp-listen:127.0.0.1:0"}};
    Emulator proxy{"record", {"--between", "tcp-listen:127.0.0.1:0", "tcp:127.0.0.1:" + emulator.port(), "-o", tape}};
    const auto read = otbench({"read", "5", "--from", "tcp:127.0.0.1:" + proxy.port(), "--raw"});
    EXPECT_EQ(read.exit_code, 0) << read.err;
    EXPECT_EQ(proxy.stop(), 0);
    const std::string written = read_file(tape);
    EXPECT_THAT(written, HasSubstr(R"("from":"master","hex":"107b058016")"));
    EXPECT_THAT(written, HasSubstr(R"("from":"slave","hex":")" + read.out.substr(0, read.out.size() - 1)));
}

TEST(Replay, answers_like_the_meter_in_a_capture_of_a_logic_analyser) {
    TemporaryFolder folder;
    const auto run = otbench({"run", source_file("scenarios/library/cf_echo_2_read.yaml"), "--out", folder.path()});
    ASSERT_EQ(run.exit_code, 0) << run.out;
    for (const char* capture : {"waves.sr", "waves.vcd", "bus.pcapng"}) {
        const Emulator replayed{"replay", {folder / capture, "--on", "tcp-listen:127.0.0.1:0"}};
        const auto read = otbench({"send", "5B", "01", "--from", "tcp:127.0.0.1:" + replayed.port()});
        EXPECT_THAT(read.out, testing::StartsWith("684d4d680801726031271477")) << capture;
    }
    const auto other = otbench({"decode", "--baud", "300", folder / "waves.sr"});
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_EQ(other.err, "otbench decode: " + folder / "waves.sr" + ": no frames at 300 baud found in the waves\n");
}

TEST(Record, of_a_passive_listener_has_both_directions) {
    TemporaryFolder folder;
    const auto tape = folder / "bus.mbus.jsonl";
    const int tap = ::posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_TRUE(tap >= 0 && ::grantpt(tap) == 0 && ::unlockpt(tap) == 0);
    Emulator listener{"record", {"--listen", "--from", std::string{"serial:"} + ::ptsname(tap), "-o", tape}};
    const std::string dialogue{"\x10\x40\x05\x45\x16\xE5", 6};  // SND_NKE and its acknowledgement
    ASSERT_EQ(::write(tap, dialogue.data(), dialogue.size()), static_cast<ssize_t>(dialogue.size()));
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    const auto stats = [&] { return otbench({"tape", "stats", tape}).out; };
    while (stats().find("requests    1") == std::string::npos && std::chrono::steady_clock::now() < latest)
        std::this_thread::yield();
    EXPECT_EQ(listener.stop(), 0);
    EXPECT_THAT(read_file(tape), HasSubstr(R"("from":"master","hex":"1040054516")"));
    EXPECT_THAT(read_file(tape), HasSubstr(R"("from":"slave","hex":"e5")"));
    EXPECT_THAT(stats(), HasSubstr("damaged     0\n"));
    ::close(tap);
}

TEST(Record, needs_one_way_of_recording) {
    const auto both = otbench({"record", "5", "--listen", "--from", "tcp:127.0.0.1:1", "-o", "-"});
    EXPECT_EQ(both.exit_code, 2);
    EXPECT_EQ(both.err, "otbench record: one of ADDRESS, --listen and --between is needed\n");
}

}  // namespace
}  // namespace otbench::tests
