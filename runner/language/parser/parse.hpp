#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runner/language/parameters.hpp"
#include "runner/language/scenario.hpp"
#include "runner/language/step_kind.hpp"

namespace otbench::runner {

/// What the parser needs of the meter profiles, without a dependency on them.
struct ProfileCatalog {
    using Names = std::set<std::string, std::less<>>;
    Names profiles;
    /// Whether a text is the path of a profile and not a name. May be empty: then there are names alone.
    std::function<bool(std::string_view)> is_path;

    /// The names of the values that a known profile lets one set; nothing when its file cannot be used, which a
    /// scenario gets the reason when its meter is built.
    std::function<std::optional<Names>(const std::string& profile)> values;

    /// Says what is wrong with `text` as the value `name` of a known profile ("the unit of energy may be kWh or MJ"),
    /// or nothing. May be empty: then values are not looked at before the meter is built.
    std::function<std::optional<std::string>(const std::string& profile, const std::string& name,
                                             const std::string& text)>
        complaint;

    /// The same for a fault of a serial link. May be empty, too.
    std::function<std::optional<std::string>(const std::string& name, const std::string& text)> link_complaint;
};

/// Either a scenario that can be built, or everything that is wrong with the file.
struct ParseResult {
    std::optional<Scenario> scenario;     ///< there exactly when there are no diagnostics
    std::vector<Diagnostic> diagnostics;  ///< in order of position
};

/// Reads and checks the scenario file at `path`, whose steps are of the kinds `verbs`. Never throws; a missing,
/// unreadable or oversized file is a diagnostic without a position. Diagnostics carry `path` as given.
[[nodiscard]] ParseResult parse_scenario_file(const std::string& path, const ProfileCatalog& profiles, StepKinds verbs);

/// The same for a text; `name` stands for the file in diagnostics and in `Scenario::path`.
[[nodiscard]] ParseResult parse_scenario_text(const std::string& name, std::string_view text,
                                              const ProfileCatalog& profiles, StepKinds verbs);

/// All cases of a file with parameters (one without), or everything that is wrong with it.
struct CasesResult {
    std::vector<Scenario> scenarios;      ///< empty exactly when there are diagnostics
    std::vector<Diagnostic> diagnostics;  ///< in order of position
    bool lacks_chosen = false;            ///< it has no parameter of a chosen name; one of the diagnostics says so
};

/// The same for every case; `chosen` are values of parameters from outside the file.
[[nodiscard]] CasesResult parse_cases_file(const std::string& path, const ProfileCatalog& profiles, StepKinds verbs,
                                           const ParameterValues& chosen);
[[nodiscard]] CasesResult parse_cases_text(const std::string& name, std::string_view text,
                                           const ProfileCatalog& profiles, StepKinds verbs,
                                           const ParameterValues& chosen);

/// The first case of a file whose steps come later, if it has none (`StepReader`).
[[nodiscard]] ParseResult parse_bench_text(const std::string& name, std::string_view text,
                                           const ProfileCatalog& profiles, StepKinds verbs,
                                           const ParameterValues& chosen);

/// "virtual" (0), "real" (1) or a factor above 0 such as "x10" (10), for `Scenario::pace`.
[[nodiscard]] Checked<double> parse_pace(std::string_view text);

}  // namespace otbench::runner
