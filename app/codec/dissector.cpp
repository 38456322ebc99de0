// otbench dissector: the tables of the codec for share/wireshark/mbus.lua.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <functional>
#include <string>

#include "app/help.hpp"
#include "app/verbs.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/answer_layout.hpp"
#include "bus/message/command.hpp"
#include "bus/message/fixed_value.hpp"
#include "bus/message/medium.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/record/vif.hpp"
#include "bus/record/vife.hpp"

namespace otbench::app {
namespace {

constexpr int octet_values = 256, code_values = 128;

/// Lua's table of that name: an entry for each key from 0 on that has one.
std::string table(std::string_view name, int keys, const std::function<std::string(std::uint8_t)>& entry) {
    std::string text = fmt::format("    {} = {{\n", name);
    for (int key = 0; key < keys; ++key)
        if (const auto value = entry(static_cast<std::uint8_t>(key)); !value.empty())
            text += fmt::format("        [0x{:02X}] = {},\n", key, value);
    return text + "    },\n";
}

std::string quoted(std::string_view text) {
    return text.empty() ? std::string{} : fmt::format("\"{}\"", text);
}

std::string service(std::uint8_t control) {
    const auto found = bus::service_of(control);
    return found == bus::Service::unknown ? std::string{} : quoted(bus::name_of(found));
}

/// What a control information says, a command or an answer.
std::string control_information(std::uint8_t ci) {
    struct Name {
        std::uint8_t ci;
        std::string_view name;
    };
    constexpr Name commands[] = {
        {bus::ci_application_reset, "application reset"},
        {bus::ci_data_send, "data for the slave"},
        {bus::ci_select_slave, "selection of slaves"},
        {bus::ci_synchronise, "synchronise action"},
        {bus::ci_data_send_short_header, "data for the slave with a short header"},
        {bus::ci_data_send_long_header, "data for the slave with a long header"},
    };
    for (const auto& command : commands)
        if (command.ci == ci) return quoted(command.name);
    if (const auto command = bus::parse_command(ci, {}); command)
        if (const auto* rate = std::get_if<bus::SetBaudRate>(&*command))
            return fmt::format("\"set {} baud\"", rate->baud);
    return quoted(bus::answer_layout(ci).name);
}

std::string layout(std::uint8_t ci) {
    constexpr std::string_view contents[] = {"variable", "fixed", "error", "alarm", "wrapped", "other"};
    constexpr std::string_view headers[] = {"none", "brief", "full"};
    const auto& row = bus::answer_layout(ci);
    if (row.content == bus::AnswerLayout::Content::other) return {};
    return fmt::format("{{\"{}\", \"{}\"}}", contents[static_cast<std::size_t>(row.content)],
                       headers[static_cast<std::size_t>(row.header)]);
}

std::string vif_entry(const bus::VifEntry& entry) {
    constexpr std::string_view natures[] = {"number", "counter", "bits", "point", "opaque"};
    if (entry.quantity == bus::Quantity::reserved) return {};
    return fmt::format("{{\"{}\", \"{}\", {}, \"{}\"}}", bus::name(entry.quantity), bus::symbol(entry.unit),
                       entry.exponent, natures[static_cast<std::size_t>(entry.nature)]);
}

std::string vife_entry(const bus::VifeEntry& entry) {
    constexpr std::string_view modifiers[] = {"none",     "record_error", "qualifies",   "multiplies", "adds",
                                              "point_of", "duration_of",  "opens_table", "packs"};
    if (entry.modifier == bus::Modifier::none) return {};
    return fmt::format("{{\"{}\", \"{}\", {}, \"{}\"}}", modifiers[static_cast<std::size_t>(entry.modifier)],
                       entry.name, entry.amount, bus::symbol(entry.unit));
}

/// What a unit of fixed data makes of the number 1.
std::string fixed_unit(std::uint8_t unit) {
    constexpr std::uint8_t same_as_other = 0x3E, binary = 0x01;
    if (unit >= same_as_other + 2 || unit == same_as_other) return {};
    const OctetBuffer octets{0, 0, 0, 0, 0, binary, unit, unit, 1, 0, 0, 0, 1, 0, 0, 0};
    const auto value = bus::fixed_value(*bus::FixedData::parse(octets), 0);
    return fmt::format("{{\"{}\", \"{}\", {}}}", bus::name(value.quantity), bus::symbol(value.unit),
                       std::get<bus::Decimal>(value.value).exponent);
}

/// The units that are written with k and M.
std::string prefixed_units() {
    std::string text = "    prefixed = {\n";
    for (int i = 0; i <= static_cast<int>(bus::Unit::currency); ++i) {
        const auto unit = static_cast<bus::Unit>(i);
        if (bus::to_text(bus::Decimal{1, 3}, unit) == fmt::format("1 k{}", bus::symbol(unit)))
            text += fmt::format("        [\"{}\"] = true,\n", bus::symbol(unit));
    }
    return text + "    },\n";
}

std::string dissector_tables() {
    using Table = bus::VifTable;
    const auto vifs = [](Table from) {
        return [from](std::uint8_t code) { return vif_entry(bus::vif_entry({from, code})); };
    };
    const auto error = [](std::uint8_t code) { return quoted(bus::application_error_text(code)); };
    return "local tables = {\n" + table("services", octet_values, service) +
           table("ci", octet_values, control_information) + table("layouts", octet_values, layout) +
           table("media", octet_values, [](std::uint8_t medium) { return quoted(bus::medium_text(medium)); }) +
           table("application_errors", 10, error) + table("primary", code_values, vifs(Table::primary)) +
           table("extension_fb", code_values, vifs(Table::extension_fb)) +
           table("extension_fd", code_values, vifs(Table::extension_fd)) +
           table("second_level", code_values,
                 [](std::uint8_t code) { return vif_entry(bus::second_level_entry(code)); }) +
           table("vife", code_values, [](std::uint8_t code) { return vife_entry(bus::vife_entry(code)); }) +
           table("further_vife", code_values,
                 [](std::uint8_t code) { return vife_entry(bus::further_vife_entry(code)); }) +
           table("fixed_units", 64, fixed_unit) + prefixed_units() + "}\n";
}

}  // namespace

void add_dissector(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("dissector", "Print the tables of the Wireshark dissector mbus.lua");
    finish_help(*verb, {"otbench dissector", "otbench dissector > tables.lua"}, "0 printed");
    verb->callback([&exit_code] {
        fmt::print("{}", dissector_tables());
        exit_code = 0;
    });
}

}  // namespace otbench::app
