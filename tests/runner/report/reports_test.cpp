#include "runner/report/reports.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <system_error>

#include "runner/report/batch_report.hpp"
#include "tests/support/program.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;

StepResult step(const std::string& title, bool passed) {
    StepResult result;
    result.title = title;
    result.at = {7, 3};
    result.started = 1s;
    result.ended = 1500ms;
    result.checks.push_back({passed, "message on /t", "ok", passed ? "ok" : "error:<&>", 1500ms});
    return result;
}

RunResult failed_run() {
    RunResult result;
    result.name = "Reads \"a\" meter";
    result.path = "a.yaml";
    result.verdict = Verdict::failed;
    result.steps = {step("publish a", true), step("publish b", false)};
    result.steps_in_file = 3;
    result.explanation = "this is what Q10 does";
    result.last_events = {R"({"id":1})"};
    result.virtual_time = 2s;
    return result;
}

RunResult passed_run() {
    RunResult result;
    result.name = "Passes";
    result.path = "b.yaml";
    result.steps = {step("publish a", true)};
    result.steps_in_file = 1;
    return result;
}

TEST(Junit, has_a_suite_a_scenario_a_case_a_step_and_the_failure_with_its_evidence) {
    const TemporaryFolder folder;
    write_junit(folder / "junit.xml", {failed_run(), passed_run()});
    pugi::xml_document document;
    ASSERT_TRUE(document.load_file((folder / "junit.xml").c_str()));
    const auto suite = document.child("testsuites").child("testsuite");
    EXPECT_STREQ(suite.attribute("name").value(), "Reads \"a\" meter");
    EXPECT_EQ(suite.attribute("tests").as_int(), 2);
    EXPECT_EQ(suite.attribute("failures").as_int(), 1);
    const auto failed = suite.child("testcase").next_sibling("testcase");
    EXPECT_STREQ(failed.attribute("name").value(), "2 publish b");
    EXPECT_EQ(failed.attribute("line").as_int(), 7);
    for (const char* evidence : {"error:<&>", "this is what Q10 does"})
        EXPECT_NE(std::string{failed.child("failure").child_value()}.find(evidence), std::string::npos);
    EXPECT_EQ(suite.next_sibling("testsuite").attribute("failures").as_int(), 0);
}

TEST(Junit, shows_a_run_that_could_not_be_made_as_an_error) {
    const TemporaryFolder folder;
    RunResult result = passed_run();
    result.verdict = Verdict::error;
    result.error = "broker mqtt://127.0.0.1:1: connection refused";
    write_junit(folder / "junit.xml", {result});
    pugi::xml_document document;
    ASSERT_TRUE(document.load_file((folder / "junit.xml").c_str()));
    const auto suite = document.child("testsuites").child("testsuite");
    EXPECT_EQ(suite.attribute("errors").as_int(), 1);
    EXPECT_STREQ(suite.find_child_by_attribute("name", "run").child("error").attribute("message").value(),
                 "broker mqtt://127.0.0.1:1: connection refused");
}

TEST(Junit, shows_a_skipped_scenario_as_skipped_with_the_reason) {
    const TemporaryFolder folder;
    RunResult result = passed_run();
    result.steps.clear();
    result.verdict = Verdict::skipped;
    result.error = "/dev/ttyUSB0: no such device";
    write_junit(folder / "junit.xml", {result});
    pugi::xml_document document;
    ASSERT_TRUE(document.load_file((folder / "junit.xml").c_str()));
    const auto suite = document.child("testsuites").child("testsuite");
    EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
    EXPECT_EQ(suite.attribute("errors").as_int(), 0);
    EXPECT_STREQ(suite.child("testcase").child("skipped").attribute("message").value(), "/dev/ttyUSB0: no such device");
}

TEST(BatchSummary, lists_what_did_not_pass_and_counts_what_was_not_started) {
    RunResult limit = passed_run();
    limit.verdict = Verdict::time_limit;
    EXPECT_EQ(
        batch_summary({passed_run(), failed_run(), limit}, 5, std::chrono::milliseconds{12440}),
        "failed: a.yaml (Reads \"a\" meter): line 7: publish b: message on /t: expected ok, got error:<&>; this is "
        "what Q10 does\n"
        "time limit: b.yaml (Passes)\n"
        "1 passed, 1 failed, 1 reached the time limit, 2 not started in 12.4 s\n");
}

TEST(Summary, says_how_all_scenarios_ended) {
    const TemporaryFolder folder;
    write_summary(folder / "summary.json", {failed_run(), passed_run()});
    const auto json = nlohmann::json::parse(tests::read_file(folder / "summary.json"));
    EXPECT_EQ(json.at("verdict"), "failed");
    EXPECT_EQ(json.at("exit_code"), 1);
    EXPECT_EQ(json.at("scenarios"), 2);
    EXPECT_EQ(json.at("scenarios_passed"), 1);
    EXPECT_EQ(json.at("results")[0].at("checks_failed"), 1);
    EXPECT_EQ(json.at("results")[0].at("steps")[1].at("checks")[0].at("got"), "error:<&>");
}

TEST(ResultText, brings_a_result_to_another_process) {
    const RunResult before = failed_run();
    const auto after = read_result(result_text(before));
    ASSERT_TRUE(after.has_value());
    EXPECT_EQ(nlohmann::json(*after), nlohmann::json(before));
    EXPECT_EQ(after->verdict, Verdict::failed);
}

TEST(ResultText, is_no_result_when_it_is_cut_off_or_out_of_range) {
    const std::string text = result_text(failed_run());
    EXPECT_FALSE(read_result(text.substr(0, text.size() / 2)).has_value());
    EXPECT_FALSE(read_result("{}").has_value());
    auto json = nlohmann::json::parse(text);
    json["events"] = 1e30;
    EXPECT_FALSE(read_result(json.dump()).has_value());
    json["events"] = -1;
    EXPECT_FALSE(read_result(json.dump()).has_value());
}

TEST(Reports, leave_nothing_half_written_where_they_cannot_write) {
    EXPECT_THROW(write_summary("/proc/no-such-folder/summary.json", {passed_run()}), std::system_error);
}

TEST(Verdicts, the_worst_decides_over_several_scenarios) {
    RunResult limit = passed_run();
    limit.verdict = Verdict::time_limit;
    EXPECT_EQ(overall({passed_run(), passed_run()}), Verdict::passed);
    EXPECT_EQ(overall({passed_run(), limit}), Verdict::time_limit);
    EXPECT_EQ(overall({limit, failed_run()}), Verdict::failed);
    RunResult skipped = passed_run(), environment = passed_run();
    skipped.verdict = Verdict::skipped;
    environment.verdict = Verdict::environment;
    EXPECT_EQ(overall({skipped, passed_run()}), Verdict::passed);
    EXPECT_EQ(overall({failed_run(), environment}), Verdict::environment);
    EXPECT_EQ(exit_code(Verdict::skipped), 0);
    EXPECT_EQ(exit_code(Verdict::environment), 3);
    EXPECT_EQ(exit_code(Verdict::time_limit), 42);
    EXPECT_EQ(exit_code(Verdict::interrupted), 130);
}

}  // namespace
}  // namespace otbench::runner
