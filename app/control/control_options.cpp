#include "app/control/control_options.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "app/version.hpp"
#include "base/printable.hpp"
#include "base/rpc/failure.hpp"
#include "runner/control/serve_session.hpp"
#include "sim/host/control/control_front.hpp"
#include "sim/host/process/worker_pool.hpp"
#include "sim/host/web/web_process.hpp"

namespace otbench::app {
namespace {

using nlohmann::json;

/// The endpoints of the command line; nothing after a complaint.
std::optional<std::vector<sim::ControlEndpoint>> endpoints_of(const ControlArguments& arguments, bool has_token,
                                                              const char* verb) {
    std::vector<sim::ControlEndpoint> endpoints;
    for (const std::string& text : arguments.endpoints) {
        const auto endpoint = sim::parse_control_endpoint(text);
        if (!endpoint) {
            print_error("{}: --control: {}\n", verb, endpoint.error().message);
            return std::nullopt;
        }
        if (endpoint->is_remote() && !has_token) {
            print_error(
                "{}: --control: other machines reach {} (expected a token in OTBENCH_CONTROL_TOKEN, or an "
                "address of this machine such as 127.0.0.1)\n",
                verb, text);
            return std::nullopt;
        }
        endpoints.push_back(*endpoint);
    }
    return endpoints;
}

/// The request for the first bench; none when there is none.
std::vector<std::string> first_requests(const FirstBench& bench) {
    if (bench.file.empty()) return {};
    json load{{"file", bench.file}, {"record", bench.record}};
    for (const auto& [name, value] : bench.parameters) load["parameters"][name] = value;
    if (bench.seed) load["seed"] = *bench.seed;
    if (!bench.broker.empty()) load["broker"] = bench.broker;
    if (!bench.pace.empty()) load["pace"] = bench.pace;
    if (!bench.out.empty()) load["out"] = bench.out;
    return {json{{"jsonrpc", "2.0"}, {"id", 0}, {"method", "bench.load"}, {"params", load}}.dump()};
}

/// How clients reach the bench, a line each.
std::vector<std::string> addresses_of(const sim::ControlFront& front, const sim::WebProcess* web) {
    std::vector<std::string> all;
    for (const std::string& address : front.addresses()) all.push_back("control " + address);
    if (web != nullptr) all.back() = "web " + web->address();  // its own endpoint is for it alone
    return all;
}

/// Tells what runs, on `out`.
void announce(const json& bench, const std::vector<std::string>& addresses, std::FILE* out) {
    if (!bench.is_null()) {
        fmt::print(out, "{}\n", printable(bench.at("name").get<std::string>()));
        fmt::print(out, "  broker {}\n", printable(bench.at("broker").get<std::string>()));
        for (const auto& [name, device] : bench.at("devices").items())
            fmt::print(out, "  device {}: commands {}, status {}\n", name,
                       printable(device.at("command_topic").get<std::string>()),
                       printable(device.at("status_topic").get<std::string>()));
        for (const auto& [name, meter] : bench.at("meters").items())
            fmt::print(out, "  meter {}: {} at address {}\n", name, printable(meter.at("profile").get<std::string>()),
                       meter.at("address").get<int>());
        for (const json& endpoint : bench.at("endpoints"))
            fmt::print(out, "  endpoint {}\n", printable(endpoint.get<std::string>()));
    }
    for (const std::string& address : addresses) fmt::print(out, "  {}\n", printable(address));
    fmt::print(out, "ready\n");
    std::fflush(out);
}

int exit_code_of(const json& error) {
    const bool environment = error.at("code").get<int>() == static_cast<int>(rpc::Code::environment);
    return environment ? environment_error : usage_error;
}

}  // namespace

void ControlArguments::add_to(CLI::App& verb) {
    verb.add_option("--control", endpoints,
                    "Take JSON-RPC requests here: stdio, unix:PATH or tcp:127.0.0.1:PORT, for example "
                    "unix:/tmp/bench")
        ->type_name("ENDPOINT")
        ->allow_extra_args(false)
        ->default_str("none");
    web.add_to(verb);
}

runner::SessionOptions session_options(const ControlArguments& arguments) {
    runner::SessionOptions options;
    options.program = fmt::format("otbench {}", version);
    options.profile_folders = profile_folders();
    options.allow_commands = arguments.allow_commands;
    return options;
}

namespace {

/// What `with_front` opens.
struct OpenFront {
    sim::ControlFront& front;
    std::vector<std::string> addresses;  ///< where clients connect
    bool uses_stdout;
};

/// Opens the endpoints for `work` and lets `serve` use them; the exit code of `verb`.
template <class Serve>
int with_front(const ControlArguments& arguments, const sim::ControlFront::Work& work, const char* verb, Serve serve) {
    const std::string token = control_token();
    auto endpoints = endpoints_of(arguments, !token.empty(), verb);
    if (!endpoints) return usage_error;
    std::optional<sim::ControlEndpoint> site;
    if (arguments.web.is_given() && !(site = arguments.web.endpoint(verb))) return usage_error;
    const bool uses_stdout = std::any_of(endpoints->begin(), endpoints->end(), [](const auto& endpoint) {
        return endpoint.kind == sim::ControlEndpoint::Kind::stdio;
    });
    sim::watch_interrupts();
    try {
        std::unique_ptr<sim::WebProcess> web;
        if (site) web = std::make_unique<sim::WebProcess>(*site, site->is_remote() ? token : "");
        if (web) endpoints->push_back(web->control());
        sim::ControlFront front{*endpoints, token, work};
        return serve(OpenFront{front, addresses_of(front, web.get()), uses_stdout});
    } catch (const std::system_error& error) {
        print_error("{}: {}\n", verb, error.what());
        return environment_error;
    }
}

}  // namespace

int run_behind_control(const ControlArguments& arguments, const std::function<int(int fd)>& work, const char* verb) {
    return with_front(arguments, work, verb, [](const OpenFront& open) {
        if (!open.uses_stdout) announce({}, open.addresses, stdout);
        return open.front.run({}, [](const std::string& /*line*/) {});
    });
}

int run_controlled(const ControlArguments& arguments, const FirstBench& bench, const char* verb) {
    const auto work = [&](int fd) {
        runner::SessionOptions options = session_options(arguments);
        options.value_pace = bench.value_pace;
        return runner::serve_session(std::move(options), fd, sim::interrupted);
    };
    return with_front(arguments, work, verb, [&](const OpenFront& open) {
        std::FILE* const news = open.uses_stdout ? stderr : stdout;
        std::optional<int> failed;
        const auto own_answer = [&](const std::string& line) {
            const json answer = json::parse(line);
            if (answer.contains("result")) return announce(answer.at("result"), open.addresses, news);
            print_error("{}\n", answer.at("error").at("message").get<std::string>());
            failed = exit_code_of(answer.at("error"));
            open.front.finish();
        };
        const auto first = first_requests(bench);
        if (first.empty() && !open.uses_stdout) announce({}, open.addresses, news);
        const int code = open.front.run(first, own_answer);
        return failed.value_or(code);
    });
}

}  // namespace otbench::app
