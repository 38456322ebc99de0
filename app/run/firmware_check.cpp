// `otbench firmware check`: scenarios with each build of a firmware, and what they find.

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/firmware/firmware_verbs.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/run/scenario_files.hpp"
#include "app/verbs.hpp"
#include "base/input_file.hpp"
#include "base/printable.hpp"
#include "base/temporary_folder.hpp"
#include "sim/host/process/command.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view check_verb = "otbench firmware check";

struct FirmwareCheckArguments {
    std::string program, device;
    std::vector<std::string> scenarios;
};

/// One build of the firmware, as otbench-sdk-cc --check-builds names them.
struct Build {
    std::string_view suffix, name;
};

constexpr Build builds[] = {
    {"", "as built"},
    {".zero", "variables zero"},
    {".sanitized", "sanitizers"},
};

/// What a run of a build left.
struct BuildRun {
    int exit_code = 0;
    std::string output;
    std::vector<std::string> events;
    std::string log;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// The first of the lines that holds `part`, from there on; empty without one.
std::string first_with(const std::vector<std::string>& lines, std::string_view part) {
    for (const std::string& line : lines)
        if (const auto at = line.find(part); at != std::string::npos) return line.substr(at);
    return {};
}

std::vector<std::string> file_lines(const std::string& path) {
    const auto text = read_whole_file(path, "a trace");
    return text ? lines_of(*text) : std::vector<std::string>{};
}

/// Runs a scenario with a program in place of the device's firmware, in a process of its own.
BuildRun run_build(const std::string& scenario, const std::string& device, const std::string& program) {
    constexpr std::chrono::minutes patience{10};
    const TemporaryFolder folder;
    const auto run =
        sim::run_command({fs::read_symlink("/proc/self/exe").string(), "run", scenario, "--broker", "internal",
                          "--device", fmt::format("{}=\"{}\"", device, program), "--out", folder.path()},
                         patience);
    BuildRun result;
    result.exit_code = run.exit.code;
    result.output = run.output;
    result.events = file_lines(folder.path() + "/events.jsonl");
    for (const std::string& line : file_lines(fmt::format("{}/device-{}.log", folder.path(), device)))
        result.log += line + "\n";
    return result;
}

/// What a sanitizer said first, and where in the firmware.
std::string sanitizer_finding(const BuildRun& run) {
    const auto log = lines_of(run.log);
    std::string what = first_with(log, "ERROR: AddressSanitizer");
    if (what.empty()) what = first_with(log, "runtime error");
    for (const std::string& line : log)
        if (line.find("    #") == 0 && line.find(".c:") != std::string::npos) return fmt::format("{}\n{}", what, line);
    return what;
}

/// What is wrong with a run in itself.
std::vector<std::string> findings_of(const BuildRun& run) {
    std::vector<std::string> findings;
    const auto said = lines_of(run.output);
    if (run.exit_code != 0) {
        std::string why = first_with(said, "device '");
        if (why.empty() || why.find("device '") != 0 || why.find(": ") == std::string::npos)
            why = said.empty() ? "no output" : said.back();
        findings.push_back(fmt::format("the run failed (exit code {}): {}", run.exit_code, why));
    }
    if (const std::string sanitizer = sanitizer_finding(run); !sanitizer.empty()) findings.push_back(sanitizer);
    const auto crashes = std::count_if(run.events.begin(), run.events.end(), [](const std::string& line) {
        return line.find("\"kind\":\"crash\"") != std::string::npos;
    });
    if (crashes > 0) {
        std::string crash = first_with(lines_of(run.log), "crash: ");
        findings.push_back(fmt::format("crashes of the firmware: {}{}{}", crashes, crash.empty() ? "" : "; ", crash));
    }
    return findings;
}

/// Where the trace of another build leaves that of the usual one.
std::optional<std::string> difference(const BuildRun& usual, const BuildRun& other) {
    const auto [a, b] =
        std::mismatch(usual.events.begin(), usual.events.end(), other.events.begin(), other.events.end());
    if (a == usual.events.end() && b == other.events.end()) return std::nullopt;
    const auto shown = [](auto at, const std::vector<std::string>& events) {
        return at == events.end() ? std::string{"nothing"} : *at;
    };
    return fmt::format("the result depends on an uninitialised variable; the traces differ from line {}:\n{}\n{}",
                       a - usual.events.begin() + 1, shown(a, usual.events), shown(b, other.events));
}

void print_findings(const std::vector<std::string>& findings) {
    for (const std::string& finding : findings) {
        const auto lines = lines_of(finding);
        for (std::size_t i = 0; i < lines.size(); ++i)
            fmt::print("    {}{}\n", i == 0 ? "" : "  ", printable(lines[i]));
    }
}

/// The number of findings of all builds in a scenario.
std::size_t check_scenario(const std::string& scenario, const std::string& device, const std::string& program) {
    std::optional<BuildRun> usual;
    std::size_t count = 0;
    fmt::print("{}\n", printable(scenario));
    for (const Build& build : builds) {
        const std::string path = program + std::string{build.suffix};
        if (::access(path.c_str(), X_OK) != 0) {
            fmt::print("  {:<16}skipped: {} is missing (otbench-sdk-cc --check-builds)\n", build.name, printable(path));
            continue;
        }
        BuildRun run = run_build(scenario, device, path);
        auto findings = findings_of(run);
        if (usual && usual->exit_code == 0 && findings.empty())
            if (auto differs = difference(*usual, run)) findings.push_back(std::move(*differs));
        fmt::print("  {:<16}{}\n", build.name,
                   !findings.empty() ? "found"
                   : usual           ? "passed, with the same trace"
                                     : "passed");
        print_findings(findings);
        count += findings.size();
        if (!usual) usual = std::move(run);
    }
    return count;
}

/// The device whose firmware is replaced; nothing after a complaint.
std::optional<std::string> device_of(const runner::Scenario& scenario, const std::string& wanted) {
    if (wanted.empty() && scenario.devices.size() == 1) return scenario.devices.front().name;
    for (const runner::Device& device : scenario.devices)
        if (device.name == wanted) return wanted;
    if (wanted.empty())
        print_error("{}: {} has {} devices (expected one, or --device NAME)\n", check_verb, scenario.path,
                    scenario.devices.size());
    else
        print_error("{}: --device: {} has no device '{}'\n", check_verb, scenario.path, wanted);
    return std::nullopt;
}

int check_firmware(const FirmwareCheckArguments& arguments) {
    if (::access(arguments.program.c_str(), X_OK) != 0) {
        print_error("{}: {}: not an executable program\n", check_verb, arguments.program);
        return usage_error;
    }
    const auto loaded = load_scenarios(arguments.scenarios);
    if (!loaded) return usage_error;
    std::vector<std::pair<std::string, std::string>> checks;
    for (const runner::Scenario& scenario : *loaded) {
        const auto device = device_of(scenario, arguments.device);
        if (!device) return usage_error;
        if (checks.empty() || checks.back().first != scenario.path) checks.emplace_back(scenario.path, *device);
    }
    std::size_t findings = 0;
    try {
        for (const auto& [scenario, device] : checks) findings += check_scenario(scenario, device, arguments.program);
    } catch (const std::runtime_error& error) {
        print_error("{}: {}\n", check_verb, error.what());
        return environment_error;
    }
    fmt::print("{} {}, {} {}\n", checks.size(), checks.size() == 1 ? "scenario" : "scenarios", findings,
               findings == 1 ? "finding" : "findings");
    return findings == 0 ? 0 : 1;
}

}  // namespace

void add_firmware_check(CLI::App& firmware, int& exit_code) {
    CLI::App* verb = firmware.add_subcommand(
        "check",
        "Run scenarios with a firmware of yours, with its builds for sanitizers and initial values, and list findings");
    auto arguments = std::make_shared<FirmwareCheckArguments>();
    verb->add_option("PROGRAM", arguments->program,
                     "Firmware; PROGRAM.zero and PROGRAM.sanitized beside it are run, too (otbench-sdk-cc "
                     "--check-builds)")
        ->required();
    verb->add_option("SCENARIO", arguments->scenarios, "Scenario files, or folders of them")->required();
    verb->add_option("--device", arguments->device, "Device whose firmware it is, for example boiler")
        ->type_name("NAME")
        ->default_str("the only one");
    finish_help(*verb,
                {"otbench firmware check build/bin/my_firmware scenarios/library/ping.yaml",
                 "otbench firmware check build/bin/my_firmware scenarios/library --device boiler"},
                "0 nothing found, 1 findings, 2 a file is invalid, 3 the environment failed");
    verb->callback([arguments, &exit_code] { exit_code = check_firmware(*arguments); });
}

}  // namespace otbench::app
