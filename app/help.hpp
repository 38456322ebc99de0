#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
class Validator;
}  // namespace CLI

namespace otbench::app {

/// Lays out the help of `app` and its verbs: one column of names, wrapped texts, and after the text of an option what
/// its values may be and which one it has without being given, such as "(50 to 115200; default: 2400)".
void use_help_layout(CLI::App& app);

/// Ends the help of `verb`: notes, two or more commands that work as printed, and the meaning of each exit code.
void finish_help(CLI::App& verb, const std::vector<std::string>& examples, std::string_view exit_codes,
                 std::string_view notes = {});

/// An option or an argument as the help shows it: "-o,--out DIR", "Folder for the traces (default: none)".
struct OptionHelp {
    std::string name, text;
};
[[nodiscard]] OptionHelp option_help(const CLI::Option& option);

/// The values that an option takes, when `one_of` limits them; otherwise none.
[[nodiscard]] std::vector<std::string> allowed_values(const CLI::Option& option);

/// The end of a verb's help, as `finish_help` set it.
struct HelpEnd {
    std::string notes;
    std::vector<std::string> examples;
    std::string exit_codes;
};
[[nodiscard]] HelpEnd help_end(const CLI::App& verb);

/// Takes one of `names`, for CLI::Option::check.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& names);

/// Takes a whole number from `least` to `most`.
[[nodiscard]] CLI::Validator whole_number(std::int64_t least, std::int64_t most);

/// Takes any whole number that is not negative.
[[nodiscard]] CLI::Validator whole_number();

/// Takes a number from `least` to `most`, which may have a fraction.
[[nodiscard]] CLI::Validator number(double least, double most);

}  // namespace otbench::app
