// The verb decode and the stand-ins for libmbus's programs, as a user runs them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string busy = "68040468080170088116";  // RSP_UD of slave 1, application error: busy

TEST(Decode, prints_json_when_the_output_is_not_a_terminal) {
    const auto run = otbench({"decode", busy});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.out, R"({"kind":"application-error","address":1,"error":8,"text":"application busy"})"
                       "\n");
}

TEST(Decode, reads_a_file_with_a_telegram_a_line_and_reports_the_bad_lines) {
    const TemporaryFolder folder;
    const std::string file = folder / "telegrams.txt";
    write_file(file, busy + "\nnonsense\n" + "68040468080170088216\n" + busy + "\n");
    const auto run = otbench({"decode", "--format", "table", file});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 4);
    EXPECT_THAT(run.err, HasSubstr(file + ":2: invalid bytes 'nonsense' (expected two hex digits a byte)\n"));
    EXPECT_THAT(run.err, HasSubstr(file + ":3: "));
}

TEST(Decode, takes_octets_spread_over_arguments_and_status_messages) {
    EXPECT_EQ(otbench({"decode", "68", "04", "04", "68", "08", "01", "70", "08", "81", "16"}).exit_code, 0);
    EXPECT_EQ(otbench({"decode", "ok:68/04/04/68", "ok:08/01/70/08/81/16/xx"}).exit_code, 0);
}

TEST(Decode, names_a_file_that_cannot_be_read) {
    const auto run = otbench({"decode", "none.txt"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err, "otbench decode: cannot read 'none.txt': No such file or directory\n");
}

TEST(Decode, refuses_an_unknown_format) {
    EXPECT_EQ(otbench({"decode", "--format", "pdf", busy}).exit_code, 2);
}

TEST(Decode, the_csv_has_its_head_once) {
    const auto run = otbench({"decode", "--format", "csv", busy, busy});
    EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 3);
    EXPECT_THAT(run.out, StartsWith("address,"));
}

TEST(Decode, the_fork_shows_frames_with_a_wrong_checksum) {
    const std::string wrong = "68040468080170088216";
    EXPECT_EQ(otbench({"decode", "--format", "xml", wrong}).exit_code, 1);
    EXPECT_THAT(otbench({"decode", "--format", "xml", "--dialect", "fork", wrong}).out, HasSubstr("Application busy"));
}

TEST(Decode, takes_telegrams_alone_from_a_log_of_both_directions) {
    const TemporaryFolder folder;
    write_file(folder / "log.txt",
               "DEBUG:root:open\nINFO:meterbus.serial:SEND (005) 10 5B 01 5C 16\n"
               "INFO:meterbus.serial:RECV (001) E5\n"
               "INFO:meterbus.serial:RECV (010) 68 04 04 68 08 01 70 08 81 16\n");
    const auto run = otbench({"decode", "--format", "table", folder / "log.txt"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.out, "address 1: application error 8: application busy\n\n");
    EXPECT_EQ(run.err, "");
}

TEST(Decode, says_what_it_expected_of_an_input_without_telegrams) {
    const TemporaryFolder folder;
    write_file(folder / "notes.txt", "remember the milk\n");
    const auto run = otbench({"decode", folder / "notes.txt"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.err, StartsWith("otbench decode: " + (folder / "notes.txt") +
                                    ": no telegram found (line 1 is 'remember the milk'); expected hex dumps"));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
    EXPECT_EQ(otbench({"decode", "/dev/null"}).exit_code, 2);
}

TEST(Decode, says_that_a_telegram_is_wireless) {
    const auto run = otbench({"decode", "telegram=|0E442D2C7856341204077A0100000000|+1"});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.err, HasSubstr("argument:1: "));
    const auto whole = otbench({"decode", "telegram=|0F442D2C78563412_04077A0100000000|+1"});
    EXPECT_EQ(whole.err, "argument:1: a telegram of wireless M-Bus (expected wired M-Bus, which begins with 68)\n");
}

TEST(Decode, ends_on_a_line_without_end) {
    const auto run = otbench({"decode", "/dev/zero"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err, "otbench decode: cannot read '/dev/zero': line 1 is longer than 1048576 bytes\n");
}

// Mode 5, made with another implementation of AES: energy 9730 kWh, volume and flow are encrypted, error flags are not.
const std::string encrypted =
    "6834346808017278563412770409042a0020051080fa20eab08ff83afc09a64be50aee48d9c4a1cdc054571ad03e6679cb5648"
    "02fd1700008216";
const std::string key = "000102030405060708090a0b0c0d0e0f";

TEST(Decode, decrypts_with_a_key_of_the_command_line_or_of_a_file) {
    const TemporaryFolder folder;
    write_file(folder / "keys.txt", "# the meter in the cellar\n\n12345678=" + key + "\n");
    EXPECT_THAT(otbench({"decode", "--format", "table", encrypted}).out, HasSubstr("encrypted, mode 5, 2 blocks\n"));
    for (const auto& arguments : {std::vector<std::string>{"--key", key, encrypted},
                                  std::vector<std::string>{"--key-file", folder / "keys.txt", encrypted}}) {
        std::vector<std::string> all = {"decode", "--format", "table"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const auto run = otbench(all);
        EXPECT_EQ(run.exit_code, 0) << run.err;
        EXPECT_THAT(run.out, HasSubstr("9730 kWh"));
    }
}

TEST(Decode, reports_a_wrong_key_at_the_telegram_and_an_invalid_one_at_once) {
    const auto wrong = otbench({"decode", "--key", std::string(32, 'f'), encrypted});
    EXPECT_EQ(wrong.exit_code, 1);
    EXPECT_THAT(wrong.err, StartsWith("argument:1: encrypted, mode 5, 2 blocks: wrong key"));
    const auto invalid = otbench({"decode", "--key", "0102", encrypted});
    EXPECT_EQ(invalid.exit_code, 2);
    EXPECT_EQ(invalid.err, "otbench decode: invalid key '0102' (expected 32 hex digits)\n");
    const TemporaryFolder folder;
    write_file(folder / "keys.txt", key + "\nnonsense\n");
    const auto file = otbench({"decode", "--key-file", folder / "keys.txt", encrypted});
    EXPECT_EQ(file.exit_code, 2);
    EXPECT_THAT(file.err, HasSubstr("keys.txt:2: invalid key 'nonsense'"));
}

TEST(LibmbusPrograms, show_an_application_error) {
    const TemporaryFolder folder;
    write_file(folder / "frame.hex", busy);
    const auto parsed = run_program(built_program("mbus_parse_hex"), {folder / "frame.hex"});
    EXPECT_EQ(parsed.exit_code, 0);
    EXPECT_THAT(parsed.out, HasSubstr("<Error>Application busy</Error>"));
    const auto dumped = run_program(built_program("mbus_process_hex_dump"), {busy});
    EXPECT_EQ(dumped.exit_code, 0);
    EXPECT_EQ(dumped.out, "mbus_parse says 0 bytes left\n" + parsed.out);
}

TEST(LibmbusPrograms, complain_as_their_models_do) {
    EXPECT_EQ(run_program(built_program("mbus_process_hex_dump"), {}).exit_code, 0);
    EXPECT_EQ(run_program(built_program("mbus_process_hex_dump"), {"zz"}).exit_code, 1);
    EXPECT_EQ(run_program(built_program("mbus_process_hex_dump"), {std::string(5000, '6')}).exit_code, 1);
    EXPECT_EQ(run_program(built_program("mbus_parse_hex"), {}).exit_code, 1);
    EXPECT_THAT(run_program(built_program("mbus_parse_hex"), {"/nowhere"}).err, HasSubstr("failed to open '/nowhere'"));
    EXPECT_EQ(run_program(built_program("mbus_parse_hex"), {"/"}).exit_code, 1);
}

}  // namespace
}  // namespace otbench::tests
