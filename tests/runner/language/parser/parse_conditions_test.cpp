#include <gmock/gmock.h>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

/// A scenario of version 2 whose `keys` stand in line 3; its two steps have the labels first and second.
std::string with_keys(const std::string& keys) {
    return "name: A\nversion: 2\n" + keys +
           "\ndevices:\n  boiler: {model: otb-iot, mac: 5ccf7f0b583b}\n"
           "steps: [{note: a, label: first}, {note: b, label: second}]\n";
}

TEST(ExpectedFailure, is_a_known_defect_a_reason_or_a_mapping) {
    const auto expected = [](const std::string& text) { return *support::sound(with_keys(text)).expected_failure; };
    const auto quirk = expected("expect-fail: q34");
    EXPECT_EQ(quirk.quirk, firmware::Quirk::any_baud);
    EXPECT_EQ(quirk.reason, "Q34");
    EXPECT_FALSE(quirk.step);
    const auto words = expected("expect-fail: the cable is too long");
    EXPECT_FALSE(words.quirk);
    EXPECT_EQ(words.reason, "the cable is too long");
    const auto at_number = expected("expect-fail: {quirk: Q34, step: 2}");
    EXPECT_EQ(at_number.step->number, 2U);
    const auto at_label = expected("expect-fail: {reason: too long, step: second}");
    EXPECT_EQ(at_label.reason, "too long");
    EXPECT_EQ(at_label.step->label, "second");
    EXPECT_FALSE(support::sound(with_keys("")).expected_failure);
}

TEST(ExpectedFailure, answers_mistakes) {
    support::expect_answers({
        {"unknown defect", with_keys("expect-fail: Q99"),
         "3:14: unknown defect 'Q99' (expected one that otbench firmware quirks lists, such as Q34)"},
        {"a list", with_keys("expect-fail: [Q34]"), "3:14: an expected failure must be a mapping, not a list"},
        {"nothing expected", with_keys("expect-fail: {step: 1}"),
         "3:14: an expected failure needs 'quirk' or 'reason'"},
        {"unknown label", with_keys("expect-fail: {quirk: Q34, step: secnd}"),
         "3:33: unknown step 'secnd'; did you mean 'second'?"},
        {"beyond the end", with_keys("expect-fail: {quirk: Q34, step: 3}"), "3:33: invalid step 3 (expected 1 to 2)"},
    });
}

TEST(Requirements, are_hardware_and_tools) {
    const auto both = support::sound(with_keys("skip-unless: [hardware, tool:ngspice]")).skip_unless;
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].kind, Requirement::Kind::hardware);
    EXPECT_EQ(both[1].kind, Requirement::Kind::tool);
    EXPECT_EQ(both[1].tool, "ngspice");
    EXPECT_EQ(support::sound(with_keys("skip-unless: tool:ngspice")).skip_unless.size(), 1U);
    support::expect_answers({
        {"unknown", with_keys("skip-unless: hardwire"),
         "3:14: invalid requirement 'hardwire' (expected hardware or a program such as tool:ngspice)"},
        {"a path", with_keys("skip-unless: [tool:bin/x]"),
         "3:15: invalid requirement 'tool:bin/x' (expected hardware or a program such as tool:ngspice)"},
    });
}

TEST(Conditions, need_version_2) {
    const auto old = support::with_steps("  - {note: x, label: a}\n") + "skip-unless: hardware\nexpect-fail: Q34\n";
    EXPECT_THAT(support::complaints(old), ElementsAre("x.yaml:6:15: 'label' needs version 2 of the format",
                                                      "x.yaml:7:1: 'skip-unless' needs version 2 of the format",
                                                      "x.yaml:8:1: 'expect-fail' needs version 2 of the format"));
}

TEST(Labels, are_names) {
    EXPECT_EQ(support::sound(with_keys("")).steps.at(1).label, "second");
}

}  // namespace
}  // namespace otbench::runner
