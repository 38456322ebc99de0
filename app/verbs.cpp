#include "app/verbs.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/usage.hpp"

namespace otbench::app {
namespace {

/// Every verb, in the order of the help.
constexpr void (*every_verb[])(CLI::App& app, int& exit_code) = {
    add_run,           add_serve,    add_validate,  add_list,    add_merge,      add_trace, add_scenario,
    add_decode,        add_encode,   add_dissector, add_read,    add_scan,       add_poll,  add_send,
    add_record,        add_replay,   add_tape,      add_emulate, add_ctl,        add_exec,  add_check_client,
    add_check_gateway, add_profiles, add_firmware,  add_circuit, add_completion, add_man,
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

void add_verbs(CLI::App& app, int& exit_code) {
    use_help_layout(app);
    app.set_help_flag("-h,--help", "Print this help");
    app.require_subcommand(1);
    for (const auto add : every_verb) add(app, exit_code);
    add_help(app, exit_code);
    name_groups(app);
    refuse_empty_values(app);
}

}  // namespace otbench::app
