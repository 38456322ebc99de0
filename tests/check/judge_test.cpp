#include <gmock/gmock.h>

#include "check/judge/frame_checks.hpp"
#include "check/judge/output_checks.hpp"
#include "check/judge/verdict.hpp"
#include "tests/check/evidence.hpp"

namespace otbench::check {
namespace {

using testing::HasSubstr;

std::string violation(const Check& check, std::vector<LineFrame> frames) {
    Evidence evidence;
    evidence.frames = std::move(frames);
    return check.violation(evidence).value_or("met");
}

std::string violation(const Check& check, std::vector<std::string> values, int exit_code = 0) {
    Evidence evidence;
    ClientRun run;
    run.ended = true;
    run.exit_code = exit_code;
    run.values = std::move(values);
    evidence.runs = {run};
    return check.violation(evidence).value_or("met");
}

TEST(FrameChecks, want_a_reset_of_the_own_address_before_the_request) {
    EXPECT_EQ(violation(resets_before_asking(1), {asks(0, nke_1), asks(100, fcb_set)}), "met");
    EXPECT_THAT(violation(resets_before_asking(1), {asks(0, "1040fd3d16"), asks(100, fcb_set)}),
                HasSubstr("asked without it: 10 7b 01 7c 16 at 0.100 s"));
}

TEST(FrameChecks, want_the_frame_count_bit_to_toggle_after_an_answer_only) {
    EXPECT_EQ(violation(toggles_fcb(), {asks(0, fcb_set), answers(50, telegram), asks(200, fcb_clear)}), "met");
    EXPECT_EQ(violation(toggles_fcb(), {asks(0, fcb_set), answers(50, telegram), asks(200, fcb_set)}),
              "10 7b 01 7c 16 at 0.200 s");
    EXPECT_EQ(violation(toggles_fcb(), {asks(0, fcb_set), asks(200, fcb_set)}), "met");
    EXPECT_EQ(violation(repeats_unchanged(), {asks(0, fcb_set), asks(200, fcb_set)}), "met");
    EXPECT_EQ(violation(repeats_unchanged(), {asks(0, fcb_set), asks(200, fcb_clear)}), "10 5b 01 5c 16 at 0.200 s");
    EXPECT_EQ(violation(repeats_unchanged(), {asks(0, fcb_set), asks(200, nke_1), asks(300, fcb_clear)}), "met");
}

TEST(FrameChecks, measure_the_times_of_the_standard_at_the_speed_of_the_line) {
    EXPECT_EQ(violation(pauses(11), {answers(0, e5), asks(1.146 + 1.2, fcb_set)}), "met");
    EXPECT_THAT(violation(pauses(11), {answers(0, e5), asks(1.146 + 1.0, fcb_set)}), HasSubstr("waited 9.6 bit times"));
    EXPECT_EQ(violation(waits_for_answers(), {asks(0, fcb_set), asks(5.73 + 85, fcb_set)}), "met");
    EXPECT_THAT(violation(waits_for_answers(), {asks(0, fcb_set), asks(5.73 + 60, fcb_set)}),
                HasSubstr("waited 60 ms"));
    EXPECT_EQ(violation(does_not_interrupt(), {answers(0, telegram), asks(20, fcb_set)}), "met");
    EXPECT_THAT(violation(does_not_interrupt(), {answers(0, telegram), asks(5, fcb_set)}), HasSubstr("sent 10 7b"));
}

TEST(FrameChecks, find_bytes_that_are_no_frame_of_a_master) {
    EXPECT_EQ(violation(sends_sound_frames(), {asks(0, nke_1), asks(100, fcb_set)}), "met");
    EXPECT_THAT(violation(sends_sound_frames(), {asks(0, "1040014216")}), HasSubstr("sent 10 40 01 42 16"));
    EXPECT_THAT(violation(sends_sound_frames(), {asks(0, "1008010916")}), HasSubstr("sent 10 08"));
}

TEST(FrameChecks, compare_the_content_of_commands) {
    const std::string sets_9 = "680606685301 51 01 7a 09 2916";
    EXPECT_EQ(violation(sends_command(1, 0x51, "01 7a 09"), {asks(0, sets_9)}), "met");
    EXPECT_THAT(violation(sends_command(1, 0x51, "01 7a 08"), {asks(0, sets_9)}), HasSubstr("sent 68 06"));
    EXPECT_EQ(violation(sends_command(1, 0x50), {asks(0, sets_9)}), "sent none");
}

TEST(OutputChecks, compare_numbers_by_value_and_texts_by_parts) {
    const Printed energy{"9730 kWh", {"9730", "973"}}, site{"SITE", {"SITE-NORTH"}};
    EXPECT_EQ(violation(prints({energy, site}), std::vector<std::string>{"973.000000", "at site-north"}), "met");
    EXPECT_EQ(violation(prints({energy, site}), std::vector<std::string>{"97300", "site"}),
              "did not print 9730 kWh, SITE");
    EXPECT_EQ(violation(prints_none({energy}), std::vector<std::string>{"9730"}), "printed 9730 kWh");
}

TEST(OutputChecks, find_an_identification_number_at_the_begin_of_a_secondary_address) {
    const Printed meter{"14273160", {"14273160*"}};
    EXPECT_EQ(violation(prints({meter}), std::vector<std::string>{"1427316077040904"}), "met");
    EXPECT_EQ(violation(prints({meter}), std::vector<std::string>{"7714273160", "1427316"}), "did not print 14273160");
}

TEST(OutputChecks, want_an_exit_code_for_a_failure) {
    EXPECT_EQ(violation(reports_failure(), std::vector<std::string>{}, 1), "met");
    EXPECT_EQ(violation(reports_failure(), std::vector<std::string>{}, 0), "exit code 0");
}

CaseResult judged(std::vector<Check> checks, bool ended = true) {
    Case one{"x", "", "", "", {}, {}, std::move(checks)};
    CaseResult result;
    result.evidence.frames = {asks(0, nke_1)};
    ClientRun run;
    run.ended = ended;
    result.evidence.runs = {run};
    judge(one, result);
    return result;
}

TEST(Verdict, follows_from_the_conditions) {
    const Check unmet{"x", [](const Evidence&) { return std::optional<std::string>{"y"}; }};
    const Check met{"x", [](const Evidence&) { return std::optional<std::string>{}; }};
    EXPECT_EQ(judged({met}).verdict, Verdict::pass);
    EXPECT_EQ(judged({met, unmet}).verdict, Verdict::fail);
    EXPECT_EQ(judged({met, remark(unmet)}).verdict, Verdict::informational);
    EXPECT_EQ(judged({remark(unmet), unmet}).verdict, Verdict::fail);
    EXPECT_EQ(judged({met}, false).verdict, Verdict::fail);
}

TEST(Verdict, is_fail_for_a_client_that_sends_nothing_unless_that_is_right) {
    Case one{"x", "", "", "", {}, {}, {sends_at_most(3)}};
    CaseResult result;
    result.evidence.runs = {ClientRun{}};
    result.evidence.runs[0].ended = true;
    CaseResult refusal = result;
    judge(one, result);
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_EQ(result.findings.at(0).got, "sent nothing");
    one.may_be_silent = true;
    judge(one, refusal);
    EXPECT_EQ(refusal.verdict, Verdict::pass);
}

TEST(Verdict, names_the_reason_why_a_run_was_ended) {
    CaseResult result;
    result.evidence.frames = {asks(0, nke_1)};
    result.evidence.runs = {ClientRun{}};
    result.evidence.runs[0].flooded = true;
    judge(Case{"x", "", "", "", {}, {}, {}}, result);
    EXPECT_EQ(result.findings.at(0).got, "was ended after 0.0 s, because it printed too much");
}

TEST(Verdict, is_fail_for_a_crash_but_not_for_any_exit_code) {
    constexpr int aborted = 134, minus_one = 255;
    for (const int code : {aborted, minus_one}) {
        CaseResult result;
        result.evidence.frames = {asks(0, nke_1)};
        result.evidence.runs = {ClientRun{}};
        result.evidence.runs[0].ended = true;
        result.evidence.runs[0].exit_code = code;
        judge(Case{"x", "", "", "", {}, {}, {reports_failure()}}, result);
        EXPECT_EQ(result.verdict, code == aborted ? Verdict::fail : Verdict::pass);
    }
}

TEST(Verdict, of_a_client_that_came_by_itself_leaves_out_what_it_printed) {
    Case one{"x", "", "", "", {}, {}, {succeeds(), resets_before_asking(1)}};
    CaseResult silent, result;
    judge(one, silent);
    EXPECT_EQ(silent.verdict, Verdict::not_applicable);
    result.evidence.frames = {asks(0, nke_1), asks(100, fcb_set)};
    judge(one, result);
    EXPECT_EQ(result.verdict, Verdict::pass);
    EXPECT_EQ(result.findings.size(), 1u);
}

}  // namespace
}  // namespace otbench::check
