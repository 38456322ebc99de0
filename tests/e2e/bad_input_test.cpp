// What can be wrong with a command line, a file or a machine: one clear line on standard error and the right exit code.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr int usage_error = 2;
constexpr int environment_error = 3;

void expect_one_line(const ProgramResult& run, const std::string& line, int exit_code = usage_error) {
    EXPECT_EQ(run.exit_code, exit_code);
    EXPECT_THAT(run.err, HasSubstr(line));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

class BadInput : public testing::Test {
protected:
    ProgramResult run_text(const std::string& text) {
        write_file(file, text);
        return otbench({"run", file, "--broker", "internal"});
    }

    const TemporaryFolder folder;
    const std::string file = folder / "scenario.yaml";
    const std::string good = library_scenario("ping.yaml");
};

TEST_F(BadInput, a_missing_file_is_named) {
    expect_one_line(otbench({"run", folder / "none.yaml"}), "none.yaml: no such file or folder");
}

TEST_F(BadInput, a_folder_without_scenarios_is_named) {
    expect_one_line(otbench({"run", folder.path()}), folder.path() + ": no scenario file (*.yaml) in this folder");
}

TEST_F(BadInput, an_empty_file_is_refused_with_its_position) {
    expect_one_line(run_text(""), file + ":1:1: the file is empty");
}

TEST_F(BadInput, broken_yaml_is_refused_with_its_position) {
    expect_one_line(run_text("name: [unclosed\nversion: 1\n"), file + ":");
}

TEST_F(BadInput, a_binary_file_is_refused) {
    expect_one_line(run_text(std::string("\x7f"
                                         "ELF\0\1\2",
                                         7)),
                    file + ":1:");
}

TEST_F(BadInput, all_mistakes_of_a_file_are_reported_at_once_and_nothing_runs) {
    const auto run = run_text(
        "name: wrong\n"
        "version: 1\n"
        "devices:\n"
        "  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}\n"
        "bus:\n"
        "  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n"
        "  meters:\n"
        "    heat: {profile: itron-cf-eco-2, address: 1}\n"
        "steps:\n"
        "  - wait: 100\n");
    EXPECT_EQ(run.exit_code, usage_error);
    EXPECT_THAT(run.err, HasSubstr(file + ":8:21: unknown profile 'itron-cf-eco-2'; did you mean 'itron-cf-echo-2'?"));
    EXPECT_THAT(run.err, HasSubstr(file + ":10:11: a duration needs a unit: '100' could be 100us, 100ms or 100s"));
    EXPECT_THAT(run.out, IsEmpty());
}

TEST_F(BadInput, validate_reports_the_same_mistakes) {
    write_file(file, "version: 1\n");
    const auto validated = otbench({"validate", file});
    EXPECT_EQ(validated.exit_code, usage_error);
    EXPECT_EQ(validated.err, otbench({"run", file}).err);
}

TEST_F(BadInput, a_mistake_in_one_of_several_files_keeps_all_from_running) {
    write_file(file, "version: 1\n");
    const auto run = otbench({"run", good, file});
    EXPECT_EQ(run.exit_code, usage_error);
    EXPECT_THAT(run.out, IsEmpty());
}

TEST_F(BadInput, an_unreachable_broker_is_named_with_the_reason) {
    expect_one_line(otbench({"run", good, "--broker", "mqtt://127.0.0.1:1"}),
                    "broker mqtt://127.0.0.1:1: connection refused", environment_error);
}

TEST_F(BadInput, a_missing_file_of_certificates_is_named_by_every_verb_with_a_broker) {
    const std::string ca = folder / "ca.pem", reason = "broker mqtts://127.0.0.1:1: " + ca + ": no such file";
    expect_one_line(otbench({"run", good, "--broker", "mqtts://127.0.0.1:1?ca=" + ca}), reason, environment_error);
    expect_one_line(otbench({"read", "1", "--from", "mqtts://127.0.0.1:1/espi/ESPI0012?hat=2400&ca=" + ca}), reason,
                    environment_error);
}

TEST_F(BadInput, an_invalid_broker_is_answered_with_the_allowed_ones) {
    expect_one_line(otbench({"run", good, "--broker", "foo"}),
                    "invalid broker 'foo' (expected mosquitto, internal or a URL such as mqtt://");
}

TEST_F(BadInput, a_missing_mosquitto_is_named_with_the_way_to_get_it) {
    const auto run =
        run_program(built_program("otbench"), {"run", good}, {{"OTBENCH_MOSQUITTO", folder / "mosquitto"}});
    expect_one_line(run, "'; unset it, or apt-get install mosquitto", environment_error);
}

TEST_F(BadInput, an_output_folder_that_cannot_be_is_named_with_the_reason) {
    write_file(folder / "occupied", "");
    expect_one_line(otbench({"run", good, "--broker", "internal", "--out", folder / "occupied/below"}),
                    "cannot write to " + folder / "occupied/below" + ": Not a directory", environment_error);
    EXPECT_EQ(read_file(folder / "occupied"), "");
}

TEST_F(BadInput, a_full_disk_is_an_error_of_the_run) {
    std::filesystem::create_directory(folder / "out");
    std::filesystem::create_symlink("/dev/full", folder / "out/events.jsonl");
    const auto run = otbench({"run", good, "--broker", "internal", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, environment_error);
    EXPECT_THAT(run.err, HasSubstr("events.jsonl: No space left on device"));
}

/// `otbench ARGUMENTS…` as a shell starts it with `redirection`, such as ">&-".
ProgramResult redirected(const std::string& redirection, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{"-c", "exec \"$0\" \"$@\" " + redirection, built_program("otbench")};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run_program("/bin/sh", words);
}

TEST_F(BadInput, what_is_printed_never_reaches_a_file_when_standard_output_is_closed) {
    const auto run = redirected(">&-", {"run", good, "--broker", "internal", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_THAT(read_file(folder / "out/events.jsonl"), StartsWith("{"));
    EXPECT_THAT(read_file(folder / "out/events.jsonl"), Not(HasSubstr("  device boiler")));
    EXPECT_FALSE(read_events(folder / "out").empty());
}

TEST_F(BadInput, standard_output_that_cannot_be_written_is_an_error_of_the_environment) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"profiles", "list"}, {"scenario", "schema"}, {"--help"}, {"validate", good}})
        expect_one_line(redirected(">/dev/full", arguments), "No space left on device", environment_error);
}

TEST_F(BadInput, a_report_that_cannot_be_written_leaves_no_part_of_itself) {
    std::filesystem::create_directories(folder / "out/junit.xml/occupied");
    const auto run = otbench({"run", good, "--broker", "internal", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, environment_error);
    EXPECT_THAT(run.err, HasSubstr("cannot write to " + folder / "out/junit.xml"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out/junit.xml.part"));
}

TEST_F(BadInput, a_mistyped_verb_is_answered_with_the_one_that_was_meant) {
    expect_one_line(otbench({"rnu", good}), "unknown verb 'rnu'; did you mean 'run'?");
}

TEST_F(BadInput, a_mistyped_option_is_answered_with_the_one_that_was_meant) {
    expect_one_line(otbench({"run", good, "--sede=3"}),
                    "otbench: unknown option '--sede'; did you mean '--seed'? (otbench run --help)");
    expect_one_line(otbench({"circuit", "margins", "--scenarios=x"}), "did you mean '--scenario'?");
}

TEST_F(BadInput, a_bad_pace_is_answered_with_what_is_allowed) {
    expect_one_line(otbench({"run", good, "--pace", "fast"}), "virtual, real or a factor such as x10");
}

TEST_F(BadInput, a_pace_outside_its_range_is_refused_with_the_range) {
    for (const char* pace : {"x1e12", "x1e-9", "x0", "x-1", "xnan"})
        expect_one_line(otbench({"run", good, "--pace", pace}), "from x0.001 to x1000000");
}

TEST_F(BadInput, an_empty_option_value_is_refused_with_its_option) {
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"run", good, "--out", ""},
                                                      {"run", good, "--pace", ""},
                                                      {"list", good, "--param", ""}})
        expect_one_line(otbench(arguments), arguments[2] + ": invalid value '' (expected a text)");
}

TEST_F(BadInput, a_wrong_command_line_exits_with_2_and_prints_nothing_on_standard_output) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"run"}, {"run", good, "-j", "0"}, {"run", good, "--seed", "many"}, {"--nonsense"}}) {
        const auto run = otbench(arguments);
        EXPECT_EQ(run.exit_code, usage_error);
        EXPECT_THAT(run.out, IsEmpty());
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    }
}

TEST_F(BadInput, the_bare_program_lists_its_verbs) {
    const auto run = otbench({});
    EXPECT_EQ(run.exit_code, 0);
    for (const char* verb : {"  run ", "  validate ", "  decode ", "  emulate "}) EXPECT_THAT(run.out, HasSubstr(verb));
}

TEST_F(BadInput, help_and_version_are_not_errors) {
    EXPECT_THAT(otbench({"--version"}).out,
                ContainsRegex("^otbench [0-9.]+\ncommit:   ([0-9a-f]{12}(-dirty)?|unknown)\ncompiler: .+ [0-9.]+\n"
                              "SystemC:  2\\.[0-9.]+\noptions:  [A-Z][a-z]+"));
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--help"}, {"run", "--help"}, {"validate", "--help"}})
        EXPECT_EQ(otbench(arguments).exit_code, 0);
}

}  // namespace
}  // namespace otbench::tests
