#pragma once

#include <string>
#include <vector>

#include "check/case.hpp"

// Conditions on what a client prints. `run` counts from 0; a negative one counts from the last, -1.
namespace otbench::check {

/// A value that a client may print in several forms: 9730 kWh as 9730, as 973 (in 10 kWh) or as 9730000 (in Wh).
struct Printed {
    std::string what;  ///< for people
    /// Numbers, which are compared by value; parts of texts; beginnings of texts, with * behind them. In either case.
    std::vector<std::string> forms;
};

/// Whether one of `values` is a form of `printed`.
[[nodiscard]] bool contains(const std::vector<std::string>& values, const Printed& printed);

/// Prints all of them.
[[nodiscard]] Check prints(std::vector<Printed> wanted, int run = -1);
/// Prints none of them, in any run.
[[nodiscard]] Check prints_none(std::vector<Printed> unwanted);
/// Prints none of them in this run.
[[nodiscard]] Check run_prints_none(std::vector<Printed> unwanted, int run);
/// Ends with exit code 0.
[[nodiscard]] Check succeeds(int run = -1);
/// Ends with another exit code.
[[nodiscard]] Check reports_failure(int run = -1);
/// Ends within `limit`.
[[nodiscard]] Check ends_within(Nanoseconds limit, int run = -1);
/// The same check as a remark: not meeting it is no failure.
[[nodiscard]] Check remark(Check check);

}  // namespace otbench::check
