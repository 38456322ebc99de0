#include <gmock/gmock.h>
#include <CLI/CLI.hpp>

#include <regex>

#include "app/help.hpp"
#include "app/verbs.hpp"

namespace otbench::app {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// The command line of the program.
struct CommandLine {
    CommandLine() {
        app.name("otbench");
        add_verbs(app, exit_code);
    }

    CLI::App app;
    int exit_code = 0;
};

/// A verb with its path: "otbench circuit sweep".
struct Verb {
    CLI::App* app;
    std::string path;
};

void collect(CLI::App& app, const std::string& path, std::vector<Verb>& verbs) {
    for (CLI::App* verb : app.get_subcommands({})) {
        const std::string below = path + ' ' + verb->get_name();
        verbs.push_back({verb, below});
        collect(*verb, below, verbs);
    }
}

std::vector<Verb> all_verbs(CommandLine& line) {
    std::vector<Verb> verbs;
    collect(line.app, "otbench", verbs);
    return verbs;
}

/// The verbs that do something themselves.
std::vector<Verb> last_verbs(CommandLine& line) {
    std::vector<Verb> verbs = all_verbs(line);
    verbs.erase(std::remove_if(verbs.begin(), verbs.end(),
                               [](const Verb& verb) { return !verb.app->get_subcommands({}).empty(); }),
                verbs.end());
    return verbs;
}

bool is_help(const CLI::Option& option) {
    return option.check_lname("help");
}

/// The indented lines below "Examples:".
std::vector<std::string> examples(const Verb& verb) {
    std::vector<std::string> found;
    std::istringstream lines{verb.app->get_footer()};
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (inside && line.rfind("  ", 0) == 0)
            found.push_back(line.substr(2));
        else
            inside = line == "Examples:";
    }
    return found;
}

/// The part of an example that runs `otbench`, without what a shell does around it.
std::vector<std::string> words_of(const std::string& example) {
    const std::size_t begin = example.find("otbench ");
    std::string command = example.substr(begin, example.find_first_of("|<>", begin) - begin);
    std::vector<std::string> words = CLI::detail::split_up(command);
    for (std::string& word : words) word.erase(std::remove(word.begin(), word.end(), '\''), word.end());
    words.erase(words.begin());
    std::reverse(words.begin(), words.end());  // CLI::App::parse takes them from the end
    return words;
}

/// The command line is read, and its verb would run.
struct Parsed {};

TEST(Help, describes_every_verb_with_a_verb_phrase) {
    CommandLine line;
    for (const Verb& verb : all_verbs(line)) {
        SCOPED_TRACE(verb.path);
        EXPECT_THAT(verb.app->get_description(), MatchesRegex("[A-Z][a-z]+,? .*[^.]"));
        EXPECT_THAT(verb.app->get_description(), Not(StartsWith("The ")));
    }
}

TEST(Help, shows_two_examples_and_the_exit_codes_of_every_verb) {
    CommandLine line;
    for (const Verb& verb : last_verbs(line)) {
        SCOPED_TRACE(verb.path);
        EXPECT_THAT(examples(verb), SizeIs(::testing::Ge(2U)));
        EXPECT_THAT(examples(verb), Each(HasSubstr(verb.path)));
        EXPECT_THAT(verb.app->get_footer(), HasSubstr("\nExit code: "));
    }
}

TEST(Help, shows_examples_that_the_command_line_takes) {
    CommandLine listed;
    for (const Verb& verb : last_verbs(listed))
        for (const std::string& example : examples(verb)) {
            SCOPED_TRACE(example);
            CommandLine line;
            line.app.parse_complete_callback([] { throw Parsed{}; });  // before the verb runs
            EXPECT_THROW(line.app.parse(words_of(example)), Parsed);
        }
}

TEST(Help, describes_the_value_of_every_option_with_its_kind_its_default_and_an_example) {
    CommandLine line;
    for (const Verb& verb : last_verbs(line))
        for (const CLI::Option* option : verb.app->get_options()) {
            SCOPED_TRACE(verb.path + ' ' + option->get_name());
            EXPECT_THAT(option->get_description(), MatchesRegex("[A-Za-z].{8,}[^.]"));
            if (is_help(*option) || option->get_positional() || option->get_items_expected_max() == 0) continue;
            EXPECT_THAT(option->get_type_name(), Not(MatchesRegex("(TEXT|U?INT|FLOAT)(:.*)?|")));
            EXPECT_TRUE(option->get_required() || !option->get_default_str().empty());
            EXPECT_THAT(option->get_description(), HasSubstr("for example "));
        }
}

TEST(Help, of_a_verb_that_is_asked_for_is_the_same_as_among_all_verbs) {
    CommandLine all;
    for (const CLI::App* verb : all.app.get_subcommands({})) {
        CLI::App alone;
        alone.name("otbench");
        int exit_code = 0;
        add_verbs(alone, exit_code, verb->get_name());
        EXPECT_EQ(alone.get_subcommand(verb->get_name())->help("otbench"), verb->help("otbench"));
    }
}

TEST(Help, needs_all_verbs_for_those_that_describe_them_and_for_a_word_that_is_none) {
    for (const char* word : {"help", "man", "completion", "rum", "--help", ""}) {
        CLI::App app;
        int exit_code = 0;
        add_verbs(app, exit_code, word);
        EXPECT_GT(app.get_subcommands({}).size(), 20U) << word;
    }
    CLI::App app;
    int exit_code = 0;
    add_verbs(app, exit_code, "run");
    EXPECT_THAT(app.get_subcommands({}), SizeIs(1));
}

TEST(Help, says_what_a_value_may_be_and_what_it_is_by_default) {
    CLI::App app;
    use_help_layout(app);
    std::string format = "table";
    app.add_option("--format", format, "Format of the output")
        ->type_name("FORMAT")
        ->check(one_of({"table", "csv"}))
        ->capture_default_str();
    EXPECT_THAT(app.help(), HasSubstr("  --format FORMAT             Format of the output (one of table, csv; "
                                      "default: table)\n"));
}

TEST(Help, wraps_long_texts_beside_the_names) {
    CLI::App app;
    use_help_layout(app);
    bool flag = false;
    std::string text;
    for (int i = 0; i < 40; ++i) text += "word ";
    app.add_flag("--flag", flag, text);
    std::istringstream lines{app.help()};
    int beside = 0;
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 100U);
        if (line.rfind(std::string(30, ' ') + "word", 0) == 0) ++beside;
    }
    EXPECT_EQ(beside, 2);
}

}  // namespace
}  // namespace otbench::app
