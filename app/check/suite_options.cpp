#include "app/check/suite_options.hpp"

#include <fmt/chrono.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "app/check/scorecard_files.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/version.hpp"
#include "base/config/suggest.hpp"
#include "base/output_file.hpp"
#include "base/text.hpp"
#include "check/report/console.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

constexpr int check_failed = 1;

/// Whether `text` has `part`, in either case.
bool has_part(std::string_view text, std::string_view part) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// Whether `name` is that of a field problem or defect, F06 or Q23, and a word of a reference such as
/// "EN 13757-2: response times; F06, F07".
bool refers_to(std::string_view reference, std::string_view name) {
    const bool is_label = name.size() > 1 && (name[0] == 'F' || name[0] == 'Q') && name[1] >= '0' && name[1] <= '9';
    if (!is_label) return false;
    for (std::size_t at = 0; at < reference.size();) {
        const std::size_t end = std::min(reference.find_first_of(" ,;", at), reference.size());
        if (reference.substr(at, end - at) == name) return true;
        at = end + 1;
    }
    return false;
}

/// Whether `--case NAME` means this case.
bool is_named(const check::Case& one, const std::string& name) {
    return one.name == name || refers_to(one.reference, name);
}

/// Complains about the first name given to `--case` that means no case; whether there is one.
bool has_unknown_name(const std::vector<check::Group>& groups, const SuiteArguments& arguments, const char* verb) {
    std::vector<const check::Case*> all;
    for (const check::Group& group : groups)
        for (const check::Case& one : group.cases) all.push_back(&one);
    for (const std::string& name : arguments.names) {
        if (std::any_of(all.begin(), all.end(), [&](const auto* one) { return is_named(*one, name); })) continue;
        std::vector<std::string_view> known(all.size());
        std::transform(all.begin(), all.end(), known.begin(),
                       [](const auto* one) { return std::string_view{one->name}; });
        print_error("{}: unknown case '{}'{} ({} --list)\n", verb, name, config::did_you_mean(name, known), verb);
        return true;
    }
    return false;
}

bool is_selected(const check::Case& one, std::string_view group, const SuiteArguments& arguments) {
    const auto named = [&](const std::string& name) { return is_named(one, name); };
    const auto matches = [&](const std::string& part) { return has_part(one.name, part) || has_part(group, part); };
    return (arguments.names.empty() || std::any_of(arguments.names.begin(), arguments.names.end(), named)) &&
           (arguments.parts.empty() || std::any_of(arguments.parts.begin(), arguments.parts.end(), matches));
}

void print_result(const check::CaseResult& result, bool verbose) {
    const bool passed = result.verdict == check::Verdict::pass || result.verdict == check::Verdict::not_applicable;
    if (verbose || !passed) fmt::print("{}", printable(check::console_text(result)));
    std::fflush(stdout);
}

int run_and_report(const std::vector<check::SelectedCase>& cases, const SuiteRun& suite,
                   const SuiteArguments& arguments) {
    if (!arguments.out.empty()) make_output_folder(arguments.out);
    if (suite.prepare) suite.prepare();
    check::Scorecard card{
        suite.name, version, fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))), {}, suite.subject};
    card.results = check::run_cases(cases, suite.run, suite.jobs, [&](const check::CaseResult& result) {
        if (suite.inspect) suite.inspect(result);
        print_result(result, arguments.verbose);
    });
    fmt::print("{}", check::console_summary(card));
    if (!arguments.out.empty()) write_scorecard(card, arguments.out);
    return card.count(check::Verdict::fail) > 0 ? check_failed : 0;
}

}  // namespace

void add_suite_options(CLI::App& verb, SuiteArguments& arguments, const std::string& example) {
    verb.add_option("--case", arguments.names, "Run this case, or those of a field problem or defect, for example F06")
        ->type_name("NAME")
        ->default_str("all");
    verb.add_option("-k", arguments.parts,
                    "Run the cases whose name or group contains this part, for example " + example)
        ->type_name("PART")
        ->default_str("all");
    verb.add_option("--jobs", arguments.jobs, "Cases that run at the same time, for example 16")
        ->type_name("N")
        ->check(whole_number(1, 64))
        ->capture_default_str();
    verb.add_option("-o,--out", arguments.out,
                    "Write scorecard.json, scorecard.html, junit.xml and badge.svg to this folder, for example card")
        ->type_name("DIR")
        ->default_str("no files");
    verb.add_flag("--list", arguments.list, "List the cases, one a line");
    verb.add_flag("-v,--verbose", arguments.verbose, "Print passed cases as well");
}

std::vector<check::SelectedCase> selected_cases(const std::vector<check::Group>& groups,
                                                const SuiteArguments& arguments, const char* verb) {
    std::vector<check::SelectedCase> selected;
    if (has_unknown_name(groups, arguments, verb)) return selected;
    for (const check::Group& group : groups)
        for (const check::Case& one : group.cases)
            if (is_selected(one, group.name, arguments)) selected.push_back({group.name, &one});
    if (selected.empty()) print_error("{}: no case matches -k ({} --list)\n", verb, verb);
    return selected;
}

int list_cases(const std::vector<check::SelectedCase>& cases) {
    for (const check::SelectedCase& selected : cases)
        fmt::print("{:<32} {:<15} {} ({})\n", selected.judged->name, selected.group, selected.judged->done,
                   selected.judged->reference);
    return 0;
}

int run_suite(const std::vector<check::SelectedCase>& cases, const SuiteRun& suite, const SuiteArguments& arguments,
              const char* verb) {
    try {
        return run_and_report(cases, suite, arguments);
    } catch (const sim::Interrupted&) {
        return interrupted_exit;
    } catch (const std::runtime_error& error) {
        print_error("{}: {}\n", verb, error.what());
        return environment_error;
    }
}

}  // namespace otbench::app
