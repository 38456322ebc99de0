#include "runner/report/junit.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <pugixml.hpp>

#include "runner/report/github.hpp"
#include "tests/runner/report/results.hpp"
#include "tests/support/program.hpp"

namespace otbench::runner {
namespace {

using support::failed_run;
using support::passed_run;
using testing::HasSubstr;
using testing::Not;
using tests::TemporaryFolder;

class Junit : public testing::Test {
protected:
    /// The report of these results, read back.
    pugi::xml_node write(const std::vector<RunResult>& results) {
        write_junit(folder_ / "junit.xml", results, {folder_.path(), "1.2"});
        EXPECT_TRUE(document_.load_file((folder_ / "junit.xml").c_str()));
        return document_.child("testsuites");
    }

    const TemporaryFolder folder_;

private:
    pugi::xml_document document_;
};

TEST_F(Junit, has_a_suite_a_file_and_a_case_a_scenario_with_stable_names) {
    RunResult second = passed_run();
    second.name = "Passes [baud=300]";
    const auto suites = write({failed_run(), passed_run(), second});
    const auto first = suites.child("testsuite");
    EXPECT_STREQ(first.attribute("name").value(), "suite/a.yaml");
    EXPECT_EQ(first.attribute("tests").as_int(), 1);
    EXPECT_EQ(first.attribute("failures").as_int(), 1);
    EXPECT_STREQ(first.child("testcase").attribute("classname").value(), "suite.a");
    EXPECT_STREQ(first.child("testcase").attribute("name").value(), "Reads \"a\" meter");
    EXPECT_STREQ(first.child("testcase").attribute("time").value(), "0.250");
    const auto other = first.next_sibling("testsuite");
    EXPECT_EQ(other.attribute("tests").as_int(), 2);
    EXPECT_EQ(other.attribute("failures").as_int(), 0);
    EXPECT_STREQ(other.last_child().attribute("name").value(), "Passes [baud=300]");
}

TEST_F(Junit, numbers_the_rounds_of_a_case_that_is_repeated) {
    std::vector<std::string> names;
    for (const auto& test_case : write({passed_run(), passed_run(), passed_run()}).child("testsuite"))
        names.emplace_back(test_case.attribute("name").value());
    EXPECT_EQ(names, (std::vector<std::string>{"Passes", "Passes (2)", "Passes (3)"}));
}

TEST_F(Junit, shows_a_failure_with_its_evidence_the_steps_and_the_trace) {
    std::filesystem::create_directory(folder_ / "a-2");
    for (const char* file : {"a-2/events.jsonl", "a-2/report.html"}) tests::write_file(folder_ / file, "");
    RunResult run = failed_run();
    run.steps_skipped = 2;
    const auto test_case = write({run}).child("testsuite").child("testcase");
    const auto failure = test_case.child("failure");
    EXPECT_STREQ(failure.attribute("message").value(),
                 "line 7: publish b: message on /t: expected ok, got error:<&>; this is what Q10 does");
    EXPECT_THAT(failure.child_value(), HasSubstr("this is what Q10 does\n"));
    EXPECT_THAT(failure.child_value(), HasSubstr("expected  ok\n  got       error:<&>\n"));
    EXPECT_THAT(failure.child_value(), HasSubstr("{\"id\":1}"));
    const std::string out = test_case.child("system-out").child_value();
    EXPECT_THAT(out, HasSubstr("1.500 s  pass  publish a  ->  ok\n"));
    EXPECT_THAT(out, HasSubstr("1.500 s  FAIL  publish b  ->  error:<&>\n2 steps skipped after the failure\n"));
    EXPECT_THAT(out, HasSubstr("\n[[ATTACHMENT|" + folder_ / "a-2/events.jsonl" + "]]\n"));
    EXPECT_THAT(out, HasSubstr("\n[[ATTACHMENT|" + folder_ / "a-2/report.html" + "]]\n"));
    EXPECT_THAT(out, Not(HasSubstr("waves.vcd")));
}

TEST_F(Junit, has_the_properties_of_a_run) {
    const auto properties = write({failed_run()}).child("testsuite").child("testcase").child("properties");
    const auto property = [&](const char* name) {
        return std::string{properties.find_child_by_attribute("name", name).attribute("value").value()};
    };
    EXPECT_EQ(property("otbench"), "1.2");
    EXPECT_EQ(property("seed"), "7");
    EXPECT_EQ(property("broker"), "internal");
    EXPECT_EQ(property("parameter:baud"), "2400");
}

TEST_F(Junit, tells_failures_errors_and_skips_apart) {
    struct {
        Verdict verdict;
        const char* element;
        const char* total;
    } const expected[] = {
        {Verdict::unexpected_pass, "failure", "failures"},
        {Verdict::time_limit, "error", "errors"},
        {Verdict::error, "error", "errors"},
        {Verdict::environment, "error", "errors"},
        {Verdict::interrupted, "error", "errors"},
        {Verdict::skipped, "skipped", "skipped"},
        {Verdict::expected_failure, "skipped", "skipped"},
    };
    for (const auto& [verdict, element, total] : expected) {
        RunResult result = passed_run();
        result.verdict = verdict;
        result.error = "why";
        const auto suite = write({result}).child("testsuite");
        EXPECT_STREQ(suite.child("testcase").child(element).attribute("message").value(), "why") << element;
        EXPECT_STREQ(suite.child("testcase").child(element).attribute("type").value(), name_of(verdict));
        EXPECT_EQ(suite.attribute(total).as_int(), 1) << name_of(verdict);
    }
}

TEST_F(Junit, of_a_skipped_scenario_refers_to_no_trace) {
    RunResult result = passed_run();
    result.verdict = Verdict::skipped;
    EXPECT_THAT(write({result}).child("testsuite").child("testcase").child("system-out").child_value(),
                Not(HasSubstr("ATTACHMENT")));
}

TEST_F(Junit, survives_control_characters_in_names) {
    RunResult result = passed_run();
    result.name = "a\x01z";
    EXPECT_STREQ(write({result}).child("testsuite").child("testcase").attribute("name").value(), "a\\x01z");
}

TEST(Github, annotates_each_failure_at_its_line) {
    EXPECT_EQ(github_annotations({passed_run()}), "");
    EXPECT_EQ(
        github_annotations({failed_run()}),
        "::error file=suite/a.yaml,line=7,title=Reads \"a\" meter::line 7: publish b: message on /t: expected ok, "
        "got error:<&>; this is what Q10 does\n");
    RunResult broken = passed_run();
    broken.verdict = Verdict::environment;
    broken.name = "a, b: 100 %";
    broken.error = "100 %\nof";
    EXPECT_EQ(github_annotations({broken}), "::error file=b.yaml,title=a%2C b%3A 100 %25::100 %25%0Aof\n");
}

TEST(Github, annotates_mistakes_in_files_at_their_place) {
    EXPECT_EQ(github_annotation({"a,b.yaml", {3, 7}, "unknown key\n100 %"}),
              "::error file=a%2Cb.yaml,line=3,col=7::unknown key%0A100 %25\n");
    EXPECT_EQ(github_annotation({"a.yaml", {}, "cannot be read"}), "::error file=a.yaml::cannot be read\n");
}

TEST(Github, sums_a_run_up_as_a_page) {
    EXPECT_EQ(github_summary({passed_run()}, "1 passed"), "### Otbench: 1 passed\n");
    RunResult broken = passed_run();
    broken.verdict = Verdict::error;
    broken.error = "a | b <c>";
    EXPECT_EQ(github_summary({passed_run(), broken}, "1 passed, 1 invalid"),
              "### Otbench: 1 passed, 1 invalid\n\n| scenario | result | reason |\n|---|---|---|\n"
              "| Passes (b.yaml) | error | a \\| b &lt;c> |\n");
}

}  // namespace
}  // namespace otbench::runner
