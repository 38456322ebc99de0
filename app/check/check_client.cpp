#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <stdexcept>

#include "app/check/client_options.hpp"
#include "app/check/descriptions.hpp"
#include "app/check/suite_options.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "check/groups/catalogue.hpp"
#include "check/run/case_run.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

constexpr const char* check_client_verb = "otbench check-client";

struct CheckClientArguments {
    ClientArguments client;
    SuiteArguments suite;
};

/// Throws when the shell could not find or run the client: no case would say anything about it.
void require_start(const check::CaseResult& result) {
    constexpr int not_executable = 126, not_found = 127;
    for (const check::ClientRun& run : result.evidence.runs)
        if (run.exit_code == not_executable || run.exit_code == not_found)
            throw std::runtime_error{fmt::format("cannot start the client: {}: {}", run.command, trimmed(run.errors))};
}

int check_client(const CheckClientArguments& arguments) {
    sim::watch_interrupts();
    if (arguments.client.list_clients) return list_clients(check_client_verb);
    const auto cases = selected_cases(check::all_groups(), arguments.suite, check_client_verb);
    if (cases.empty()) return usage_error;
    if (arguments.suite.list) return list_cases(cases);
    const auto options = run_options(arguments.client, check_client_verb);
    if (!options) return usage_error;
    const SuiteRun suite{options->client.name,
                         "client",
                         options->attach.empty() ? arguments.suite.jobs : 1,
                         [&](const check::SelectedCase& selected) {
                             return check::run_case(*selected.judged, selected.group, *options);
                         },
                         require_start,
                         [&] { require_installed(options->client, "client"); }};
    return run_suite(cases, suite, arguments.suite, check_client_verb);
}

}  // namespace

void add_check_client(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("check-client", "Judge an M-Bus client on lines with meters in trouble");
    auto arguments = std::make_shared<CheckClientArguments>();
    add_client_options(*verb, arguments->client);
    add_suite_options(*verb, arguments->suite, "scan");
    finish_help(*verb,
                {"otbench check-client --client libmbus -o card",
                 "otbench check-client --cmd 'mbus-tcp-request-data {host} {port} {address}' --expect libmbus-xml",
                 "otbench check-client --list"},
                "0 no case failed, 1 a case failed, 2 invalid option or client description, 3 the client or a line "
                "cannot be started, 130 interrupted");
    verb->callback([arguments, &exit_code] { exit_code = check_client(*arguments); });
}

}  // namespace otbench::app
