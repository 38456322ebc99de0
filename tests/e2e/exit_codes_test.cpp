// The exit codes and the one line of every verb: 2 for usage and bad files, 3 for the environment, 130 for an
// interruption.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/printable.hpp"
#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

using Words = std::vector<std::string>;

constexpr const char* telegram = "6816166808017278563412c5140104010000000afdc9fc0142027f16";
constexpr const char* tape_head = R"({"mbus-tape":1,"baud":2400,"parity":"even","stop-bits":1})";

constexpr int usage_error = 2, environment_error = 3, interrupted = 130;

const std::vector<Words> verbs = {
    {"run"},
    {"validate"},
    {"list"},
    {"scenario", "schema"},
    {"scenario", "tables"},
    {"scenario", "events"},
    {"decode"},
    {"dissector"},
    {"encode"},
    {"read"},
    {"scan"},
    {"send"},
    {"poll"},
    {"record"},
    {"replay"},
    {"tape", "stats"},
    {"tape", "diff"},
    {"tape", "anonymise"},
    {"emulate"},
    {"ctl"},
    {"exec"},
    {"profiles", "list"},
    {"profiles", "show"},
    {"profiles", "faults"},
    {"profiles", "import"},
    {"firmware", "trace"},
    {"firmware", "diff"},
    {"firmware", "quirks"},
    {"firmware", "tree"},
    {"circuit", "measure"},
    {"circuit", "calibrate"},
    {"circuit", "check"},
    {"circuit", "margins"},
    {"circuit", "montecarlo"},
    {"circuit", "sweep"},
};

Words joined(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

std::string text_of(const Words& words) {
    std::string text;
    for (const std::string& word : words) text += word + " ";
    return text;
}

void expect_one_line(const Words& words, int exit_code, const ProgramResult& run) {
    EXPECT_EQ(run.exit_code, exit_code) << text_of(words) << run.err;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << text_of(words) << run.err;
}

/// `otbench` with its standard output led to a file.
ProgramResult otbench_into(const std::string& file, const Words& words) {
    return run_program("/bin/sh",
                       joined({"-c", "file=$0; exec \"$@\" > \"$file\"", file, built_program("otbench")}, words));
}

TEST(ExitCodes, an_unknown_option_is_a_usage_error_of_every_verb) {
    for (const Words& verb : verbs) {
        const Words words = joined(verb, {"--no-such-option"});
        expect_one_line(words, usage_error, otbench(words));
    }
}

TEST(ExitCodes, a_file_that_is_not_there_is_a_usage_error_of_every_verb_that_takes_one) {
    const std::string none = "/nowhere/file.yaml";
    const std::vector<Words> all = {{"run", none},
                                    {"validate", none},
                                    {"list", none},
                                    {"scenario", "tables", none},
                                    {"decode", none},
                                    {"encode", none},
                                    {"emulate", none},
                                    {"poll", none},
                                    {"replay", none, "--on", "pty"},
                                    {"tape", "stats", none},
                                    {"tape", "anonymise", none},
                                    {"profiles", "import", none},
                                    {"firmware", "trace", none},
                                    {"firmware", "diff", none, source_file("README.md")},
                                    {"circuit", "measure", none},
                                    {"circuit", "calibrate", none, "-o", "/dev/null"},
                                    {"circuit", "check", none},
                                    {"circuit", "sweep", "--vary", "length=0,1", "--params", none}};
    for (const Words& words : all) expect_one_line(words, usage_error, otbench(words));
}

TEST(ExitCodes, refuses_files_that_never_end) {
    const TemporaryFolder folder;
    const std::string fifo = folder / "fifo";
    ASSERT_EQ(run_program("/usr/bin/mkfifo", {fifo}).exit_code, 0);
    for (const std::string& endless : {std::string{"/dev/zero"}, fifo})
        for (const Words& verb : std::vector<Words>{{"run"},
                                                    {"validate"},
                                                    {"list"},
                                                    {"scenario", "tables"},
                                                    {"encode"},
                                                    {"poll"},
                                                    {"tape", "stats"},
                                                    {"firmware", "trace"},
                                                    {"circuit", "measure"},
                                                    {"circuit", "calibrate", "-o", "/dev/null"}}) {
            const Words words = joined(verb, {endless});
            const auto run = otbench(words);
            expect_one_line(words, usage_error, run);
            EXPECT_THAT(run.err, HasSubstr("is not a regular file"));
        }
}

TEST(ExitCodes, a_standard_input_without_end_is_a_usage_error) {
    for (const Words& verb : std::vector<Words>{{"encode", "-"}, {"tape", "stats", "-"}}) {
        const auto run =
            run_program("/bin/sh", joined({"-c", "exec \"$@\" < /dev/zero", "sh", built_program("otbench")}, verb));
        expect_one_line(verb, usage_error, run);
        EXPECT_THAT(run.err, HasSubstr(" or more bytes are too many for a "));
    }
}

TEST(ExitCodes, a_full_standard_output_is_an_environment_error_of_every_verb_that_prints) {
    const std::vector<Words> all = {
        {"run", library_scenario("ping.yaml"), "--broker", "internal"},
        {"validate", library_scenario("ping.yaml")},
        {"list", library_scenario("ping.yaml")},
        {"scenario", "schema"},
        {"scenario", "tables"},
        {"scenario", "events"},
        {"decode", "e5"},
        {"profiles", "list"},
        {"firmware", "quirks"},
        {"firmware", "tree"},
        {"circuit", "sweep", "--vary", "length=0,1", "--measure", "swing"},
        {"circuit", "montecarlo", "--tolerance", "5%", "--runs", "2", "--measure", "swing"}};
    for (const Words& words : all) {
        const auto run = otbench_into("/dev/full", words);
        expect_one_line(words, environment_error, run);
        EXPECT_THAT(run.err, HasSubstr("No space left on device")) << text_of(words);
    }
}

TEST(ExitCodes, a_full_disk_is_an_environment_error_for_every_file) {
    struct Writes {
        std::string file;
        Words words;
    };
    const TemporaryFolder folder;
    const std::vector<Writes> all = {
        {"out/events.jsonl", {"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", folder / "out"}},
        {"out/waves.vcd", {"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", folder / "out"}},
        {"out/junit.xml", {"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", folder / "out"}},
        {"out/summary.json", {"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", folder / "out"}},
        {"sweep.csv", {"circuit", "sweep", "--vary", "length=0,1", "--measure", "swing", "-o", folder / "sweep.csv"}},
        {"sweep.svg", {"circuit", "sweep", "--vary", "length=0,1", "--measure", "swing", "-o", folder / "sweep.svg"}},
        {"profile.yaml", {"profiles", "import", telegram, "-o", folder / "profile.yaml"}},
        {"other.mbus.jsonl", {"tape", "anonymise", folder / "a.mbus.jsonl", "-o", folder / "other.mbus.jsonl"}},
        {"record.mbus.jsonl", {"record", "1", "--from", "tcp:127.0.0.1:1", "-o", folder / "record.mbus.jsonl"}},
        {"bus.pcapng",
         {"emulate", "itron-cf-echo-2@1", "--on", "pty:" + folder / "meter", "--pcap", folder / "bus.pcapng"}},
        {"mc.json",
         {"circuit", "montecarlo", "--tolerance", "5%", "--runs", "2", "--measure", "swing", "-o", folder / "mc.json"}},
    };
    fs::create_directory(folder / "out");
    write_file(folder / "a.mbus.jsonl", tape_head);
    for (const Writes& writes : all) {
        const std::string path = folder / writes.file;
        fs::remove(path);
        fs::create_symlink("/dev/full", path);
        const auto run = otbench(writes.words);
        expect_one_line(writes.words, environment_error, run);
        EXPECT_THAT(run.err, HasSubstr("cannot write to " + path + ": No space left on device")) << writes.file;
        fs::remove(path);
    }
    for (const auto& entry : fs::recursive_directory_iterator{folder.path()})
        EXPECT_NE(entry.path().extension(), ".part") << entry.path();
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(ExitCodes, a_folder_that_cannot_be_written_leaves_nothing_half_written) {
    const auto run =
        otbench({"circuit", "sweep", "--vary", "length=0,1", "--measure", "swing", "-o", "/proc/sweep.csv"});
    expect_one_line({"circuit", "sweep"}, environment_error, run);
    EXPECT_THAT(run.err, StartsWith("otbench: cannot write to /proc/sweep.csv: "));
}

TEST(ExitCodes, an_output_folder_that_cannot_be_made_is_an_environment_error_with_one_line) {
    const TemporaryFolder folder;
    const std::string run = folder / "run", part = folder / "part";
    ASSERT_EQ(otbench({"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", run}).exit_code, 0);
    const Words study = {"circuit", "sweep", "--vary", "length=0,1", "--measure", "swing", "--shard", "1/1", "--out"};
    Words into_part = study, into_proc = study;
    into_part.push_back(part);
    into_proc.push_back("/proc/no");
    ASSERT_EQ(otbench(into_part).exit_code, 0);
    const std::vector<Words> all = {{"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", "/proc/no"},
                                    {"trace", "waves", run, "--out", "/proc/no"},
                                    {"merge", part, "--out", "/proc/no"},
                                    into_proc};
    for (const Words& words : all) {
        const auto failed = otbench(words);
        expect_one_line(words, environment_error, failed);
        EXPECT_THAT(failed.err, HasSubstr("cannot write to /proc/no")) << text_of(words);
    }
}

TEST(ExitCodes, an_interruption_stops_a_study_and_leaves_no_folder) {
    const std::vector<Words> all = {
        {"circuit", "montecarlo", "--tolerance", "5%", "--runs", "1000000"},
        {"circuit", "sweep", "--vary", "length=0..999:0.1"},
        {"circuit", "montecarlo", "--tolerance", "5%", "--runs", "1000", "--engine", "ngspice"},
        {"circuit", "calibrate", source_file("circuit/netlists/level_converter.cir"), "-o", "/dev/null"},
        {"circuit", "check", source_file("scenarios/circuit/four_meters.yaml")},
    };
    // A check that would end within that second waits for an engine that does not.
    const TemporaryFolder endless;
    write_file(endless / "ngspice", "#!/bin/sh\nexec sleep 60\n");
    fs::permissions(endless / "ngspice", fs::perms::owner_all);
    for (const Words& words : all) {
        const TemporaryFolder folder;
        fs::create_directory(folder / "tmp");
        std::map<std::string, std::string> environment = {{"TMPDIR", folder / "tmp"}};
        if (words.at(1) == "check") {
            environment["OTBENCH_NGSPICE"] = endless / "ngspice";
        }
        // timeout passes the signal on after a second and hands back the program's own exit code.
        const auto run =
            run_program("/usr/bin/timeout",
                        joined({"--preserve-status", "-s", "INT", "1", built_program("otbench")}, words), environment);
        EXPECT_EQ(run.exit_code, interrupted) << text_of(words) << run.err;
        EXPECT_THAT(run.err, IsEmpty()) << text_of(words);
        EXPECT_TRUE(fs::is_empty(folder / "tmp")) << text_of(words);
    }
}

TEST(ExitCodes, a_missing_ngspice_is_an_environment_error) {
    const auto run =
        run_program(built_program("otbench"), {"circuit", "sweep", "--vary", "length=0,1", "--engine", "ngspice"},
                    {{"OTBENCH_NGSPICE", "/nowhere"}});
    expect_one_line({"circuit", "sweep"}, environment_error, run);
}

TEST(ExitCodes, a_netlist_that_can_run_commands_is_refused_unless_it_is_trusted) {
    const TemporaryFolder folder;
    const std::string witness = folder / "witness";
    write_file(folder / "wild.cir",
               "* wild\n.subckt mbus_master tx rx vbus36 mbusp mbusn 0\n.ends\n.control\nshell touch " + witness +
                   "\n.endc\n");
    const auto run = otbench({"circuit", "calibrate", folder / "wild.cir", "-o", folder / "p.json"});
    expect_one_line({"circuit", "calibrate"}, usage_error, run);
    EXPECT_THAT(run.err, HasSubstr("'.control' can run commands on this machine (--trust-netlist allows it)"));
    EXPECT_FALSE(fs::exists(witness));
    // ngspice obeys a trusted one, which has nothing to calibrate.
    const auto trusted =
        otbench({"circuit", "calibrate", folder / "wild.cir", "-o", folder / "p.json", "--trust-netlist"});
    EXPECT_EQ(trusted.exit_code, usage_error) << trusted.err;
    EXPECT_TRUE(fs::exists(witness));
}

TEST(ExitCodes, control_characters_of_names_do_not_reach_the_terminal) {
    const TemporaryFolder folder;
    write_file(folder / "name.yaml",
               "name: \"\\e[31mred\\e[0m\"\nversion: 1\ndevices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\n"
               "steps: [{note: \"\\x1b]0;title\\x07\"}]\n");
    const auto run = otbench({"run", folder / "name.yaml", "--broker", "internal"});
    EXPECT_EQ(run.out.find('\x1b'), std::string::npos) << run.out;
    EXPECT_EQ(run.out.find('\x07'), std::string::npos);
    EXPECT_THAT(run.out, HasSubstr("\\x1b[31mred"));
    EXPECT_EQ(otbench({"list", folder / "name.yaml"}).out.find('\x1b'), std::string::npos);
    write_file(folder / "profile.yaml", "title: \"\\e[31m\"\nmanufacturer: ACW\n");
    const std::string escape = "\x1b[31m";
    for (const Words& words : std::vector<Words>{{"run", folder / escape},
                                                 {"run", library_scenario("ping.yaml"), "--fix", escape},
                                                 {"validate", escape},
                                                 {"list", escape},
                                                 {escape},
                                                 {"help", escape},
                                                 {"run", "--" + escape},
                                                 {"decode", escape},
                                                 {"encode", escape},
                                                 {"read", escape, "--from", "tcp:127.0.0.1:1"},
                                                 {"read", "1", "--from", "tcp:" + escape + ":1"},
                                                 {"send", escape, "--from", "tcp:127.0.0.1:1"},
                                                 {"poll", escape},
                                                 {"replay", escape, "--on", "pty"},
                                                 {"emulate", escape, "--on", "pty"},
                                                 {"emulate", folder / "profile.yaml", "--on", "pty"},
                                                 {"ctl", "--control", escape, "get"},
                                                 {"exec", escape},
                                                 {"profiles", "show", escape},
                                                 {"profiles", "import", escape},
                                                 {"firmware", "trace", escape},
                                                 {"firmware", "trace", "--fix", escape, "x"},
                                                 {"circuit", "sweep", "--vary", escape + "=1..2"},
                                                 {"circuit", "measure", escape},
                                                 {"circuit", "check", escape}}) {
        const auto refused = otbench(words);
        EXPECT_NE(refused.exit_code, 0) << printable(text_of(words));
        EXPECT_EQ((refused.out + refused.err).find('\x1b'), std::string::npos) << printable(text_of(words));
    }
}

}  // namespace
}  // namespace otbench::tests
