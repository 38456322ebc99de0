// `otbench firmware compare`: random lists of commands to two devices, and the shortest list that tells them apart.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "app/device_program.hpp"
#include "app/firmware/firmware_options.hpp"
#include "app/firmware/firmware_verbs.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "base/input_file.hpp"
#include "base/numbers.hpp"
#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "firmware_model/conformance/difference_scenario.hpp"
#include "firmware_model/conformance/random_commands.hpp"
#include "sim/device/device_comparison.hpp"
#include "sim/host/process/worker_pool.hpp"
#include "sim/mqtt/mqtt_topics.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;
using List = sim::DeviceComparison::List;
using Pair = sim::DeviceComparison::Pair;

constexpr std::string_view compare_verb = "otbench firmware compare";

struct CompareArguments {
    std::vector<std::string> devices;
    std::string seeds = "0..19";
    std::size_t steps = 30;
    std::size_t processes = 2;
    std::string out;
    std::string commands_file;
    std::string broker, mac = "5c:cf:7f:2a:b9:1c", power_on, power_off;  ///< of boards
};

struct Seeds {
    std::uint64_t first, last;
};

/// "7" or "0..99".
std::optional<Seeds> parse_seeds(const std::string& text) {
    const auto dots = text.find("..");
    const auto first = parse_integer<std::uint64_t>(text.substr(0, dots));
    const auto last = dots == std::string::npos ? first : parse_integer<std::uint64_t>(text.substr(dots + 2));
    constexpr std::uint64_t most = 1'000'000;
    if (first && last && *first <= *last && *last - *first < most) return Seeds{*first, *last};
    print_error("{}: --seeds: invalid seeds '{}' (expected a number or FIRST..LAST, for example 0..99)\n", compare_verb,
                printable(text));
    return std::nullopt;
}

/// A board whose serial line ends at an endpoint; nothing after a complaint.
std::optional<sim::BoardSettings> parse_board(const CompareArguments& arguments, const std::string& endpoint_text) {
    if (arguments.broker.empty()) {
        print_error(
            "{}: external:{}: unknown broker of the board (expected --broker, for example mqtt://192.168.0.2)\n",
            compare_verb, printable(endpoint_text));
        return std::nullopt;
    }
    const auto endpoint = sim::parse_endpoint(endpoint_text);
    const auto broker = sim::parse_broker_address(arguments.broker);
    if (!endpoint) print_error("{}: {}\n", compare_verb, endpoint.error().message);
    if (!broker) print_error("{}: --broker: {}\n", compare_verb, broker.error().message);
    if (arguments.power_on.empty() != arguments.power_off.empty()) {
        print_error("{}: a power switch has two commands (expected --power-on and --power-off)\n", compare_verb);
        return std::nullopt;
    }
    if (!endpoint || !broker) return std::nullopt;
    sim::BoardSettings board;
    board.serial = *endpoint;
    board.address.broker = *broker;
    board.address.root = "otb-iot";
    std::copy_if(arguments.mac.begin(), arguments.mac.end(), std::back_inserter(board.address.chip),
                 [](char c) { return c != ':'; });
    board.switch_on = command_words(arguments.power_on);
    board.switch_off = command_words(arguments.power_off);
    return board;
}

/// "model", "model:fix=Q14,Q31", "external:ENDPOINT" or a program; nothing after a complaint.
std::optional<sim::ComparedDevice> parse_device(const CompareArguments& arguments, std::size_t index) {
    constexpr std::string_view model = "model", fixes = "model:fix=", external = "external:";
    const std::string& text = arguments.devices[index];
    const std::string name = index == 0 ? "A" : "B";
    sim::ComparedDevice device{name, {}, {}, {}};
    if (text == model) return device;
    if (text.rfind(external, 0) == 0) {
        device.board = parse_board(arguments, text.substr(external.size()));
        if (!device.board) return std::nullopt;
        return device;
    }
    if (text.rfind(fixes, 0) == 0) {
        FirmwareArguments firmware;
        firmware.fix = text.substr(fixes.size());
        if (!firmware.apply(std::string{compare_verb}, device.options)) return std::nullopt;
        return device;
    }
    device.command = command_words(text);
    if (!device.command.empty()) return device;
    print_error("{}: {}: empty device (expected model, model:fix=QUIRKS, external:ENDPOINT or a program)\n",
                compare_verb, name);
    return std::nullopt;
}

/// The words for a step of a list in the report.
std::string shown(const std::string& step) {
    const auto json = nlohmann::json::parse(step);
    const auto op = json.at("op").get<std::string>();
    return op == "mqtt" ? "publish " + json.at("payload").get<std::string>() : op;
}

/// The commands of the file, one a line; none without a file; nothing after a complaint.
std::optional<List> read_commands(const std::string& path) {
    if (path.empty()) return List{};
    const auto text = read_whole_file(path, "a list of commands");
    if (!text) {
        print_error("{}: {}: {}\n", compare_verb, path, text.error().message);
        return std::nullopt;
    }
    List commands;
    std::istringstream lines{*text};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!sim::is_mqtt_text(line)) {
            print_error("{}: {}:{}: not a command (expected text in UTF-8)\n", compare_verb, path, number);
            return std::nullopt;
        }
        if (!line.empty()) commands.push_back(line);
    }
    if (!commands.empty()) return commands;
    print_error("{}: {}: no commands (expected one a line)\n", compare_verb, path);
    return std::nullopt;
}

class Search {
public:
    Search(const CompareArguments& arguments, sim::DeviceComparison comparison, List commands)
        : arguments_(arguments), comparison_(std::move(comparison)), commands_(std::move(commands)) {}

    /// Whether both devices start at all; false after a complaint.
    [[nodiscard]] bool devices_start() const {
        bool start = true;
        comparison_.play({List{}}, arguments_.processes, [&](std::size_t, const Pair& pair) {
            for (std::size_t i = 0; i < pair.size(); ++i) {
                if (pair[i].failure.empty()) continue;
                print_error("{}: {}: {}\n", compare_verb, arguments_.devices[i], pair[i].failure);
                start = false;
            }
        });
        return start;
    }

    [[nodiscard]] int run(const Seeds& seeds) const {
        std::vector<List> lists;
        for (auto seed = seeds.first; seed <= seeds.last; ++seed)
            lists.push_back(comparison_.has_board() ? firmware::random_board_steps(seed, arguments_.steps)
                                                    : firmware::random_steps(seed, arguments_.steps, commands_));
        std::vector<std::size_t> different;
        {
            ProgressBar progress{lists.size()};
            comparison_.play(lists, arguments_.processes, [&](std::size_t index, const Pair& pair) {
                if (!comparison_.differences(pair).empty()) different.push_back(index);
                progress.advance(1);
            });
        }
        for (const auto index : different) report(seeds.first + index, lists[index]);
        fmt::print("{} lists of {} steps: {} equal, {} different\n", lists.size(), arguments_.steps,
                   lists.size() - different.size(), different.size());
        return different.empty() ? 0 : 1;
    }

private:
    void report(std::uint64_t seed, const List& list) const {
        const auto shortest = comparison_.shortened(list, arguments_.processes);
        Pair pair;
        comparison_.play({shortest}, arguments_.processes, [&](std::size_t, Pair last) { pair = std::move(last); });
        const auto differences = comparison_.differences(pair);
        fmt::print("seed {}: {} of {} steps tell them apart\n", seed, shortest.size(), list.size());
        for (std::size_t i = 0; i < shortest.size(); ++i)
            fmt::print("  {}. {}\n", i + 1, printable(shown(shortest[i])));
        for (const auto& sentence : differences) fmt::print("  {}\n", printable(sentence));
        if (!arguments_.out.empty()) write(seed, shortest, differences, pair);
    }

    /// Writes the list as a steps file, and as a scenario when that can say it.
    void write(std::uint64_t seed, const List& list, const std::vector<std::string>& differences,
               const Pair& pair) const {
        const auto name = fmt::format("seed-{}", seed);
        const auto description = fmt::format("{} and {} differ", arguments_.devices[0], arguments_.devices[1]);
        const auto path = (fs::path{arguments_.out} / name).string();
        List whole = comparison_.preparation();
        const auto preparation = whole.size();
        whole.insert(whole.end(), list.begin(), list.end());
        write_whole_file(path + ".steps.json", firmware::steps_file(name, description, whole));
        fmt::print("  written: {}.steps.json\n", path);
        std::istringstream trace{pair[0].trace};
        std::vector<std::string> comments{description};
        for (const auto& sentence : differences) comments.push_back(printable(sentence));
        constexpr std::string_view fixes = "model:fix=";
        const auto& first = arguments_.devices[0];
        const auto settings =
            first.rfind(fixes, 0) == 0 ? fmt::format(", fix: \"{}\"", first.substr(fixes.size())) : std::string{};
        const auto scenario = firmware::scenario_of(
            {name + ": " + description, settings, comments, whole, preparation, arguments_.mac}, trace);
        if (!scenario) return;
        write_whole_file(path + ".yaml", *scenario);
        fmt::print("  written: {}.yaml\n", path);
    }

    const CompareArguments& arguments_;
    sim::DeviceComparison comparison_;
    List commands_;  ///< to draw from in place of the command table
};

int compare(const CompareArguments& arguments) {
    const auto seeds = parse_seeds(arguments.seeds);
    auto first = parse_device(arguments, 0);
    auto second = parse_device(arguments, 1);
    auto commands = read_commands(arguments.commands_file);
    if (!seeds || !first || !second || !commands) return usage_error;
    if (!commands->empty() && (first->board || second->board)) {
        print_error("{}: --commands: a board answers commands of its serial port only (expected two programs)\n",
                    compare_verb);
        return usage_error;
    }
    if (!arguments.out.empty()) make_output_folder(arguments.out);
    sim::watch_interrupts();
    try {
        const Search search{arguments, sim::DeviceComparison{*std::move(first), *std::move(second)},
                            *std::move(commands)};
        return search.devices_start() ? search.run(*seeds) : usage_error;
    } catch (const sim::Interrupted&) {
        return interrupted_exit;
    }
}

}  // namespace

void add_firmware_compare(CLI::App& firmware, int& exit_code) {
    CLI::App* verb = firmware.add_subcommand(
        "compare", "Play random lists of commands to two devices and shorten those that tell them apart");
    auto arguments = std::make_shared<CompareArguments>();
    verb->add_option("DEVICE", arguments->devices,
                     "The two devices: model, model:fix=QUIRKS, a program that speaks the device protocol, for example "
                     "build/bin/my_firmware, or external:ENDPOINT, a board whose serial line ends there, for example "
                     "external:serial:/dev/ttyUSB0")
        ->required()
        ->expected(2);
    verb->add_option("--seeds", arguments->seeds, "Lists to draw, by seed, for example 7 or 0..99")
        ->type_name("SEEDS")
        ->capture_default_str();
    constexpr int most_steps = 1000, most_processes = 1000;
    verb->add_option("--steps", arguments->steps, "Steps in a list, for example 50")
        ->type_name("COUNT")
        ->check(whole_number(1, most_steps))
        ->capture_default_str();
    verb->add_option("--commands", arguments->commands_file,
                     "File with the commands of a firmware of your own, one a line, for example commands.txt")
        ->type_name("FILE")
        ->default_str("those of otb-iot");
    verb->add_option("-j,--jobs", arguments->processes, "Devices that run at once, for example 4")
        ->type_name("COUNT")
        ->check(whole_number(1, most_processes))
        ->capture_default_str();
    verb->add_option("--out", arguments->out, "Folder for the shortened lists, for example found")
        ->type_name("DIR")
        ->default_str("none is written");
    verb->add_option("--broker", arguments->broker, "Broker of a board, for example mqtt://192.168.0.2:1883")
        ->type_name("URL")
        ->default_str("required for a board");
    verb->add_option("--mac", arguments->mac, "MAC address of a board, for example 5c:cf:7f:0b:58:3b")
        ->type_name("MAC")
        ->capture_default_str();
    verb->add_option("--power-on", arguments->power_on,
                     "Command that switches a board on, before each list, for example 'uhubctl -a on -p 2'")
        ->type_name("COMMAND")
        ->default_str("it stays on");
    verb->add_option("--power-off", arguments->power_off,
                     "Command that switches it off before that, for example 'uhubctl -a off -p 2'")
        ->type_name("COMMAND")
        ->default_str("it stays on");
    finish_help(
        *verb,
        {"otbench firmware compare model 'build/bin/otbench firmware serve' --seeds 0..9",
         "otbench firmware compare model model:fix=Q17 --seeds 0..9 --out found",
         "otbench firmware compare model external:serial:/dev/ttyUSB0 --broker mqtt://192.168.0.2 --seeds 0..2"},
        "0 the devices did the same, 1 they differ, 2 a device cannot be started, 3 the environment failed, "
        "130 interrupted",
        "A list is drawn from the command table, with characters on the serial line and a broker that drops "
        "the connection. What differs is shortened to the fewest steps; --out keeps it as NAME.steps.json for "
        "otbench firmware trace, and as NAME.yaml for otbench run where a scenario can express it. With a board, "
        "which works in real time, lists have only commands of the serial port and characters, and only replies "
        "and the bytes on the serial line are compared.");
    verb->callback([arguments, &exit_code] { exit_code = compare(*arguments); });
}

}  // namespace otbench::app
