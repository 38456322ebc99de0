// otbench ctl: a client of the control interface.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/control/call_parameters.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "base/time.hpp"
#include "sim/host/control/control_client.hpp"

namespace otbench::app {
namespace {

using nlohmann::json;

struct CtlArguments {
    std::string endpoint;
    std::vector<std::string> words;
    double timeout_s = 5;
    bool json = false;
};

/// Exit code for a check of a step that failed.
constexpr int check_failed = 1;

/// The method of an emulation that executes a line of words.
constexpr const char* command_method = "command";

bool is_endpoint(const std::string& text) {
    return text.rfind("unix:", 0) == 0 || text.rfind("tcp:", 0) == 0;
}

/// A word as commands are read: quoted where it has blanks.
std::string quoted(const std::string& word) {
    if (!word.empty() && word.find_first_of(" \t\"\\") == std::string::npos) return word;
    std::string text = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

/// A command of one word with blanks is a whole line.
std::string command_line(const CtlArguments& arguments) {
    std::string line = arguments.json ? "json" : "";
    for (const std::string& word : arguments.words)
        line += (line.empty() ? "" : " ") + (arguments.words.size() == 1 ? word : quoted(word));
    return line;
}

int refused(const rpc::Failure& failure) {
    print_error("otbench ctl: {}\n", printable(failure.message));
    const bool environment = failure.code == rpc::Code::environment || failure.code == rpc::Code::internal_error;
    return environment ? environment_error : usage_error;
}

/// The description of a method; null when the program does not have it.
const json* find_method(const json& description, const std::string& name) {
    for (const json& method : description.at("methods"))
        if (method.at("name") == name) return &method;
    return nullptr;
}

int execute_command(sim::ControlClient& client, const CtlArguments& arguments) {
    const auto done = client.call(command_method, {{"line", command_line(arguments)}});
    if (!done) return refused(done.error());
    fmt::print("{}", printable(done->at("output").get<std::string>()));
    return 0;
}

int call_method(sim::ControlClient& client, const json& description, const CtlArguments& arguments) {
    constexpr int indent = 2;
    const std::string& name = arguments.words.front();
    const json* method = find_method(description, name);
    const json unknown{{"parameters", json::array()}};
    const auto parameters =
        call_parameters(method != nullptr ? *method : unknown, {arguments.words.begin() + 1, arguments.words.end()});
    if (!parameters) {
        print_error("otbench ctl: {}\n", parameters.error().message);
        return usage_error;
    }
    const auto done = client.call(name, *parameters);
    if (!done) return refused(done.error());
    fmt::print("{}\n", done->dump(arguments.json ? -1 : indent, ' ', false, json::error_handler_t::replace));
    return done->is_object() && done->value("passed", true) == false ? check_failed : 0;
}

/// Where the program is that is called: the first word, the option, or the variable; nothing after a complaint.
std::optional<sim::ControlEndpoint> endpoint_of(CtlArguments& arguments, bool& is_word) {
    is_word = arguments.endpoint.empty() && is_endpoint(arguments.words.front());
    std::string text = arguments.endpoint;
    if (is_word) {
        text = arguments.words.front();
        arguments.words.erase(arguments.words.begin());
    }
    if (const char* set = std::getenv("OTBENCH_CONTROL"); text.empty() && set != nullptr) text = set;
    if (text.empty() || arguments.words.empty()) {
        print_error("otbench ctl: {}\n",
                    text.empty() ? "no endpoint given (expected unix:PATH or tcp:127.0.0.1:PORT before the method, or "
                                   "--control, or OTBENCH_CONTROL)"
                                 : "no method given (expected one, such as rpc.describe)");
        return std::nullopt;
    }
    const auto endpoint = sim::parse_control_endpoint(is_endpoint(text) ? text : "unix:" + text);
    if (endpoint) return *endpoint;
    print_error("otbench ctl: {}\n", endpoint.error().message);
    return std::nullopt;
}

/// Shows the token to a program that wants one; false after a complaint.
bool authenticate(sim::ControlClient& client, const sim::ControlEndpoint& endpoint) {
    const char* token = std::getenv("OTBENCH_CONTROL_TOKEN");
    if (endpoint.kind != sim::ControlEndpoint::Kind::tcp || token == nullptr) return true;
    const auto done = client.call("authenticate", {{"token", token}});
    if (done || done.error().code == rpc::Code::unknown_method) return true;
    refused(done.error());
    return false;
}

int ctl(CtlArguments arguments) {
    bool is_word = false;
    const auto endpoint = endpoint_of(arguments, is_word);
    if (!endpoint) return usage_error;
    const auto patience = std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>{arguments.timeout_s});
    try {
        sim::ControlClient client{*endpoint, patience};
        if (!authenticate(client, *endpoint)) return usage_error;
        const auto description = client.call("rpc.describe", json::object());
        if (!description) return refused(description.error());
        const bool has_commands = find_method(*description, command_method) != nullptr;
        const bool is_method = find_method(*description, arguments.words.front()) != nullptr;
        const bool is_call = is_word ? is_method : arguments.words.front().find('.') != std::string::npos;
        if (has_commands && !is_call) return execute_command(client, arguments);
        return call_method(client, *description, arguments);
    } catch (const std::runtime_error& error) {
        print_error("otbench ctl: {}\n", error.what());
        return environment_error;
    }
}

}  // namespace

void add_ctl(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("ctl", "Control a running 'otbench serve', 'run --control' or 'emulate'");
    auto arguments = std::make_shared<CtlArguments>();
    verb->add_option("--control", arguments->endpoint,
                     "Endpoint of the program, or the path of its socket, for example /tmp/control")
        ->type_name("ENDPOINT")
        ->default_str("$OTBENCH_CONTROL");
    verb->add_flag("--json", arguments->json, "Print JSON in one line");
    verb->add_option("--timeout", arguments->timeout_s, "Seconds for which the program may be silent, for example 0.5")
        ->type_name("SECONDS")
        ->check(number(0.001, 3600))
        ->capture_default_str();
    verb->add_option("WORD", arguments->words,
                     "What to do: an endpoint if it is not given otherwise, then a method of the control interface "
                     "(rpc.describe lists them) and its parameters as KEY=VALUE; or a command of an emulation (help "
                     "lists them) and its arguments")
        ->required();
    finish_help(*verb,
                {"otbench ctl unix:/tmp/bench rpc.describe",
                 "otbench ctl unix:/tmp/bench meter.set meter=heat set.energy='12 MWh'",
                 "otbench ctl unix:/tmp/bench step step='{read: heat}'",
                 "otbench ctl --control /tmp/control set 'flat-*' energy='12 MWh' mute=no"},
                "0 done, 1 a check of a step failed, 2 invalid call, 3 no answer");
    verb->callback([arguments, &exit_code] { exit_code = ctl(*arguments); });
}

}  // namespace otbench::app
