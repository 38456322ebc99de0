#include "app/verbs.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/usage.hpp"

namespace otbench::app {
namespace {

/// Which verbs have to be there for one to work: it alone, or all, as it describes them.
enum class Needs : std::uint8_t { itself, all };

struct Verb {
    std::string_view name;
    void (*add)(CLI::App& app, int& exit_code);
    Needs needs = Needs::itself;
};

/// Every verb, in the order of the help.
constexpr Verb every_verb[] = {
    {"run", add_run},
    {"serve", add_serve},
    {"validate", add_validate},
    {"list", add_list},
    {"merge", add_merge},
    {"trace", add_trace},
    {"scenario", add_scenario},
    {"decode", add_decode},
    {"encode", add_encode},
    {"dissector", add_dissector},
    {"read", add_read},
    {"scan", add_scan},
    {"poll", add_poll},
    {"send", add_send},
    {"record", add_record},
    {"replay", add_replay},
    {"tape", add_tape},
    {"emulate", add_emulate},
    {"ctl", add_ctl},
    {"exec", add_exec},
    {"check-client", add_check_client},
    {"check-gateway", add_check_gateway},
    {"profiles", add_profiles},
    {"firmware", add_firmware},
    {"circuit", add_circuit},
    {"completion", add_completion, Needs::all},
    {"man", add_man, Needs::all},
};

/// Adds `help VERB`, which prints what `VERB --help` prints.
void add_help(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("help", "Print the help of a verb");
    auto path = std::make_shared<std::vector<std::string>>();
    verb->add_option("VERB", *path, "Verb, with the verb below it if there is one; none for the list of verbs");
    finish_help(*verb, {"otbench help run", "otbench help circuit sweep"}, "0 printed, 2 unknown verb");
    verb->callback([&app, path, &exit_code] {
        const CLI::App* asked = &app;
        std::string above;
        for (const std::string& name : *path) {
            if (const auto wrong = unknown_verb(*asked, name)) {
                print_error("otbench help: {}\n", *wrong);
                exit_code = usage_error;
                return;
            }
            above += asked->get_name() + ' ';
            asked = asked->get_subcommand(name);
        }
        fmt::print("{}", asked->help(above + asked->get_name()));
    });
}

void name_groups(CLI::App& app) {
    for (CLI::App* verb : app.get_subcommands({})) {
        verb->group("Verbs");
        name_groups(*verb);
    }
}

}  // namespace

void add_verbs(CLI::App& app, int& exit_code, std::string_view asked) {
    use_help_layout(app);
    app.set_help_flag("-h,--help", "Print this help");
    app.require_subcommand(1);
    const auto* const verb =
        std::find_if(std::begin(every_verb), std::end(every_verb), [&](const Verb& v) { return v.name == asked; });
    if (verb != std::end(every_verb) && verb->needs == Needs::itself) {
        verb->add(app, exit_code);
    } else {
        for (const Verb& each : every_verb) each.add(app, exit_code);
        add_help(app, exit_code);
    }
    name_groups(app);
    refuse_empty_values(app);
}

}  // namespace otbench::app
