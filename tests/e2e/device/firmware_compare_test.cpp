// Two devices under random lists of commands: equal ones are found equal, a difference is shortened and kept.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/device/stand_in.hpp"
#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

ProgramResult compare(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"firmware", "compare"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return otbench(arguments);
}

std::string served(const std::string& options) {
    return built_program("otbench") + " firmware serve" + options;
}

TEST(FirmwareCompare, finds_the_model_and_its_own_process_equal) {
    const auto run = compare({"model", served(""), "--seeds", "0..3"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_EQ(run.out, "4 lists of 30 steps: 4 equal, 0 different\n");
}

TEST(FirmwareCompare, shortens_what_tells_two_devices_apart_to_the_command_that_does) {
    const auto run = compare({"model", "model:fix=Q11", "--seeds", "38"});
    EXPECT_EQ(run.exit_code, 1) << run.err;
    EXPECT_THAT(run.out, HasSubstr("of 30 steps tell them apart\n  1. publish get/config/gpio/"));
    EXPECT_THAT(run.out, HasSubstr("1 lists of 30 steps: 0 equal, 1 different\n"));
}

TEST(FirmwareCompare, draws_from_the_commands_of_a_file) {
    const TemporaryFolder folder;
    write_file(folder / "commands.txt", "no-command\r\n\nget/config/gpio/2\r\n");
    const std::vector<std::string> devices{"model", "model:fix=Q11", "--seeds", "0", "--commands"};
    const auto run_with = [&](const std::string& file) {
        auto arguments = devices;
        arguments.push_back(folder / file);
        return compare(arguments);
    };
    const auto found = run_with("commands.txt");
    EXPECT_EQ(found.exit_code, 1) << found.out << found.err;
    EXPECT_THAT(found.out, HasSubstr("seed 0: 1 of 30 steps tell them apart\n  1. publish get/config/gpio/2\n"));
    write_file(folder / "others.txt", "no-command\n");
    EXPECT_EQ(run_with("others.txt").exit_code, 0);
    write_file(folder / "none.txt", "\n");
    EXPECT_THAT(run_with("none.txt").err, HasSubstr("none.txt: no commands (expected one a line)"));
    EXPECT_THAT(run_with("missing.txt").err, HasSubstr("missing.txt: "));
    write_file(folder / "latin.txt", "ping\ncaf\xe9\n");
    EXPECT_THAT(run_with("latin.txt").err, HasSubstr("latin.txt:2: not a command (expected text in UTF-8)"));
}

TEST(FirmwareCompare, writes_a_scenario_that_the_first_device_passes_and_the_second_fails) {
    const TemporaryFolder folder;
    const auto found = compare({"model", served(" --fix Q11"), "--seeds", "38", "--out", folder.path()});
    ASSERT_EQ(found.exit_code, 1) << found.err;
    const auto scenario = folder.path() + "/seed-38.yaml";
    const auto first = otbench({"run", scenario});
    EXPECT_EQ(first.exit_code, 0) << first.out << first.err;
    EXPECT_THAT(first.out, HasSubstr(" 1 check passed"));
    EXPECT_EQ(otbench({"run", scenario, "--device", "boiler=" + served(" --fix Q11")}).exit_code, 1);
    EXPECT_EQ(otbench({"firmware", "trace", folder.path() + "/seed-38.steps.json"}).exit_code, 0);
}

/// The model and a board, for which a second bench stands in.
ProgramResult compare_with(const StandIn& board, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"model",    "external:serial:" + board.serial_port() + "?baud=2400&parity=even",
                                       "--broker", board.broker_url(),
                                       "--mac",    StandIn::mac};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return compare(arguments);
}

TEST(FirmwareCompare, finds_a_board_with_the_firmware_of_the_model_equal) {
    const StandIn board{""};
    const auto run = compare_with(board, {"--seeds", "1", "--steps", "12"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_EQ(run.out, "1 lists of 12 steps: 1 equal, 0 different\n");
}

TEST(FirmwareCompare, shortens_what_a_board_does_otherwise_to_a_scenario_that_it_fails) {
    const StandIn board{"", ", fix: Q47"};
    const TemporaryFolder folder;
    const auto found = compare_with(board, {"--seeds", "10", "--steps", "4", "--out", folder.path()});
    ASSERT_EQ(found.exit_code, 1) << found.out << found.err;
    EXPECT_THAT(found.out, HasSubstr(" of 4 steps tell them apart\n  1. publish trigger/serial/"));
    EXPECT_THAT(found.out, HasSubstr("  step 1: replies are "));
    const auto scenario = folder.path() + "/seed-10.yaml";
    const auto model = otbench({"run", scenario});
    EXPECT_EQ(model.exit_code, 0) << model.out << model.err;
    const auto failing = otbench({"run", scenario, "--broker", board.broker_url(), "--device",
                                  "boiler=external:serial:" + board.serial_port() + "?baud=2400&parity=even"});
    EXPECT_EQ(failing.exit_code, 1) << failing.out << failing.err;
}

TEST(FirmwareCompare, says_that_a_board_does_not_answer_and_what_is_wrong_with_its_settings) {
    const StandIn board{""};
    const auto silent = compare({"model", "external:serial:" + board.serial_port(), "--broker", board.broker_url(),
                                 "--mac", "00:00:00:00:00:01", "--seeds", "0", "--steps", "1"});
    EXPECT_EQ(silent.exit_code, 2);
    EXPECT_THAT(silent.err, HasSubstr("/otb-iot/000000000001: 'trigger/ping' was not answered"));
    EXPECT_THAT(compare({"model", "external:usb", "--broker", board.broker_url()}).err,
                HasSubstr("otbench firmware compare: invalid endpoint 'usb'"));
    EXPECT_THAT(compare({"model", "external:pty", "--broker", "here"}).err, HasSubstr("--broker: "));
    EXPECT_THAT(compare({"model", "external:pty", "--broker", board.broker_url(), "--power-on", "true"}).err,
                HasSubstr("a power switch has two commands (expected --power-on and --power-off)"));
}

TEST(FirmwareCompare, asks_for_the_broker_of_a_board_before_anything_else) {
    const auto run = compare({"model", "external:tcp:127.0.0.1:1", "--seeds", "0"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err,
              "otbench firmware compare: external:tcp:127.0.0.1:1: unknown broker of the board (expected --broker, for "
              "example mqtt://192.168.0.2)\n");
}

TEST(FirmwareCompare, refuses_a_program_that_does_not_keep_to_the_protocol_and_says_what_it_did) {
    const auto run = compare({"model", built_program("misbehaving_peer") + " leave", "--seeds", "0"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.err, HasSubstr("misbehaving_peer leave: "));
    EXPECT_THAT(run.err, HasSubstr("ended by itself with code 3"));
    EXPECT_EQ(run.out, "");
}

TEST(FirmwareCompare, refuses_seeds_and_devices_that_cannot_be) {
    EXPECT_EQ(compare({"model", "model", "--seeds", "9..3"}).exit_code, 2);
    EXPECT_THAT(compare({"model", "model", "--seeds", "9..3"}).err,
                HasSubstr("--seeds: invalid seeds '9..3' (expected a number or FIRST..LAST"));
    const auto missing = compare({"model", "/no/such/firmware"});
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.err, HasSubstr("/no/such/firmware"));
    EXPECT_EQ(missing.out, "");
    EXPECT_THAT(compare({"model", "model:fix=Q999"}).err, HasSubstr("Q999"));
    EXPECT_EQ(compare({"model", "model:fix=Q999"}).exit_code, 2);
}

}  // namespace
}  // namespace otbench::tests
