#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "check/report/badge.hpp"
#include "check/report/console.hpp"
#include "check/report/junit.hpp"
#include "check/report/page.hpp"
#include "check/result_json.hpp"
#include "tests/check/evidence.hpp"

namespace otbench::check {
namespace {

using testing::HasSubstr;
using testing::Not;

CaseResult result_of(const std::string& group, const std::string& name, Verdict verdict) {
    CaseResult result;
    result.group = group;
    result.name = name;
    result.verdict = verdict;
    result.correct = "Asks <politely>.";
    result.replay = "otbench check-client --case " + name;
    result.evidence.frames = {asks(10, fcb_set), answers(60, telegram)};
    result.evidence.frames[1].meters = "heat";
    if (verdict == Verdict::fail) result.findings = {{"sends SND_NKE", "sent none", false}};
    return result;
}

Scorecard card() {
    return {"<client>",
            "1.0",
            "2026-01-02",
            {result_of("link", "a", Verdict::pass), result_of("link", "b", Verdict::fail),
             result_of("gateways", "c", Verdict::informational), result_of("gateways", "d", Verdict::not_applicable)}};
}

TEST(ResultJson, comes_back_from_a_worker_as_it_was) {
    CaseResult sent = result_of("link", "b", Verdict::fail);
    ClientRun run;
    run.command = "client 1";
    run.start = Nanoseconds{2'000'000};
    run.exit_code = 3;
    run.flooded = true;
    run.out = "out \xff";
    sent.evidence.runs = {run};
    const CaseResult received = case_result(to_json(sent));
    EXPECT_EQ(received.verdict, Verdict::fail);
    EXPECT_EQ(received.findings.at(0).got, "sent none");
    EXPECT_EQ(received.evidence.frames.at(1).octets, sent.evidence.frames.at(1).octets);
    EXPECT_EQ(received.evidence.frames.at(1).meters, "heat");
    EXPECT_FALSE(received.evidence.frames.at(1).from_client);
    EXPECT_EQ(received.evidence.runs.at(0).exit_code, 3);
    EXPECT_TRUE(received.evidence.runs.at(0).flooded);
    EXPECT_EQ(received.evidence.runs.at(0).start, run.start);
    EXPECT_THROW(static_cast<void>(case_result("{}")), std::runtime_error);
}

TEST(Scorecard, counts_verdicts_as_json) {
    const auto json = nlohmann::json::parse(to_json(card()));
    EXPECT_EQ(json["totals"]["fail"], 1);
    EXPECT_EQ(json["totals"]["not applicable"], 1);
    EXPECT_EQ(json["cases"][1]["frames"][0]["hex"], fcb_set);
}

TEST(Scorecard, is_a_junit_suite_for_each_group) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(junit_xml(card()).c_str()));
    const auto suite = document.child("testsuites").child("testsuite");
    EXPECT_STREQ(suite.attribute("name").value(), "link");
    EXPECT_EQ(suite.attribute("failures").as_int(), 1);
    EXPECT_THAT(suite.last_child().child("failure").child_value(),
                HasSubstr("expected: sends SND_NKE\ngot:      sent none"));
    EXPECT_TRUE(suite.next_sibling().last_child().child("skipped"));
}

TEST(Scorecard, is_a_page_that_needs_nothing_else) {
    const std::string page = scorecard_page(card());
    EXPECT_THAT(page, HasSubstr("M-Bus check: &lt;client>"));
    EXPECT_THAT(page, HasSubstr("Asks &lt;politely>."));
    EXPECT_THAT(page, HasSubstr("<rect class=\"asks\""));
    EXPECT_THAT(page, HasSubstr("10 7b 01 7c 16"));
    EXPECT_THAT(page, Not(testing::ContainsRegex("src=|href=\"[^#]")));
}

TEST(Scorecard, has_the_times_of_the_frames_on_their_time_line) {
    EXPECT_THAT(scorecard_page(card()), HasSubstr(R"(text-anchor="middle">0.04 s</text>)"));
    EXPECT_THAT(scorecard_page(card()), Not(HasSubstr(R"(text-anchor="middle">0 s</text>)")));
}

TEST(Scorecard, is_a_badge_of_the_cases_passed) {
    EXPECT_THAT(badge_svg(card()), HasSubstr(">2/3<"));
}

TEST(Scorecard, tells_on_the_console_how_to_replay_a_failure) {
    EXPECT_THAT(console_text(card().results[1]), HasSubstr("replay:   otbench check-client --case b"));
    EXPECT_THAT(console_summary(card()), HasSubstr("1 passed, 1 failed, 1 informational, 1 not applicable"));
}

}  // namespace
}  // namespace otbench::check
