#include <fmt/chrono.h>
#include <CLI/CLI.hpp>

#include <ctime>
#include <filesystem>
#include <memory>

#include "app/check/client_options.hpp"
#include "app/check/scorecard_files.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "app/version.hpp"
#include "base/text.hpp"
#include "check/groups/catalogue.hpp"
#include "check/report/console.hpp"
#include "check/run/suite.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

constexpr const char* check_client_verb = "otbench check-client";
constexpr int check_failed = 1;

struct CheckArguments {
    ClientArguments client;
    std::vector<std::string> names, parts;
    std::string out;
    std::size_t jobs = 8;
    bool list = false, verbose = false;
};

/// Whether `text` has `part`, in either case.
bool has_part(std::string_view text, std::string_view part) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// Whether a word of a reference such as "EN 13757-2, 5.6; F06, F07" is `label`.
bool refers_to(std::string_view reference, std::string_view label) {
    for (std::size_t at = 0; at < reference.size();) {
        const std::size_t end = std::min(reference.find_first_of(" ,;", at), reference.size());
        if (reference.substr(at, end - at) == label) return true;
        at = end + 1;
    }
    return false;
}

bool is_selected(const check::Case& one, std::string_view group, const CheckArguments& arguments) {
    const auto named = [&](const std::string& name) { return one.name == name || refers_to(one.reference, name); };
    const auto matches = [&](const std::string& part) { return has_part(one.name, part) || has_part(group, part); };
    return (arguments.names.empty() || std::any_of(arguments.names.begin(), arguments.names.end(), named)) &&
           (arguments.parts.empty() || std::any_of(arguments.parts.begin(), arguments.parts.end(), matches));
}

std::vector<check::SelectedCase> selected_cases(const CheckArguments& arguments) {
    std::vector<check::SelectedCase> selected;
    for (const check::Group& group : check::all_groups())
        for (const check::Case& one : group.cases)
            if (is_selected(one, group.name, arguments)) selected.push_back({group.name, &one});
    return selected;
}

int list_cases(const std::vector<check::SelectedCase>& cases) {
    for (const check::SelectedCase& selected : cases)
        fmt::print("{:<32} {:<15} {} ({})\n", selected.judged->name, selected.group, selected.judged->done,
                   selected.judged->reference);
    return 0;
}

/// Throws when the shell could not find or run the client: no case would say anything about it.
void require_start(const check::CaseResult& result) {
    constexpr int not_executable = 126, not_found = 127;
    for (const check::ClientRun& run : result.evidence.runs)
        if (run.exit_code == not_executable || run.exit_code == not_found)
            throw std::runtime_error{fmt::format("cannot start the client: {}: {}", run.command, trimmed(run.errors))};
}

void print_result(const check::CaseResult& result, bool verbose) {
    const bool passed = result.verdict == check::Verdict::pass || result.verdict == check::Verdict::not_applicable;
    if (verbose || !passed) fmt::print("{}", printable(check::console_text(result)));
    std::fflush(stdout);
}

int run_and_report(const CheckArguments& arguments, const std::vector<check::SelectedCase>& cases,
                   const check::RunOptions& options) {
    check::Scorecard card{
        options.client.name, version, fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))), {}};
    card.results = check::run_cases(cases, options, options.attach.empty() ? arguments.jobs : 1,
                                    [&](const check::CaseResult& result) {
                                        require_start(result);
                                        print_result(result, arguments.verbose);
                                    });
    fmt::print("{}", check::console_summary(card));
    if (!arguments.out.empty()) write_scorecard(card, arguments.out);
    return card.count(check::Verdict::fail) > 0 ? check_failed : 0;
}

int check_client(const CheckArguments& arguments) {
    sim::watch_interrupts();
    const auto cases = selected_cases(arguments);
    if (cases.empty()) {
        print_error("{}: no case has this name (expected one of otbench check-client --list)\n", check_client_verb);
        return usage_error;
    }
    if (arguments.list) return list_cases(cases);
    const auto options = run_options(arguments.client, check_client_verb);
    if (!options) return usage_error;
    try {
        return run_and_report(arguments, cases, *options);
    } catch (const sim::Interrupted&) {
        return interrupted_exit;
    } catch (const std::runtime_error& error) {
        print_error("{}: {}\n", check_client_verb, error.what());
        return environment_error;
    }
}

}  // namespace

void add_check_client(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("check-client", "Judge an M-Bus client on lines with meters in trouble");
    auto arguments = std::make_shared<CheckArguments>();
    add_client_options(*verb, arguments->client);
    verb->add_option("--case", arguments->names, "Run this case, or those of a field problem, for example F06")
        ->type_name("NAME")
        ->default_str("all");
    verb->add_option("-k", arguments->parts, "Run the cases whose name or group contains this part, for example scan")
        ->type_name("PART")
        ->default_str("all");
    verb->add_option("--jobs", arguments->jobs, "Cases that run at the same time, for example 16")
        ->type_name("N")
        ->check(whole_number(1, 64))
        ->capture_default_str();
    verb->add_option("-o,--out", arguments->out,
                     "Write scorecard.json, scorecard.html, junit.xml and badge.svg to this folder, for example card")
        ->type_name("DIR")
        ->default_str("no files");
    verb->add_flag("--list", arguments->list, "List the cases, one a line");
    verb->add_flag("-v,--verbose", arguments->verbose, "Print passed cases as well");
    finish_help(*verb,
                {"otbench check-client --client libmbus -o card",
                 "otbench check-client --cmd 'mbus-tcp-request-data {host} {port} {address}' --expect libmbus-xml",
                 "otbench check-client --list"},
                "0 no case failed, 1 a case failed, 2 invalid option or client description, 3 the client or a line "
                "cannot be started, 130 interrupted");
    verb->callback([arguments, &exit_code] { exit_code = check_client(*arguments); });
}

}  // namespace otbench::app
