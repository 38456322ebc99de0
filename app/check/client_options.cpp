#include "app/check/client_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <filesystem>

#include "app/check/descriptions.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "base/config/units.hpp"
#include "check/case.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

std::string endpoint_kind(const ClientArguments& arguments) {
    return arguments.pty ? "pty" : arguments.rfc2217 ? "rfc2217" : "tcp";
}

/// The command line that names the same client.
std::string client_replay_line(const ClientArguments& arguments, const std::string& endpoint) {
    std::string line = "otbench check-client";
    const auto add = [&](const char* option, const std::string& value) {
        if (!value.empty()) line += fmt::format(" {} {}", option, quoted(value));
    };
    add("--client", arguments.client);
    add("--cmd", arguments.command);
    for (const std::string& action : arguments.actions) add("--action", action);
    add("--expect", arguments.expect);
    add("--attach", arguments.attach);
    const bool chosen = arguments.tcp || arguments.pty || arguments.rfc2217;
    if (arguments.attach.empty() && (arguments.client.empty() || chosen)) line += " --" + endpoint;
    return line;
}

/// The client of `--cmd`, `--action` and `--expect`.
Checked<check::Client> written_client(const ClientArguments& arguments) {
    check::Client client;
    client.name = arguments.command;
    client.endpoint = endpoint_kind(arguments);
    client.commands["read"] = arguments.command;
    for (const std::string& text : arguments.actions) {
        const std::size_t equals = text.find('=');
        const std::string action = text.substr(0, equals);
        if (equals == std::string::npos || std::find(std::begin(check::action_names), std::end(check::action_names),
                                                     action) == std::end(check::action_names))
            return InputError{fmt::format("invalid action '{}' (expected NAME=COMMAND, NAME one of {})", text,
                                          fmt::join(check::action_names, ", "))};
        client.commands[action] = text.substr(equals + 1);
    }
    auto expectation = check::parse_expectation(arguments.expect.empty() ? "text" : arguments.expect);
    if (!expectation) return expectation.error();
    client.expectation = std::move(*expectation);
    return client;
}

/// The complaint about a placeholder that no case replaces; nothing if there is none.
std::optional<std::string> unknown_placeholder(const check::Client& client) {
    std::map<std::string, std::string, std::less<>> known;
    for (const char* name :
         {"address", "addresses", "baud", "host", "new-address", "new-baud", "port", "pty", "secondary", "where"})
        known[name] = "";
    for (const auto& [action, ignored] : client.commands)
        if (const auto command = check::command_line(client, action, known); !command) return command.error().message;
    return std::nullopt;
}

/// What is wrong with the options as a whole; nothing if they fit together.
std::optional<std::string> contradiction(const ClientArguments& arguments) {
    const int sources =
        int{!arguments.client.empty()} + int{!arguments.command.empty()} + int{!arguments.attach.empty()};
    if (sources != 1) return "expected one of --client, --cmd and --attach";
    if (int{arguments.tcp} + int{arguments.pty} + int{arguments.rfc2217} > 1)
        return "expected at most one of --tcp, --pty and --rfc2217";
    if (arguments.command.empty() && (!arguments.actions.empty() || !arguments.expect.empty()))
        return "--action and --expect need --cmd";
    return std::nullopt;
}

}  // namespace

int list_clients(const char* verb) {
    const DescriptionKind kind{"client", client_folder(), verb};
    for (const std::string& name : shipped_descriptions(kind)) {
        const auto client = described<check::Client>(kind, name, check::read_client);
        if (!client) return usage_error;
        fmt::print("{:<16} {:<28} {}\n", name, client->tried.empty() ? "untried" : "tried with " + client->tried,
                   client->about);
    }
    return 0;
}

std::optional<check::RunOptions> run_options(const ClientArguments& arguments, const char* verb) {
    const auto complain = [&](const std::string& message) {
        print_error("{}: {}\n", verb, message);
        return std::nullopt;
    };
    if (const auto wrong = contradiction(arguments)) return complain(*wrong);
    const auto attach_time = config::parse_duration(arguments.attach_time);
    const auto run_limit = config::parse_duration(arguments.run_limit);
    if (!attach_time) return complain("--attach-time: " + attach_time.error().message);
    if (!run_limit) return complain("--run-limit: " + run_limit.error().message);
    check::RunOptions options;
    options.attach_time = *attach_time;
    options.run_limit = *run_limit;
    options.profile_folders = profile_folders();
    options.profile_folders.push_back(check_profile_folder());
    options.otbench = fs::read_symlink("/proc/self/exe").string();
    if (!arguments.attach.empty()) {
        const auto endpoint = sim::parse_endpoint(arguments.attach);
        if (!endpoint) return complain("--attach: " + endpoint.error().message);
        options.attach = arguments.attach;
        options.client.name = arguments.attach;
        options.client.endpoint = endpoint->kind == sim::Endpoint::Kind::tcp_listen ? "tcp" : "pty";
    } else if (!arguments.client.empty()) {
        auto client = described<check::Client>({"client", client_folder(), verb}, arguments.client, check::read_client);
        if (!client) return std::nullopt;
        options.client = std::move(*client);
        if (arguments.tcp || arguments.pty || arguments.rfc2217) options.client.endpoint = endpoint_kind(arguments);
    } else {
        auto client = written_client(arguments);
        if (!client) return complain(client.error().message);
        options.client = std::move(*client);
    }
    if (const auto wrong = unknown_placeholder(options.client)) return complain(*wrong);
    options.replay = client_replay_line(arguments, options.client.endpoint);
    return options;
}

void add_client_options(CLI::App& verb, ClientArguments& arguments) {
    verb.add_option("--client", arguments.client,
                    "Client to judge: the name or the path of a description, for example libmbus")
        ->type_name("NAME|FILE")
        ->default_str("that of --cmd or --attach");
    verb.add_option("--cmd", arguments.command,
                    "Command that reads one meter, with placeholders, for example 'client {host} {port} {address}'")
        ->type_name("COMMAND")
        ->default_str("that of --client");
    verb.add_option("--action", arguments.actions,
                    "Command of another action, for example read-secondary='client {host} {port} {secondary}'")
        ->type_name("NAME=COMMAND")
        ->default_str("none: the cases that need it are not applicable");
    verb.add_option(
            "--expect", arguments.expect,
            "Where the values are in the output (text, libmbus-xml, json:/PATH, regex:PATTERN), for example json:/data")
        ->type_name("FORM")
        ->default_str("text: any word");
    verb.add_option("--attach", arguments.attach,
                    "Open this endpoint for a client that reads a meter at address 1 by itself, for example "
                    "tcp-listen:0.0.0.0:10001; only the frames that it sends are judged")
        ->type_name("ENDPOINT")
        ->default_str("the client is started");
    verb.add_option("--attach-time", arguments.attach_time, "With --attach: how long each case lasts, for example 30s")
        ->type_name("TIME")
        ->capture_default_str();
    verb.add_option("--run-limit", arguments.run_limit,
                    "Time after which one run of the client is ended, for example 30s")
        ->type_name("TIME")
        ->capture_default_str();
    verb.add_flag("--list-clients", arguments.list_clients, "List the descriptions of clients, one a line");
    verb.add_flag("--tcp", arguments.tcp, "The client connects to {host} and {port}, as by default");
    verb.add_flag("--pty", arguments.pty, "The client opens {pty}, under 'otbench exec'");
    verb.add_flag("--rfc2217", arguments.rfc2217, "The client connects to {host} and {port} with RFC 2217");
}

}  // namespace otbench::app
