#include "runner/report/summary.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "runner/report/batch_report.hpp"
#include "tests/runner/report/results.hpp"
#include "tests/support/program.hpp"

namespace otbench::runner {
namespace {

using support::failed_run;
using support::passed_run;
using testing::HasSubstr;
using tests::TemporaryFolder;

TEST(BatchSummary, lists_what_did_not_pass_and_counts_what_was_not_started) {
    RunResult limit = passed_run();
    limit.verdict = Verdict::time_limit;
    EXPECT_EQ(batch_summary({passed_run(), failed_run(), limit}, 5, std::chrono::milliseconds{12440}),
              "failed: suite/a.yaml (Reads \"a\" meter): line 7: publish b: message on /t: expected ok, got error:<&>; "
              "this is what Q10 does\n"
              "time limit: b.yaml (Passes)\n"
              "1 passed, 1 failed, 1 reached the time limit, 2 not started in 12.4 s\n");
    EXPECT_EQ(batch_summary({passed_run()}, 1, std::nullopt), "1 passed\n");
}

TEST(BatchSummary, counts_expected_failures_and_does_not_list_them) {
    RunResult expected = failed_run(), surprise = passed_run();
    expected.verdict = Verdict::expected_failure;
    surprise.verdict = Verdict::unexpected_pass;
    surprise.error = "passed";
    EXPECT_EQ(batch_summary({expected, surprise}, 2, std::nullopt),
              "unexpected pass: b.yaml (Passes): passed\n0 passed, 1 failed as expected, 1 passed unexpectedly\n");
}

TEST(Summary, says_how_all_scenarios_ended) {
    const TemporaryFolder folder;
    write_summary(folder / "summary.json", {3, Shard{2, 4}, {failed_run(), passed_run()}});
    const auto json = nlohmann::json::parse(tests::read_file(folder / "summary.json"));
    EXPECT_EQ(json.at("verdict"), "failed");
    EXPECT_EQ(json.at("exit_code"), 1);
    EXPECT_EQ(json.at("cases"), 3);
    EXPECT_EQ(json.at("shard").at("index"), 2);
    EXPECT_EQ(json.at("scenarios"), 2);
    EXPECT_EQ(json.at("scenarios_passed"), 1);
    EXPECT_EQ(json.at("results")[0].at("checks_failed"), 1);
    EXPECT_EQ(json.at("results")[0].at("steps")[1].at("checks")[0].at("got"), "error:<&>");
}

TEST(Summary, is_read_back_as_it_was) {
    const TemporaryFolder folder;
    write_summary(folder / "summary.json", {3, Shard{2, 4}, {failed_run(), passed_run()}});
    const auto read = read_summary_file(folder.path());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->cases, 3U);
    EXPECT_EQ(read->shard->index, 2U);
    EXPECT_EQ(read->shard->count, 4U);
    EXPECT_EQ(nlohmann::json(read->results.at(0)), nlohmann::json(failed_run()));
    EXPECT_EQ(read->results.at(0).attempts, 2U);
    EXPECT_EQ(read->results.at(0).parameters.at("baud"), "2400");
    EXPECT_EQ(read->results.at(0).verdict, Verdict::failed);
}

TEST(Summary, that_cannot_be_used_is_an_error) {
    const auto mistake = [](std::string_view text) { return read_summary(text).error().message; };
    EXPECT_EQ(mistake("{"), "invalid JSON (expected a summary.json of otbench run)");
    EXPECT_THAT(mistake("{}"), HasSubstr("unexpected content (expected a summary.json of otbench run)"));
    EXPECT_THAT(mistake("{\"results\": [7]}"), HasSubstr("unexpected content"));
    EXPECT_EQ(mistake(R"({"results": [], "shard": {"index": 3, "count": 2}})"), "invalid shard 3/2");
    EXPECT_EQ(read_summary_file("/nowhere").error().message, "/nowhere: no such file");
}

TEST(Reports, leave_nothing_half_written_where_they_cannot_write) {
    EXPECT_THROW(write_summary("/proc/no-such-folder/summary.json", {1, {}, {passed_run()}}), std::system_error);
}

TEST(Verdicts, the_worst_decides_over_several_scenarios) {
    RunResult limit = passed_run();
    limit.verdict = Verdict::time_limit;
    EXPECT_EQ(overall({passed_run(), passed_run()}), Verdict::passed);
    EXPECT_EQ(overall({passed_run(), limit}), Verdict::time_limit);
    EXPECT_EQ(overall({limit, failed_run()}), Verdict::failed);
    RunResult skipped = passed_run(), environment = passed_run(), expected = passed_run(), surprise = passed_run();
    skipped.verdict = Verdict::skipped;
    environment.verdict = Verdict::environment;
    expected.verdict = Verdict::expected_failure;
    surprise.verdict = Verdict::unexpected_pass;
    EXPECT_EQ(overall({skipped, expected, passed_run()}), Verdict::passed);
    EXPECT_EQ(overall({passed_run(), surprise}), Verdict::unexpected_pass);
    EXPECT_EQ(overall({failed_run(), environment}), Verdict::environment);
    EXPECT_EQ(exit_code(Verdict::skipped), 0);
    EXPECT_EQ(exit_code(Verdict::expected_failure), 0);
    EXPECT_EQ(exit_code(Verdict::unexpected_pass), 1);
    EXPECT_EQ(exit_code(Verdict::environment), 3);
    EXPECT_EQ(exit_code(Verdict::time_limit), 42);
    EXPECT_EQ(exit_code(Verdict::interrupted), 130);
}

}  // namespace
}  // namespace otbench::runner
