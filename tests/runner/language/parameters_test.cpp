// Parameters, includes and loops of version 2.
#include "runner/language/parameters.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

const std::string head2 =
    "name: A\n"                                         // line 1
    "version: 2\n"                                      // 2
    "devices:\n"                                        // 3
    "  boiler: {model: otb-iot, mac: 5ccf7f0b583b}\n";  // 4

CasesResult cases(const std::string& text, const ParameterValues& chosen = {}, const std::string& name = "x.yaml") {
    return parse_cases_text(name, text, support::catalog(), step_kinds(), chosen);
}

std::vector<std::string> names(const CasesResult& result) {
    for (const auto& diagnostic : result.diagnostics) ADD_FAILURE() << to_string(diagnostic);
    std::vector<std::string> found;
    for (const auto& scenario : result.scenarios) found.push_back(scenario.name);
    return found;
}

std::vector<std::string> titles(const CasesResult& result) {
    for (const auto& diagnostic : result.diagnostics) ADD_FAILURE() << to_string(diagnostic);
    std::vector<std::string> found;
    for (const auto& scenario : result.scenarios)
        for (const auto& step : scenario.steps) found.push_back(step.title);
    return found;
}

std::vector<std::string> mistakes(const CasesResult& result) {
    std::vector<std::string> lines;
    for (const auto& diagnostic : result.diagnostics) lines.push_back(to_string(diagnostic));
    return lines;
}

std::string file(const std::string& name, const std::string& content) {
    const auto path =
        testing::TempDir() + "otbench_" + testing::UnitTest::GetInstance()->current_test_info()->name() + "_" + name;
    std::ofstream{path} << content;
    return path.substr(testing::TempDir().size());
}

TEST(Parameters, make_a_case_of_every_combination_the_last_one_fastest) {
    const auto result = cases(head2 +
                              "parameters: {baud: [300, 2400], parity: [even, none]}\n"
                              "steps: [{publish: 'set/${baud}/${parity}/${chip_id}'}]\n");
    EXPECT_THAT(names(result), ElementsAre("A [baud=300, parity=even]", "A [baud=300, parity=none]",
                                           "A [baud=2400, parity=even]", "A [baud=2400, parity=none]"));
    EXPECT_THAT(titles(result), ElementsAre("publish set/300/even/${chip_id}", "publish set/300/none/${chip_id}",
                                            "publish set/2400/even/${chip_id}", "publish set/2400/none/${chip_id}"));
    EXPECT_EQ(result.scenarios[2].parameters.at("baud"), "2400");
}

TEST(Parameters, leave_out_what_is_excluded) {
    EXPECT_THAT(names(cases(head2 + "parameters: {baud: [300, 2400], parity: [even, none]}\n"
                                    "exclude: [{baud: 300, parity: none}, {baud: 2400, parity: even}]\n"
                                    "steps: [note: x]\n")),
                ElementsAre("A [baud=300, parity=even]", "A [baud=2400, parity=none]"));
}

TEST(Parameters, of_an_excluded_row_must_describe_a_case) {
    const auto bad = [](const std::string& text, const ParameterValues& chosen = {}) {
        return mistakes(cases(head2 + text + "steps: [note: x]\n", chosen));
    };
    const std::string matrix = "parameters: {baud: [300, 2400], parity: [even, none]}\nexclude:\n";
    EXPECT_THAT(bad(matrix + "  - {baud: 300, parity: noone}\n"),
                ElementsAre("x.yaml:7:25: unknown value 'noone' of 'parity'; did you mean 'none'?"));
    EXPECT_THAT(bad(matrix + "  - {baud: 9600}\n"),
                ElementsAre("x.yaml:7:12: unknown value '9600' of 'baud'; known: 300, 2400"));
    EXPECT_THAT(bad("parameters: [{baud: 300, parity: even}, {baud: 2400, parity: none}]\nexclude:\n"
                    "  - {baud: 300, parity: none}\n"),
                ElementsAre("x.yaml:7:5: no case has these values (expected a row that leaves out at least one)"));
    // Rows may overlap, and a value from the command line may be one that no row excludes.
    EXPECT_THAT(bad(matrix + "  - {baud: 300}\n  - {baud: 300, parity: none}\n"), ElementsAre());
    EXPECT_THAT(bad(matrix + "  - {baud: 300}\n", {{"baud", "2400"}}), ElementsAre());
}

TEST(Parameters, take_named_rows) {
    EXPECT_THAT(names(cases(head2 + "parameters: [{name: slow, baud: 300}, {baud: 9600}]\nsteps: [note: x]\n")),
                ElementsAre("A [slow]", "A [baud=9600]"));
}

TEST(Parameters, take_the_rows_of_a_csv_file) {
    const auto name = file("rows.csv", "baud, parity\n300, even\r\n9600,none\n\n");
    EXPECT_THAT(names(cases(head2 + "parameters: " + name + "\nsteps: [note: x]\n", {}, testing::TempDir() + "x.yaml")),
                ElementsAre("A [baud=300, parity=even]", "A [baud=9600, parity=none]"));
}

TEST(Parameters, of_a_csv_file_may_be_quoted_and_follow_a_byte_order_mark) {
    const auto name = file("quoted.csv", "\xEF\xBB\xBF\"baud\",text\r\n300,\"a, \"\"b\"\"\" \r\n9600 , \"\"\n");
    const auto result =
        cases(head2 + "parameters: " + name + "\nsteps: [note: 'x${text}']\n", {}, testing::TempDir() + "x.yaml");
    EXPECT_THAT(names(result), ElementsAre("A [baud=300, text=a, \"b\"]", "A [baud=9600, text=]"));
}

TEST(Parameters, of_a_bad_csv_file_are_answered_with_its_line) {
    const auto answer = [](const std::string& table) {
        const auto name = file("bad.csv", table);
        auto mistake =
            mistakes(cases(head2 + "parameters: " + name + "\nsteps: [note: x]\n", {}, testing::TempDir() + "x.yaml"));
        EXPECT_EQ(mistake.size(), 1U);
        return mistake.empty() ? "" : mistake.front().substr(mistake.front().find("bad.csv"));
    };
    EXPECT_EQ(answer("baud,parity\n\n300\n"), "bad.csv:3: expected 2 cells, got 1");
    EXPECT_EQ(answer("baud,baud\n1,2\n"), "bad.csv:1: two columns are called 'baud'");
    EXPECT_EQ(answer("ba ud\n1\n"), "bad.csv:1: invalid name 'ba ud' (expected letters, digits, '-' and '_')");
    EXPECT_EQ(answer("baud\n\"300\n"), "bad.csv:2: a quote has no end, or more than a comma behind it");
    EXPECT_EQ(answer("baud\n\"300\"0\n"), "bad.csv:2: a quote has no end, or more than a comma behind it");
    EXPECT_EQ(answer("baud\n"), "bad.csv: no rows");
}

TEST(Parameters, give_each_case_a_name_of_its_own) {
    const auto bad = [](const std::string& text) { return mistakes(cases(head2 + text + "steps: [note: x]\n")); };
    EXPECT_THAT(bad("parameters: [{name: slow, a: 1}, {name: slow, a: 2}]\n"),
                ElementsAre("x.yaml:5:1: two cases are called 'slow' (expected different values or names)"));
    EXPECT_THAT(bad("parameters: {a: [1, 1]}\n"),
                ElementsAre("x.yaml:5:1: two cases are called 'a=1' (expected different values or names)"));
}

TEST(Parameters, chosen_on_the_command_line_replace_a_list_and_select_rows) {
    const std::string matrix = head2 + "parameters: {baud: [300, 2400], parity: [even, none]}\nsteps: [note: x]\n";
    EXPECT_THAT(names(cases(matrix, {{"baud", "9600"}})),
                ElementsAre("A [baud=9600, parity=even]", "A [baud=9600, parity=none]"));
    const std::string rows = head2 + "parameters: [{baud: 300}, {baud: 9600}]\nsteps: [note: x]\n";
    EXPECT_THAT(names(cases(rows, {{"baud", "9600"}})), ElementsAre("A [baud=9600]"));
    EXPECT_THAT(mistakes(cases(matrix, {{"bud", "1"}})),
                ElementsAre("x.yaml:5:1: unknown parameter 'bud'; did you mean 'baud'?"));
}

TEST(Parameters, answer_mistakes_once_with_their_place) {
    const auto bad = [](const std::string& text) { return mistakes(cases(head2 + text + "steps: [note: x]\n")); };
    EXPECT_THAT(bad("parameters: {baud: []}\n"), ElementsAre("x.yaml:5:14: 'baud' needs at least one value"));
    EXPECT_THAT(bad("parameters: {baud: [[1]]}\n"),
                ElementsAre("x.yaml:5:21: a value of 'baud' must be text, not a list"));
    EXPECT_THAT(bad("parameters: {chip_id: [1]}\n"),
                ElementsAre("x.yaml:5:14: invalid name 'chip_id' (expected letters, digits, '-' and '_')"));
    EXPECT_THAT(bad("parameters: [{a: 1}, {b: 1}]\n"), ElementsAre("x.yaml:5:22: this row needs 'a', as the first one",
                                                                   "x.yaml:5:23: unknown parameter 'b'; known: a"));
    EXPECT_THAT(bad("exclude: [{a: 1}]\n"), ElementsAre("x.yaml:5:1: 'exclude' needs 'parameters'"));
    EXPECT_THAT(bad("parameters: {a: [1]}\nexclude: [{a: 1}]\n"),
                ElementsAre("x.yaml:6:10: 'exclude' leaves out every case (expected at least one to remain)"));
    EXPECT_THAT(bad("parameters: {a: [1]}\nexclude: [{b: 1}]\n"),
                ElementsAre("x.yaml:6:12: unknown parameter 'b'; known: a"));
    EXPECT_THAT(bad("parameters: {a: [1]}\nexclude: [{}]\n"),
                ElementsAre("x.yaml:6:11: a row of 'exclude' needs at least one parameter"));
    EXPECT_EQ(mistakes(cases(head2 + "parameters: {a: [1, 2]}\nsteps: [publish: '${b}']\n")).size(), 1U);
}

TEST(Parameters, need_version_2) {
    EXPECT_THAT(mistakes(cases(support::with_steps("  - note: x\n") + "tags: [a]\nparameters: {a: [1]}\n")),
                ElementsAre("x.yaml:7:1: 'tags' needs version 2 of the format",
                            "x.yaml:8:1: 'parameters' needs version 2 of the format"));
    EXPECT_THAT(mistakes(cases(support::with_steps("  - repeat: {count: 2, steps: [note: x]}\n"))),
                ElementsAre("x.yaml:6:5: 'repeat' needs version 2 of the format"));
}

TEST(Repeat, runs_its_steps_the_given_number_of_times) {
    EXPECT_THAT(titles(cases(head2 + "steps: [repeat: {count: 2, steps: [{note: 'round ${round}'}, {wait: 1s}]}]\n")),
                ElementsAre("note round 1", "wait 1s", "note round 2", "wait 1s"));
    EXPECT_THAT(
        titles(cases(head2 + "steps: [repeat: {for: {a: [x, y]}, steps: [repeat: {for: {b: [1, 2]}, steps: [note: "
                             "'${a}${b}']}]}]\n")),
        ElementsAre("note x1", "note x2", "note y1", "note y2"));
}

TEST(Repeat, needs_an_end) {
    EXPECT_THAT(mistakes(cases(head2 + "steps: [repeat: {steps: [note: x]}]\n")),
                ElementsAre("x.yaml:5:17: expected 'count' or 'for'"));
    EXPECT_EQ(mistakes(cases(head2 + "steps: [repeat: {count: 0, steps: [note: x]}]\n")).size(), 1U);
    EXPECT_EQ(mistakes(cases(head2 + "steps: [repeat: {count: 3, steps: [publsh: x]}]\n")).size(), 1U) << "once";
}

TEST(Include, puts_the_steps_of_a_file_in_its_place) {
    const auto name = file("login.yaml", "- publish: 'set/${what}'\n- note: ${who}\n");
    const auto result =
        cases(head2 + "parameters: {who: [me]}\nsteps: [{include: " + name + ", with: {what: all}}, {note: end}]\n", {},
              testing::TempDir() + "x.yaml");
    EXPECT_THAT(titles(result), ElementsAre("publish set/all", "note me", "note end"));
}

TEST(Include, reports_mistakes_in_the_included_file_under_its_name) {
    const auto name = file("bad.yaml", "- note: fine\n- publsh: x\n");
    const auto lines = mistakes(cases(head2 + "steps: [include: " + name + "]\n", {}, testing::TempDir() + "x.yaml"));
    EXPECT_THAT(lines, ElementsAre(testing::TempDir() + name + ":2:3: unknown step 'publsh'; did you mean 'publish'?"));
}

TEST(Include, refuses_a_cycle_and_a_missing_file) {
    const auto name = file("self.yaml", "- include: otbench_refuses_a_cycle_and_a_missing_file_self.yaml\n");
    const auto lines = mistakes(cases(head2 + "steps: [include: " + name + "]\n", {}, testing::TempDir() + "x.yaml"));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0], testing::HasSubstr("includes itself"));
    EXPECT_THAT(mistakes(cases(head2 + "steps: [include: nowhere.yaml]\n")),
                ElementsAre("x.yaml:5:18: nowhere.yaml: no such file"));
}

}  // namespace
}  // namespace otbench::runner
