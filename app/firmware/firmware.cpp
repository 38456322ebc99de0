#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "app/device_program.hpp"
#include "app/firmware/firmware_listings.hpp"
#include "app/firmware/firmware_options.hpp"
#include "app/firmware/firmware_verbs.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/input_file.hpp"
#include "base/printable.hpp"
#include "firmware_model/conformance/trace_case.hpp"
#include "firmware_model/conformance/trace_diff.hpp"
#include "firmware_model/conformance/trace_player.hpp"
#include "sim/device/traced_process.hpp"

namespace otbench::app {
namespace {

/// The file's text as a stream; nothing after a complaint.
std::optional<std::istringstream> open_file(const std::string& path) {
    auto text = read_whole_file(path, "a trace");
    if (text) return std::istringstream{*std::move(text)};
    print_error("{}: {}\n", path, text.error().message);
    return std::nullopt;
}

/// Plays a case to the model, or to the program `device` when that is not empty.
int trace(const std::string& path, const FirmwareArguments& arguments, const std::string& network,
          const std::string& device) {
    auto file = open_file(path);
    if (!file) return usage_error;
    auto steps = firmware::TraceCase::parse(*file);
    if (!steps) {
        print_error("{}: {}\n", path, steps.error());
        return usage_error;
    }
    if (!arguments.apply("otbench firmware trace", steps->device.options)) return usage_error;
    if (network == "real") steps->network.kind = firmware::TraceNetwork::Kind::real;
    if (device.empty()) {
        firmware::play_trace(*steps, std::cout);
        return 0;
    }
    sim::ProcessSettings settings;
    settings.command = command_words(device);
    try {
        firmware::play_trace(*steps, sim::traced_process(settings), std::cout);
        return 0;
    } catch (const sim::DeviceError& error) {
        print_error("otbench firmware trace: {}\n", error.what());
        return error.origin() == sim::DeviceError::Origin::firmware ? 1 : usage_error;
    }
}

int diff(const std::string& first, const std::string& second) {
    auto a = open_file(first);
    auto b = open_file(second);
    if (!a || !b) return usage_error;
    const auto differences = firmware::compare_traces(*a, first, *b, second);
    if (!differences) {
        print_error("{}\n", differences.error());
        return usage_error;
    }
    for (const auto& sentence : *differences) fmt::print("{}\n", printable(sentence));
    return differences->empty() ? 0 : 1;
}

void add_replay_of_case(CLI::App& firmware, int& exit_code) {
    CLI::App* verb =
        firmware.add_subcommand("trace", "Replay a recorded test case and print what the device does as JSON lines");
    auto path = std::make_shared<std::string>();
    auto arguments = std::make_shared<FirmwareArguments>();
    verb->add_option("FILE", *path, "File with the steps of a case (NAME.steps.json)")->required();
    arguments->add_to(*verb);
    auto network = std::make_shared<std::string>("recorded");
    verb->add_option(
            "--network", *network,
            "Network of the device, for example real; 'recorded' connects a device without an SSID and crashes it at "
            "an update, as in the recordings")
        ->type_name("NETWORK")
        ->check(one_of({"recorded", "real"}))
        ->capture_default_str();
    auto device = std::make_shared<std::string>();
    verb->add_option(
            "--device", *device,
            "Play the case to this program, which speaks the device protocol, for example build/bin/my_firmware")
        ->type_name("PROGRAM")
        ->default_str("the model");
    finish_help(
        *verb,
        {"otbench firmware trace boot.steps.json > boot.trace.jsonl",
         "otbench firmware trace boot.steps.json --fix all",
         "otbench firmware trace boot.steps.json --device 'build/bin/otbench firmware serve'"},
        "0 played, 1 the firmware failed by a sanitizer, 2 the file is invalid or cannot be read, or the program "
        "does not keep to the protocol");
    verb->callback(
        [path, arguments, network, device, &exit_code] { exit_code = trace(*path, *arguments, *network, *device); });
}

void add_diff(CLI::App& firmware, int& exit_code) {
    CLI::App* verb = firmware.add_subcommand("diff", "Describe where two traces differ");
    auto paths = std::make_shared<std::vector<std::string>>();
    constexpr int two = 2;
    verb->add_option("TRACE", *paths, "Traces to compare (NAME.trace.jsonl)")->required()->expected(two);
    finish_help(*verb,
                {"otbench firmware diff released.trace.jsonl mine.trace.jsonl",
                 "otbench firmware diff boot.trace.jsonl boot-fixed.trace.jsonl"},
                "0 the traces are equal, 1 they differ, 2 a trace is invalid or cannot be read");
    verb->callback([paths, &exit_code] { exit_code = diff(paths->front(), paths->back()); });
}

/// A verb that prints a text, or JSON when asked to.
void add_listing(CLI::App& firmware, const char* name, const char* help, std::string (*text)(), std::string (*json)(),
                 int& exit_code) {
    CLI::App* verb = firmware.add_subcommand(name, help);
    auto as_json = std::make_shared<bool>(false);
    verb->add_flag("--json", *as_json, "Print JSON");
    const std::string command = fmt::format("otbench firmware {}", name);
    finish_help(*verb, {command, command + " --json"}, "0 listed");
    verb->callback([as_json, text, json, &exit_code] {
        fmt::print("{}", *as_json ? json() : text());
        exit_code = 0;
    });
}

}  // namespace

void add_firmware(CLI::App& app, int& exit_code) {
    CLI::App* verb =
        app.add_subcommand("firmware", "List commands and defects of the firmware model, and replay recorded cases");
    verb->require_subcommand(1);
    add_replay_of_case(*verb, exit_code);
    add_diff(*verb, exit_code);
    add_firmware_check(*verb, exit_code);
    add_firmware_compare(*verb, exit_code);
    add_firmware_serve(*verb, exit_code);
    add_listing(*verb, "quirks", "List the known defects and platform options of the firmware", quirks_text,
                quirks_json, exit_code);
    add_listing(*verb, "tree", "List every command of the firmware with its arguments and replies", tree_text,
                tree_json, exit_code);
}

}  // namespace otbench::app
