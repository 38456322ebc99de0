// Manual pages by a reader of roff, completion by the shells themselves.
#include <gmock/gmock.h>
#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/manual/completion_scripts.hpp"
#include "app/manual/man_page.hpp"
#include "app/verbs.hpp"
#include "tests/support/program.hpp"

namespace otbench::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

/// Runs a program of the PATH.
tests::ProgramResult run(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    return tests::run_program("/usr/bin/env", arguments);
}

class Manual : public ::testing::Test {
protected:
    Manual() {
        app.name("otbench");
        add_verbs(app, exit_code);
    }

    /// What `shell` prints of the script and the commands behind it.
    std::string shell_output(const std::string& shell, const std::string& script, const std::string& commands) {
        const std::string file = folder / "completion";
        tests::write_file(file, script);
        const auto result = run(shell, {"-c", "source " + file + "; " + commands});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, IsEmpty());
        return result.out;
    }

    tests::TemporaryFolder folder;
    CLI::App app;
    int exit_code = 0;
};

TEST_F(Manual, every_page_is_clean_roff) {
    const std::function<void(const CLI::App&, const std::string&)> check = [&](const CLI::App& verb,
                                                                               const std::string& path) {
        const std::string file = folder / (man_page_name(path) + ".1");
        tests::write_file(file, man_page(verb, path));
        const auto lint = run("mandoc", {"-T", "lint", "-W", "error", file});
        EXPECT_EQ(lint.exit_code, 0) << path << '\n' << lint.out;
        for (const CLI::App* below : verb.get_subcommands([](const CLI::App*) { return true; }))
            check(*below, path + ' ' + below->get_name());
    };
    check(app, "otbench");
}

TEST_F(Manual, a_page_shows_options_examples_and_exit_codes_of_the_help) {
    const std::string file = folder / "page.1";
    tests::write_file(file, man_page(*app.get_subcommand("decode"), "otbench decode"));
    const std::string plain = run("sh", {"-c", "mandoc -T utf8 -O width=200 '" + file + "' | sed 's/.\x08//g'"}).out;
    EXPECT_THAT(plain, HasSubstr("otbench-decode - Decode telegrams"));
    EXPECT_THAT(plain, HasSubstr("--format FORMAT"));
    EXPECT_THAT(plain, HasSubstr("one of table, json"));
    EXPECT_THAT(plain, HasSubstr("mosquitto_sub -v -t '#' | otbench decode -"));
    EXPECT_THAT(plain, HasSubstr("2 a file cannot be read"));
    EXPECT_THAT(plain, HasSubstr("otbench(1)"));
}

TEST_F(Manual, bash_completes_verbs_options_and_values) {
    const auto completed = [&](const std::string& words, int current) {
        return shell_output("bash", bash_completion(app),
                            "COMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(current) +
                                "; _otbench; echo \"${COMPREPLY[@]}\"");
    };
    EXPECT_EQ(completed("otbench circuit sw", 2), "sweep\n");
    EXPECT_EQ(completed("otbench circuit sweep --var", 3), "--vary\n");
    EXPECT_EQ(completed("otbench decode --format x", 3), "xml xml-normalized\n");
    EXPECT_EQ(completed("otbench val", 1), "validate\n");
    EXPECT_EQ(completed("otbench help circuit sw", 3), "sweep\n");
}

TEST_F(Manual, fish_completes_verbs_options_and_values) {
    const auto completed = [&](const std::string& line) {
        return shell_output("fish", fish_completion(app), "complete -C '" + line + "'");
    };
    EXPECT_THAT(completed("otbench circuit swe"), MatchesRegex("sweep\t[^\n]+\n"));
    EXPECT_THAT(completed("otbench circuit sweep --var"), MatchesRegex("--vary\t[^\n]+\n"));
    EXPECT_THAT(completed("otbench decode --format xm"), MatchesRegex("xml\t[^\n]+\nxml-normalized\t[^\n]+\n"));
    EXPECT_THAT(completed("otbench help circuit swe"), MatchesRegex("sweep\t[^\n]+\n"));
}

/// zsh completes in its line editor only: the functions that print what they are given stand for it.
TEST_F(Manual, zsh_completes_verbs_options_and_values) {
    const std::string stand_ins =
        "compdef() { :; }; _files() { echo files; }; compadd() { print -r -- ${@[2,-1]}; }; "
        "_describe() { print -rl -- ${(P)2}; }; ";
    tests::write_file(folder / "completion", zsh_completion(app));
    const auto completed = [&](const std::string& words, int current) {
        const auto result = run("zsh", {"-c", stand_ins + "source " + folder / "completion" + "; words=(" + words +
                                                  "); CURRENT=" + std::to_string(current) + "; _otbench"});
        EXPECT_THAT(result.err, IsEmpty());
        return result.out;
    };
    EXPECT_THAT(completed("otbench circuit ''", 3), HasSubstr("sweep:Measure an installation"));
    EXPECT_THAT(completed("otbench circuit sweep --v", 4), HasSubstr("--vary:"));
    EXPECT_THAT(completed("otbench help ''", 3), HasSubstr("circuit:"));
    EXPECT_EQ(completed("otbench decode --format ''", 4), "table json csv influx yaml xml xml-normalized\n");
    EXPECT_EQ(completed("otbench decode ''", 3), "files\n");
}

TEST_F(Manual, the_end_of_a_help_text_is_read_as_it_was_written) {
    CLI::App verb;
    finish_help(verb, {"otbench a", "otbench b | cat"}, "0 good, 2 bad", "Notes\n\nof two paragraphs");
    const HelpEnd end = help_end(verb);
    EXPECT_EQ(end.notes, "Notes\n\nof two paragraphs");
    EXPECT_THAT(end.examples, ::testing::ElementsAre("otbench a", "otbench b | cat"));
    EXPECT_EQ(end.exit_codes, "0 good, 2 bad");
}

}  // namespace
}  // namespace otbench::app
