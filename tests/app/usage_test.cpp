#include "app/usage.hpp"

#include <gmock/gmock.h>
#include <CLI/CLI.hpp>

#include "app/verbs.hpp"

namespace otbench::app {
namespace {

/// The complaint about a command line; "accepted" without one.
std::string complaint_about(std::vector<std::string> words) {
    CLI::App app;
    app.name("otbench");
    int exit_code = 0;
    add_verbs(app, exit_code);
    std::reverse(words.begin(), words.end());
    try {
        app.parse(words);
    } catch (const CLI::ParseError& error) {
        return complaint(app, error);
    }
    return "accepted";
}

TEST(Usage, suggests_the_verb_that_was_probably_meant) {
    EXPECT_EQ(complaint_about({"decod", "--format", "json", "e5"}),
              "unknown verb 'decod'; did you mean 'decode'? (otbench --help)");
    EXPECT_EQ(complaint_about({"circuit", "swep"}),
              "unknown verb 'swep'; did you mean 'sweep'? (otbench circuit --help)");
}

TEST(Usage, lists_the_verbs_when_one_is_missing) {
    EXPECT_EQ(complaint_about({"profiles"}), "expected a verb: list, faults, show, import (otbench profiles --help)");
}

TEST(Usage, suggests_the_option_that_was_probably_meant) {
    EXPECT_EQ(complaint_about({"run", "x.yaml", "--sede", "1"}),
              "unknown option '--sede'; did you mean '--seed'? (otbench run --help)");
    EXPECT_EQ(complaint_about({"--hepl"}), "unknown option '--hepl'; did you mean '--help'? (otbench --help)");
}

TEST(Usage, says_how_many_arguments_were_expected) {
    EXPECT_EQ(complaint_about({"run", "x.yaml", "--out"}), "--out: missing value (expected DIR) (otbench run --help)");
    EXPECT_EQ(complaint_about({"trace", "diff", "a.jsonl"}),
              "TRACE: 1 given (expected at least 2) (otbench trace diff --help)");
    EXPECT_EQ(complaint_about({"firmware", "quirks", "Q14"}),
              "unexpected argument 'Q14' (otbench firmware quirks --help)");
}

TEST(Usage, says_what_a_value_was_expected_to_be) {
    EXPECT_EQ(complaint_about({"run", "x.yaml", "-j", "300"}),
              "--jobs: invalid value '300' (expected 1 to 256) (otbench run --help)");
    EXPECT_EQ(complaint_about({"run", "x.yaml", "--seed", "-1"}),
              "--seed: invalid value '-1' (expected a whole number, 0 or more) (otbench run --help)");
    EXPECT_EQ(complaint_about({"read", "1", "--from", "tcp:127.0.0.1:1", "--parity", "mark"}),
              "--parity: invalid value 'mark' (expected one of even, odd, none) (otbench read --help)");
    EXPECT_EQ(complaint_about({"read", "1", "--from", "tcp:127.0.0.1:1", "--baud", "49.5"}),
              "--baud: invalid value '49.5' (expected 50 to 115200) (otbench read --help)");
    EXPECT_EQ(complaint_about({"run", "x.yaml", "--out", ""}),
              "--out: invalid value '' (expected a text) (otbench run --help)");
}

}  // namespace
}  // namespace otbench::app
