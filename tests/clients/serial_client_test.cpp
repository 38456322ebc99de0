#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/emulator.hpp"

// Lower bounds are exact: nothing may come earlier than a wire would bring it. Upper bounds leave room for a busy
// machine.

namespace otbench::tests {
namespace {

using testing::HasSubstr;

constexpr double bit = 1.0 / 2400;
constexpr double character = 11 * bit;
constexpr double response_delay = 0.040;  // of the profile
constexpr double slack = 0.250;

const std::string nke = "1040014116";
const std::string read = "107b017c16";
const std::string read_toggled = "105b015c16";

// Debian's, which has python3-serial; another one may come first in the PATH.
const std::string python = "/usr/bin/python3";

nlohmann::json talk(const std::string& port, std::vector<std::string> requests, const std::string& baud = "2400",
                    const std::string& parity = "N") {
    requests.insert(requests.begin(), {port, baud, parity});
    return run_client(python, "serial_client.py", requests);
}

/// A client that opens a pty can set anything but parity (see `otbench exec`).
class PtyClient : public testing::Test {
protected:
    Emulator meters{{"itron-cf-echo-2@1", "--on", "pty:FOLDER/meter"}};
    const std::string pty = meters.path("meter");
};

TEST_F(PtyClient, gets_the_first_octet_after_request_delay_and_one_character) {
    const auto result = talk(pty, {nke});
    EXPECT_EQ(result[0]["octets"], "e5");
    const double first = result[0]["times"][0];
    const double due = 5 * character + response_delay + character;
    EXPECT_GE(first, due - 0.0001);  // what the client's own clock reads is rounded
    EXPECT_LE(first, due + slack);
}

TEST_F(PtyClient, gets_the_octets_of_a_telegram_at_the_pace_of_the_wire) {
    const auto result = talk(pty, {read});
    const std::string octets = result[0]["octets"];
    EXPECT_EQ(octets.substr(0, 8), "684d4d68");
    const auto& times = result[0]["times"];
    ASSERT_EQ(times.size(), 83u);
    for (std::size_t i = 0; i < times.size(); ++i)
        EXPECT_GE(times[i].get<double>(), static_cast<double>(6 + i) * character + response_delay - 0.0001) << i;
    EXPECT_LE(times[82].get<double>(), 88 * character + response_delay + slack);
}

TEST_F(PtyClient, gets_nothing_sensible_at_another_speed) {
    const auto result = talk(pty, {nke}, "9600");
    EXPECT_NE(result[0]["octets"], "e5");
    EXPECT_EQ(talk(pty, {nke})[0]["octets"], "e5");  // and disturbs nothing
}

TEST_F(PtyClient, reads_again_after_it_left_amid_an_answer) {
    const auto result = talk(pty, {nke, "~" + nke, "~" + read, "~" + nke});
    EXPECT_EQ(result[0]["octets"], "e5");
    EXPECT_EQ(result[1]["octets"], "e5");
    EXPECT_EQ(result[3]["octets"], "e5");
}

TEST_F(PtyClient, loses_only_what_a_pause_of_33_bit_times_cuts_in_two) {
    const auto result = talk(pty, {nke.substr(0, 4), nke.substr(4), nke});
    EXPECT_EQ(result[0]["octets"], "");
    EXPECT_EQ(result[1]["octets"], "");
    EXPECT_EQ(result[2]["octets"], "e5");
}

TEST_F(PtyClient, finds_no_link_after_the_end) {
    EXPECT_TRUE(std::filesystem::is_symlink(pty));
    EXPECT_EQ(meters.stop(), 0);
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(pty)));
}

TEST_F(PtyClient, finds_its_frames_in_the_log_with_decoded_values) {
    talk(pty, {read});
    EXPECT_THAT(meters.log(), HasSubstr("> itron-cf-echo-2 REQ_UD2 10 7b 01 7c 16"));
    EXPECT_THAT(meters.log(), HasSubstr("energy 9730 kWh, volume 1638.0 m3"));
}

TEST_F(PtyClient, sets_parity_when_it_runs_under_exec) {
    const auto talk_under_exec = [&](const std::string& parity) {
        const auto result =
            run_program(built_program("otbench"), {"exec", "--", python, source_file("tests/clients/serial_client.py"),
                                                   pty, "2400", parity, "1040fd3d16", nke});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out)[1]["octets"].get<std::string>();
    };
    EXPECT_EQ(talk_under_exec("E"), "e5");
    EXPECT_EQ(talk_under_exec("N"), "");  // now the bench detects that parity is off
    EXPECT_EQ(talk_under_exec("E"), "e5");
}

TEST(Exec, has_the_exit_code_of_the_client_or_reports_why_it_did_not_run) {
    const auto exit_code = [](const std::vector<std::string>& arguments) {
        return run_program(built_program("otbench"), arguments).exit_code;
    };
    EXPECT_EQ(exit_code({"exec", "--", "sh", "-c", "exit 7"}), 7);
    EXPECT_EQ(exit_code({"exec", "--", "/nowhere/client"}), 127);
    EXPECT_EQ(exit_code({"exec", "--", "/"}), 126);
}

TEST(Ctl, inspects_and_changes_running_meters) {
    Emulator meters{{"itron-cf-echo-2@1,name=heat", "--on", "pty:FOLDER/meter", "--control", "FOLDER/control"}};
    const auto ctl = [&](std::vector<std::string> command, int exit_code = 0) {
        command.insert(command.begin(), {"ctl", "--control", meters.path("control")});
        const auto result = run_program(built_program("otbench"), command);
        EXPECT_EQ(result.exit_code, exit_code) << result.err;
        return result.out + result.err;
    };
    EXPECT_EQ(ctl({"list"}), "heat 1 14273160 itron-cf-echo-2\n");
    EXPECT_EQ(ctl({"set", "heat", "energy=12340 kWh"}), "");
    EXPECT_EQ(ctl({"get", "heat", "energy"}), "energy=12340 kWh\n");
    EXPECT_THAT(ctl({"get", "heat"}), HasSubstr("address=1\n"));
    const std::string telegram = talk(meters.path("meter"), {read})[0]["octets"];
    EXPECT_THAT(telegram, HasSubstr("0407d2040000"));  // 1234 * 10 kWh
    ctl({"set", "*", "mute=yes"});
    EXPECT_EQ(talk(meters.path("meter"), {nke})[0]["octets"], "");
    ctl({"set", "*", "mute=no"});
    EXPECT_EQ(talk(meters.path("meter"), {nke})[0]["octets"], "e5");
    EXPECT_THAT(ctl({"set", "cold", "mute=yes"}, 2), HasSubstr("(expected one of heat"));
    EXPECT_THAT(ctl({"set", "heat", "enrgy=1"}, 2), HasSubstr("energy"));
    EXPECT_THAT(ctl({"delete", "heat"}, 2), HasSubstr("expected one of list"));
    EXPECT_THAT(ctl({"clients"}), HasSubstr("SND_NKE=1 answers=1\n"));
    EXPECT_EQ(ctl({"set", "heat", "energy=1 MWh", "volume=2 m3"}), "");
    EXPECT_EQ(ctl({"--json", "get", "heat", "volume"}),
              "[{\"meter\":\"heat\",\"key\":\"volume\",\"value\":\"2 m3\"}]\n");
    EXPECT_EQ(ctl({"add", "bus:bus", "itron-cf-echo-2@2,name=second"}), "");
    EXPECT_EQ(talk(meters.path("meter"), {"1040024216"})[0]["octets"], "e5");
    EXPECT_EQ(ctl({"remove", "second"}), "");
    EXPECT_EQ(talk(meters.path("meter"), {"1040024216"})[0]["octets"], "");
    EXPECT_EQ(meters.stop(), 0);
    EXPECT_THAT(ctl({"list"}, 3), HasSubstr("control"));
}

TEST(Ctl, gives_up_when_no_answer_comes_in_time) {
    const TemporaryFolder folder;
    boost::asio::io_context io;
    boost::asio::local::stream_protocol::acceptor silent{io, folder / "control"};
    const auto result =
        run_program(built_program("otbench"), {"ctl", "--control", folder / "control", "--timeout", "0.2", "list"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr("no answer within 0.2 s"));
}

TEST(Emulate, logs_frames_that_no_meter_acts_on_and_a_broadcast_once) {
    Emulator meters{{"itron-cf-echo-2@1", "itron-cf-echo-2@2,name=other", "--on", "pty:FOLDER/meter"}};
    talk(meters.path("meter"), {"10404d8d16", "1040ff3f16"});
    EXPECT_THAT(meters.log(), HasSubstr("> - SND_NKE 10 40 4d 8d 16\n"));
    const std::string broadcast = "> itron-cf-echo-2,other SND_NKE 10 40 ff 3f 16\n";
    const std::string log = meters.log();
    ASSERT_THAT(log, HasSubstr(broadcast));
    EXPECT_EQ(log.find("SND_NKE 10 40 ff", log.find(broadcast) + broadcast.size()), std::string::npos);
}

TEST(Emulate, hints_at_what_clients_stumble_over) {
    Emulator meters{{"itron-cf-echo-2@1", "--on", "pty:FOLDER/meter", "--on", "tcp-listen:127.0.0.1:0"}};
    EXPECT_THAT(meters.errors(), HasSubstr("otbench exec -- CLIENT"));
    EXPECT_THAT(meters.errors(), HasSubstr("--fault link-chunk=256"));
    talk(meters.path("meter"), {nke}, "9600");
    EXPECT_THAT(meters.errors(), HasSubstr("sends at 9600 baud 8E1, but the meters receive at 2400 baud 8E1\n"));
}

TEST(Emulate, takes_a_profile_by_its_path) {
    Emulator meters{
        {source_file("meters/profiles/itron-cf-echo-2.yaml") + "@5,energy=40 kWh", "--on", "pty:FOLDER/meter"}};
    EXPECT_EQ(talk(meters.path("meter"), {"1040054516"})[0]["octets"], "e5");
    EXPECT_THAT(meters.log(), HasSubstr("> itron-cf-echo-2 SND_NKE"));
}

TEST(Rfc2217Client, sets_speed_and_parity) {
    const Emulator meters{{"itron-cf-echo-2@1", "--on", "rfc2217-listen:127.0.0.1:0"}};
    const std::string url = "rfc2217://127.0.0.1:" + meters.port();
    EXPECT_EQ(talk(url, {nke, read_toggled}, "2400", "E")[0]["octets"], "e5");
    EXPECT_EQ(talk(url, {nke}, "2400", "N")[0]["octets"], "");  // 41 needs its parity bit
    EXPECT_EQ(talk(url, {"1040fd3d16", nke}, "9600", "E")[1]["octets"], "");
    EXPECT_EQ(talk(url, {nke}, "2400", "E")[0]["octets"], "e5");
}

TEST(TcpClients, share_a_bus_as_on_a_gateway) {
    const Emulator meters{{"itron-cf-echo-2@1", "--on", "tcp-listen:127.0.0.1:0", "--on", "tcp-listen:127.0.0.1:0"}};
    const std::string url = "socket://127.0.0.1:" + meters.port();
    EXPECT_EQ(talk(url, {nke, "ffffff6840", nke})[2]["octets"], "e5");
    EXPECT_EQ(talk(url, {nke})[0]["octets"], "e5");
}

TEST(TcpClients, read_what_they_send_where_the_converter_echoes) {
    const Emulator meters{{"itron-cf-echo-2@1", "--echo", "--on", "tcp-listen:127.0.0.1:0"}};
    EXPECT_EQ(talk("socket://127.0.0.1:" + meters.port(), {nke})[0]["octets"], nke + "e5");
}

TEST(TcpClients, get_what_a_bad_link_lets_through) {
    Emulator meters{{"itron-cf-echo-2@1", "--fault", "link-drop=28 at 33", "--fault", "link-times=1", "--on",
                     "tcp-listen:127.0.0.1:0", "--control", "FOLDER/control"}};
    const std::string url = "socket://127.0.0.1:" + meters.port();
    const auto results = talk(url, {read, read});  // the same frame count bit: the telegram is repeated
    const std::string damaged = results[0]["octets"], whole = results[1]["octets"];
    EXPECT_EQ(damaged.size(), 2u * (83 - 28));
    EXPECT_EQ(damaged, whole.substr(0, 66) + whole.substr(66 + 56));

    const auto set = [&](const std::string& fault) {
        const auto done = run_program(built_program("otbench"),
                                      {"ctl", "--control", meters.path("control"), "set", "bus:bus", fault});
        EXPECT_EQ(done.exit_code, 0) << done.err;
    };
    set("link-latency=100 ms");
    EXPECT_GE(talk(url, {nke})[0]["times"][0].get<double>(), 0.2 + 5 * character + response_delay);
    set("link-latency=0 ms");
    EXPECT_EQ(talk(url, {nke})[0]["octets"], "e5");
}

TEST(TcpClients, are_cut_off_by_a_bad_link) {
    const auto ends = [](const std::string& fault, const std::string& request) {
        const Emulator meters{{"itron-cf-echo-2@1", "--fault", fault, "--on", "tcp-listen:127.0.0.1:0"}};
        const auto script = source_file("tests/clients/tcp_end.py");
        const auto result = run_program(python, {script, meters.port(), request});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    };
    EXPECT_EQ(ends("link-reset-after=3", read), "684d4d reset\n");
    EXPECT_EQ(ends("link-close-idle=300 ms", nke), "e5 closed\n");
    EXPECT_EQ(ends("link-greeting=0c 16", nke), "0c16e5e5 open\n");
    EXPECT_EQ(ends("link-half-open-after=1", nke), "e5 open\n");
    EXPECT_EQ(ends("link-half-close-after=1", nke), "e5 closed\n");
}

TEST(Emulate, refuses_what_it_cannot_do_in_one_line) {
    const auto refused = [](const std::vector<std::string>& arguments) {
        const auto result = run_program(built_program("otbench"), arguments);
        EXPECT_EQ(result.exit_code, 2) << result.out;
        return result.err;
    };
    EXPECT_THAT(refused({"emulate", "itron-cf-echo-2"}), HasSubstr("--on"));
    EXPECT_THAT(refused({"emulate", "itron-cf-eco-2", "--on", "pty"}), HasSubstr("unknown profile"));
    EXPECT_THAT(refused({"emulate", "itron-cf-echo-2", "--on", "tty"}), HasSubstr("invalid endpoint 'tty'"));
    EXPECT_THAT(refused({"emulate", "itron-cf-echo-2", "--on", "tcp-listen:127.0.0.1"}), HasSubstr("host and a port"));
    EXPECT_THAT(refused({"emulate", "itron-cf-echo-2", "--fault", "link-drop", "--on", "pty"}),
                HasSubstr("NAME=VALUE"));
    EXPECT_THAT(refused({"emulate", "itron-cf-echo-2", "--fault", "link-drop=x", "--on", "pty"}),
                HasSubstr("link-drop: invalid value 'x' (expected a whole number"));
    EXPECT_THAT(refused({"emulate", "nowhere.yaml"}), HasSubstr("nowhere.yaml: no such file"));
}

TEST(Emulate, ends_with_exit_code_3_when_an_endpoint_cannot_be_opened) {
    const Emulator running{{"itron-cf-echo-2@1", "--on", "tcp-listen:127.0.0.1:0"}};
    const auto failed = [](const std::string& endpoint) {
        const auto result = run_program(built_program("otbench"), {"emulate", "itron-cf-echo-2", "--on", endpoint});
        EXPECT_EQ(result.exit_code, 3) << result.out;
        return result.err;
    };
    EXPECT_THAT(failed("pty:/nowhere/meter"), HasSubstr("/nowhere/meter"));
    EXPECT_THAT(failed("serial:/dev/null"), HasSubstr("not a serial device"));
    EXPECT_THAT(failed("tcp-listen:127.0.0.1:" + running.port()), HasSubstr("cannot listen"));
}

}  // namespace
}  // namespace otbench::tests
