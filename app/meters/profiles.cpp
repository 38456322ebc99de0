#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/meters/import_profile.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "bus/message/medium.hpp"
#include "meters/faults/faults.hpp"
#include "meters/line/link_faults.hpp"
#include "meters/profile/profile_index.hpp"
#include "meters/profile/record_text.hpp"

namespace otbench::app {
namespace {

using Row = std::vector<std::string>;

/// Prints rows in columns as wide as they need; the last one is as long as it likes.
void print_table(const std::vector<Row>& rows, const char* indent) {
    std::vector<std::size_t> widths;
    for (const Row& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (const Row& row : rows) {
        std::string line = indent;
        for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format("{:<{}}  ", row[i], widths[i]);
        line.erase(line.find_last_not_of(' ') + 1);
        fmt::print("{}\n", printable(line));
    }
}

std::string medium_text(std::uint8_t medium) {
    const auto name = bus::medium_name(medium);
    return name.empty() ? fmt::format("0x{:02x}", medium) : std::string{name};
}

void complain(const std::vector<config::Diagnostic>& errors) {
    for (const auto& error : errors)
        print_error("{}{}\n", error.file.empty() ? "otbench profiles: " : "", to_string(error));
}

int list_profiles() {
    const meters::ProfileIndex index{profile_folders()};
    std::vector<Row> rows = {{"NAME", "MANUFACTURER", "MEDIUM", "TITLE"}};
    int exit_code = 0;
    for (const std::string& name : index.names()) {
        const auto profile = index.load_identity(name);
        if (!profile) {
            complain(profile.error());
            exit_code = usage_error;
            continue;
        }
        const meters::Profile& found = **profile;
        rows.push_back({name, meters::manufacturer_text(found.manufacturer), medium_text(found.medium), found.title});
    }
    print_table(rows, "");
    return exit_code;
}

std::string default_text(const meters::ProfileRecord& record) {
    return record.follows_id ? "the meter's id" : record.initial;
}

void show_telegram(const meters::ProfileTelegram& telegram) {
    std::vector<Row> rows;
    if (const auto* variable = std::get_if<meters::VariableTelegram>(&telegram.content)) {
        for (const meters::ProfileRecord& record : variable->records)
            if (record.has_value())
                rows.push_back({record.name(), default_text(record), std::string{bus::name(record.description.coding)},
                                meters::subject_text(record.description) + meters::details_text(record.description)});
        if (!variable->block_name.empty())
            rows.push_back({variable->block_name, fmt::format("{} bytes", variable->manufacturer_data.size()), "",
                            "manufacturer data"});
    } else if (const auto* fixed = std::get_if<meters::FixedTelegram>(&telegram.content)) {
        for (const auto& counter : fixed->counters)
            rows.push_back({counter.name, counter.initial, "", fmt::format("fixed data, unit 0x{:02x}", counter.unit)});
    } else {
        rows.push_back({"raw bytes"});
    }
    print_table(rows, "  ");
}

void show(const meters::Profile& profile) {
    fmt::print("{}: {}\n", printable(profile.name), printable(profile.title));
    fmt::print("manufacturer {}, version {}, medium {}, id {}; {} baud, {} unit load{}\n",
               meters::manufacturer_text(profile.manufacturer), profile.version, medium_text(profile.medium),
               profile.id, profile.baud, profile.unit_loads, profile.unit_loads > 1 ? "s" : "");
    for (const meters::ProfileReadout& readout : profile.readouts) {
        for (std::size_t i = 0; i < readout.telegrams.size(); ++i) {
            std::string head = "values";
            if (readout.telegrams.size() > 1) head += fmt::format(" of telegram {}", i + 1);
            if (readout.subcode) head += fmt::format(" after an application reset with {:#04x}", *readout.subcode);
            if (readout.ci) head += fmt::format(" after CI {:#04x}", *readout.ci);
            fmt::print("\n{}:\n", head);
            show_telegram(readout.telegrams[i]);
        }
    }
}

template <class Entries>
void print_faults(const char* title, const Entries& entries) {
    fmt::print("{}\n", title);
    for (const auto& fault : entries) fmt::print("  {:<26}{:<36}{}\n", fault.name, fault.values, fault.meaning);
}

void list_faults() {
    print_faults("of meters:", meters::fault_entries());
    print_faults("\nof the link between a converter and its clients:", meters::link_fault_entries());
}

int show_profile(const std::string& name) {
    const meters::ProfileIndex index{profile_folders()};
    const auto profile = index.load(name);
    if (profile)
        show(**profile);
    else
        complain(profile.error());
    return profile ? 0 : usage_error;
}

}  // namespace

void add_profiles(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("profiles", "List, show and import profiles of meters");
    verb->require_subcommand(1);
    CLI::App* list =
        verb->add_subcommand("list", "List all profiles with their manufacturers, media and product names");
    finish_help(*list, {"otbench profiles list", "otbench profiles list | grep Water"},
                "0 listed, 2 the manufacturer, medium or title of a profile is invalid; 'otbench profiles show' checks "
                "all of it");
    list->callback([&exit_code] { exit_code = list_profiles(); });
    CLI::App* faults = verb->add_subcommand("faults", "List the faults of meters and of the link to their clients");
    finish_help(*faults, {"otbench profiles faults", "otbench profiles faults | grep checksum"}, "0 listed");
    faults->callback(list_faults);
    CLI::App* show = verb->add_subcommand("show", "Show a profile with the values that can be set");
    add_import_profile(*verb, exit_code);
    auto name = std::make_shared<std::string>();
    show->add_option("NAME", *name, "Name from 'otbench profiles list', or a file NAME.yaml")->required();
    finish_help(*show, {"otbench profiles show itron-cf-echo-2", "otbench profiles show ./my-meter.yaml"},
                "0 shown, 2 unknown or invalid profile");
    show->callback([name, &exit_code] { exit_code = show_profile(*name); });
}

}  // namespace otbench::app
