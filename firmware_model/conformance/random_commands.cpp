#include "firmware_model/conformance/random_commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "firmware_model/commands/commands.hpp"

namespace otbench::firmware {
namespace {

using StepJson = nlohmann::ordered_json;

/// What suits an argument that the command table describes, beside some values at the limits.
struct Domain {
    std::string_view argument;
    std::vector<std::string_view> values;
};

const std::array<Domain, 9> domains = {{
    {"<pin>", {"0", "2", "3", "4", "5", "6", "12", "13", "14", "15", "16", "17"}},
    {"<baud>", {"300", "1200", "2400", "9600", "115200", "0", "7"}},
    {"<hex>", {"105b015c16", "e5", "00", "ff", "5", "zz", "680303685301fa4e16"}},
    {"<count>", {"1", "8", "25", "26", "0"}},
    {"<port>", {"1883", "1", "65535", "65536"}},
    {"<text>", {"kitchen", "a", "cellar_2", "0123456789abcdef0123456789abcdef"}},
    {"<address>", {"0", "1", "10", "250", "251"}},
    {"<relay>", {"1", "2", "8", "9"}},
    {"<bits>", {"0", "1", "101", "1111", "11111"}},
}};

/// Values for every place, right in some of them.
constexpr std::array<std::string_view, 28> anything = {
    "0",
    "1",
    "2",
    "13",
    "15",
    "16",
    "-1",
    "255",
    "9600",
    "2400",
    "yes",
    "no",
    "on",
    "off",
    "even",
    "105b015c16",
    "4",
    "x",
    "28-0011223344aa",
    "48",
    "dump",
    "house",
    "once",
    "all",
    "",
    "01ff",
    "1010",
    "none",
};

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + separator.size());
    }
}

bool is_left_out(std::string_view path) {
    const auto has = [&](std::string_view word) { return path.find(word) != std::string_view::npos; };
    return path == "trigger/wipe" || has("set/config/mqtt/svr") || has("set/config/mqtt/port") || has("wifi") ||
           has("neo");
}

bool is_for_boards(std::string_view path, bool is_transfer) {
    constexpr std::string_view transfers = "trigger/serial/";
    if (is_transfer) return path.substr(0, transfers.size()) == transfers;
    constexpr std::array<std::string_view, 10> paths = {
        "trigger/ping",
        "trigger/serial/",
        "get/sensor/adc/",
        "get/config/serial/enable",
        "get/config/serial/rx",
        "get/config/serial/tx",
        "get/config/serial/baud",
        "get/config/serial/stopbit",
        "get/config/serial/parity",
        "set/config/serial/commit",
    };
    return std::any_of(paths.begin(), paths.end(),
                       [&](std::string_view each) { return path.substr(0, each.size()) == each; });
}

constexpr std::string_view topic = "/otb-iot/5ccf7f2ab91c";

std::string command_step(const std::string& payload, int then_us) {
    return StepJson{{"op", "mqtt"}, {"topic", topic}, {"payload", payload}, {"then_us", then_us}}.dump();
}

constexpr int rx_pin = 13;

/// Characters at a speed that is off by up to `most_error` percent.
std::string reception_step(RandomCommands& draw, int baud, int most_error) {
    constexpr std::size_t most_octets = 40, octet_values = 256;
    constexpr int margin_percent = 5, bits_of_character = 11, second_us = 1'000'000, margin_us = 200'000;
    const std::size_t count = 1 + draw.below(most_octets);
    std::string hex;
    for (std::size_t i = 0; i < count; ++i) hex += fmt::format("{:02x}", draw.below(octet_values));
    const int error = static_cast<int>(draw.below(2 * static_cast<std::size_t>(most_error) + 1)) - most_error;
    const int duration_us = static_cast<int>(count) * bits_of_character * (second_us / baud);
    return StepJson{{"op", "rx_serial"}, {"pin", rx_pin},
                    {"baud", baud},      {"baud_error_pct", error},
                    {"hex", hex},        {"then_us", duration_us + duration_us / margin_percent + margin_us}}
        .dump();
}

}  // namespace

std::string RandomCommands::argument() {
    return std::string{anything[below(anything.size())]};
}

/// One of the spellings of a level, or a value in place of its name in angle brackets.
std::string RandomCommands::level(std::string_view spellings) {
    const auto parts = split(spellings, "|");
    const auto chosen = parts[below(parts.size())];
    if (chosen.find_first_of("<>") == std::string_view::npos) return std::string{chosen};
    const auto open = chosen.find('<');
    const auto before = chosen.substr(0, open == std::string_view::npos ? 0 : open);
    const auto name = chosen.substr(before.size());
    const auto* const domain =
        std::find_if(domains.begin(), domains.end(), [&](const Domain& d) { return d.argument == name; });
    if (domain == domains.end()) return std::string{before} + argument();
    return std::string{before}.append(domain->values[below(domain->values.size())]);
}

/// Arguments by the table's description: one of the alternatives, with or without what may be left out.
std::string RandomCommands::fitting_arguments(std::string_view description) {
    if (description.empty()) return {};
    const auto alternatives = split(description, ", ");
    std::string form{alternatives[below(alternatives.size())]};
    if (const auto bracket = form.find('['); bracket != std::string::npos && below(2) == 0) form.resize(bracket);
    form.erase(std::remove_if(form.begin(), form.end(), [](char c) { return c == '[' || c == ']'; }), form.end());
    std::string text;
    for (const auto part : split(form, "/")) {
        if (!part.empty()) text += '/' + level(part);
    }
    return text;
}

std::string RandomCommands::next() {
    const auto table = command_table();
    const Command* command = nullptr;
    const bool is_transfer = audience_ == For::boards && below(2) == 0;  // most that a board shows is in these
    do command = &table[below(table.size())];
    while (audience_ == For::simulation ? is_left_out(command->path) : !is_for_boards(command->path, is_transfer));

    std::string text;
    for (const auto part : split(command->path, "/")) text += (text.empty() ? "" : "/") + level(part);
    constexpr std::size_t chances = 3, most_arguments = 3;
    if (below(chances) > 0) return text + fitting_arguments(command->arguments);
    for (std::size_t count = below(most_arguments); count > 0; --count) text += '/' + argument();
    return text;
}

std::vector<std::string> random_steps(std::uint64_t seed, std::size_t count, const std::vector<std::string>& commands) {
    constexpr std::array<int, 3> bauds = {300, 2400, 9600};
    constexpr std::array<int, 3> pauses_us = {40'000, 200'000, 600'000};
    constexpr int settled_us = 100'000, reconnected_us = 8'000'000, most_error = 2;
    constexpr std::size_t percent = 100, commands_to = 80, receptions_to = 97;

    RandomCommands draw{seed};
    const int baud = bauds[draw.below(bauds.size())];
    std::vector<std::string> steps;
    for (const auto& setting :
         {fmt::format("rx/{}", rx_pin), std::string{"tx/15"}, fmt::format("baud/{}", baud), std::string{"enable"}}) {
        if (commands.empty() && steps.size() < count)
            steps.push_back(command_step("set/config/serial/" + setting, settled_us));
    }
    while (steps.size() < count) {
        const auto kind = draw.below(percent);
        if (kind < commands_to) {
            const auto command = commands.empty() ? draw.next() : commands[draw.below(commands.size())];
            steps.push_back(command_step(command, pauses_us[draw.below(pauses_us.size())]));
        } else if (kind < receptions_to) {
            steps.push_back(reception_step(draw, baud, most_error));
        } else {
            steps.push_back(
                StepJson{{"op", "broker_drop"}, {"accepts_reconnect", true}, {"then_us", reconnected_us}}.dump());
        }
    }
    return steps;
}

namespace {

// In which a board in real time has answered, and has sent what it was given.
constexpr int answered_us = 150'000, sent_us = 600'000;

}  // namespace

std::vector<std::string> board_preparation() {
    std::vector<std::string> steps;
    for (const std::string setting :
         {"disable", "rx/-1", "tx/15", "rx/13", "baud/2400", "parity/even", "stopbit/1", "enable"})
        steps.push_back(command_step("set/config/serial/" + setting, answered_us));
    steps.push_back(command_step("trigger/serial/buffer/clear", answered_us));
    return steps;
}

std::vector<std::string> random_board_steps(std::uint64_t seed, std::size_t count) {
    constexpr int baud = 2400;
    constexpr std::size_t percent = 100, commands_to = 80;
    RandomCommands draw{seed, RandomCommands::For::boards};
    std::vector<std::string> steps;
    while (steps.size() < count) {
        const bool is_command = draw.below(percent) < commands_to;
        steps.push_back(is_command ? command_step(draw.next(), sent_us) : reception_step(draw, baud, 0));
    }
    return steps;
}

std::string steps_file(const std::string& name, const std::string& description, const std::vector<std::string>& steps) {
    constexpr int connected_us = 8'000'000;
    std::string text = fmt::format("{{\n \"name\": {},\n \"description\": {},\n \"config\": {{}},\n \"steps\": [\n  {}",
                                   StepJson(name).dump(), StepJson(description).dump(),
                                   StepJson{{"op", "power_on"}, {"then_us", connected_us}}.dump());
    for (const auto& step : steps) text += ",\n  " + step;
    return text + "\n ]\n}\n";
}

}  // namespace otbench::firmware
