// The verb decode and the stand-ins for libmbus's programs, as a user runs them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

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
