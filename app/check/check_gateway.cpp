#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <optional>

#include "app/check/descriptions.hpp"
#include "app/check/suite_options.hpp"
#include "app/help.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/numbers.hpp"
#include "check/gateway/gateway_run.hpp"
#include "check/gateway/groups/gateway_catalogue.hpp"
#include "sim/host/ports/endpoint.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* check_gateway_verb = "otbench check-gateway";

struct CheckGatewayArguments {
    std::string gateway = "otb-iot", broker, endpoint;
    std::vector<std::string> words;
    SuiteArguments suite;
};

/// The command line that names the same gateway.
std::string replay_line(const CheckGatewayArguments& arguments) {
    std::string line = fmt::format("{} --gateway {}", check_gateway_verb, quoted(arguments.gateway));
    if (!arguments.broker.empty()) line += " --broker " + quoted(arguments.broker);
    if (!arguments.endpoint.empty()) line += " --device-endpoint " + quoted(arguments.endpoint);
    for (const std::string& word : arguments.words) line += " --word " + quoted(word);
    return line;
}

/// Takes HOST:PORT.
bool parse_listener(const std::string& text, check::GatewayOptions& options) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return false;
    const auto port = parse_integer<std::uint16_t>(text.substr(colon + 1));
    options.broker_host = text.substr(0, colon);
    options.broker_port = port.value_or(0);
    return port.has_value();
}

/// Replaces what the command line and the description say about placeholders; what is wrong, if anything.
std::optional<std::string> fill_in(check::Gateway& gateway, const std::vector<std::string>& words) {
    for (const std::string& text : words) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return fmt::format("--word: invalid word '{}' (expected NAME=VALUE)", text);
        gateway.words[text.substr(0, equals)] = text.substr(equals + 1);
    }
    for (std::string* pattern : {&gateway.topic, &gateway.answers}) {
        const auto text = check::replaced(gateway, *pattern, "a topic", {});
        if (!text) return text.error().message;
        *pattern = *text;
    }
    check::Replacements known;
    for (const char* name : {"address", "request"}) known[name] = "";
    for (const auto& [action, ignored] : gateway.commands)
        if (const auto script = check::command_line(gateway, action, known); !script) return script.error().message;
    for (const char* name : {"baud", "broker-host", "broker-port", "host", "otbench", "port", "pty", "where"})
        known[name] = "";
    const auto start = check::replaced(gateway, gateway.start, "the command that starts the gateway", known);
    return start ? std::nullopt : std::optional{start.error().message};
}

std::optional<check::GatewayOptions> gateway_options(const CheckGatewayArguments& arguments) {
    const auto complain = [&](const std::string& message) {
        print_error("{}: {}\n", check_gateway_verb, message);
        return std::nullopt;
    };
    auto gateway = described<check::Gateway>({"gateway", gateway_folder(), check_gateway_verb}, arguments.gateway,
                                             check::read_gateway);
    if (!gateway) return std::nullopt;
    check::GatewayOptions options;
    options.gateway = std::move(*gateway);
    if (const auto wrong = fill_in(options.gateway, arguments.words)) return complain(*wrong);
    if (!arguments.broker.empty() && !parse_listener(arguments.broker, options))
        return complain(fmt::format("--broker: invalid address '{}' (expected HOST:PORT, for example 0.0.0.0:1883)",
                                    arguments.broker));
    if (const auto endpoint = sim::parse_endpoint(arguments.endpoint); !arguments.endpoint.empty() && !endpoint)
        return complain("--device-endpoint: " + endpoint.error().message);
    options.device_endpoint = arguments.endpoint;
    options.otbench = fs::read_symlink("/proc/self/exe").string();
    options.replay = replay_line(arguments);
    options.profile_folders = profile_folders();
    options.profile_folders.push_back(check_profile_folder());
    return options;
}

int check_gateway(const CheckGatewayArguments& arguments) {
    sim::watch_interrupts();
    const auto cases = selected_cases(check::gateway_groups(), arguments.suite, check_gateway_verb);
    if (cases.empty()) return usage_error;
    if (arguments.suite.list) return list_cases(cases);
    const auto options = gateway_options(arguments);
    if (!options) return usage_error;
    const bool side_by_side = !options->gateway.start.empty() && arguments.broker.empty() && arguments.endpoint.empty();
    const SuiteRun suite{options->gateway.name,
                         "gateway",
                         side_by_side ? arguments.suite.jobs : 1,
                         [&](const check::SelectedCase& selected) {
                             return check::run_gateway_case(*selected.judged, selected.group, *options);
                         },
                         {},
                         [&] { require_installed(options->gateway, "gateway"); }};
    return run_suite(cases, suite, arguments.suite, check_gateway_verb);
}

}  // namespace

void add_check_gateway(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand(
        "check-gateway", "Judge a gateway from M-Bus or serial to MQTT, with broker and meters in trouble");
    auto arguments = std::make_shared<CheckGatewayArguments>();
    verb->add_option("--gateway", arguments->gateway,
                     "Gateway to judge: the name or the path of a description, for example otb-iot")
        ->type_name("NAME|FILE")
        ->capture_default_str();
    verb->add_option("--broker", arguments->broker,
                     "Where the broker of the check listens, for example 0.0.0.0:1883 for a device in the network")
        ->type_name("HOST:PORT")
        ->default_str("127.0.0.1 and any free port");
    verb->add_option("--device-endpoint", arguments->endpoint,
                     "Where the meters of the check are for the gateway's serial side, for example serial:/dev/ttyUSB0")
        ->type_name("ENDPOINT")
        ->default_str("a pty or port of each case");
    verb->add_option("--word", arguments->words,
                     "Value of a placeholder of the description, for example id=5ccf7f0b583b or options='--fix all'")
        ->type_name("NAME=VALUE")
        ->default_str("those of the description");
    add_suite_options(*verb, arguments->suite, "broker");
    finish_help(*verb,
                {"otbench check-gateway --gateway otb-iot -o card",
                 "otbench check-gateway --gateway my-device.yaml --broker 0.0.0.0:1883 --device-endpoint "
                 "serial:/dev/ttyUSB0",
                 "otbench check-gateway --list"},
                "0 no case failed, 1 a case failed, 2 invalid option or description, 3 the gateway or a line cannot be "
                "started, 130 interrupted");
    verb->callback([arguments, &exit_code] { exit_code = check_gateway(*arguments); });
}

}  // namespace otbench::app
