#pragma once

#include <functional>
#include <string>
#include <vector>

#include "check/case.hpp"
#include "check/run/suite.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// Which cases of a suite are run, and how the results are reported.
struct SuiteArguments {
    std::vector<std::string> names, parts;
    std::string out;
    std::size_t jobs = 8;
    bool list = false, verbose = false;
};

/// `example` is the name of a case or part of one.
void add_suite_options(CLI::App& verb, SuiteArguments& arguments, const std::string& example);

/// The cases that are selected; none after a complaint that begins with `verb`.
[[nodiscard]] std::vector<check::SelectedCase> selected_cases(const std::vector<check::Group>& groups,
                                                              const SuiteArguments& arguments, const char* verb);

/// Prints the cases, one a line.
int list_cases(const std::vector<check::SelectedCase>& cases);

/// How a suite is run.
struct SuiteRun {
    std::string name, subject;  ///< of what is judged
    std::size_t jobs = 1;
    check::CaseRunner run;
    std::function<void(const check::CaseResult&)> inspect = {};  ///< before a result is printed; may throw
    std::function<void()> prepare = {};                          ///< before the first case; may throw
};

/// Runs the cases and reports their results; returns the exit code. Complaints begin with `verb`.
int run_suite(const std::vector<check::SelectedCase>& cases, const SuiteRun& suite, const SuiteArguments& arguments,
              const char* verb);

}  // namespace otbench::app
