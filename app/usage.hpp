#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace otbench::app {

// What is wrong with a command line, each as one line without the program's name.

/// The complaint about a word that is not a verb of `app`; nothing if it is one.
std::optional<std::string> unknown_verb(const CLI::App& app, const std::string& word);

/// The complaint about `error`, which parsing by `app` threw; an unknown option is answered with the one that was
/// probably meant.
std::string complaint(const CLI::App& app, const CLI::ParseError& error);

/// Makes an empty value an error for every option of `app` and its verbs: `--out ""` is a variable that was not set.
void refuse_empty_values(CLI::App& app);

}  // namespace otbench::app
