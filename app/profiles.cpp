#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>

#include "app/import_profile.hpp"
#include "app/paths.hpp"
#include "app/verbs.hpp"
#include "meters/profile_index.hpp"

namespace otbench::app {
namespace {

void list_profiles() {
    const meters::ProfileIndex index{{profile_folder()}};
    for (const std::string& name : index.names()) {
        const auto profile = index.load(name);
        fmt::print("{:<24}  {}\n", name, profile ? (*profile)->title : meters::to_string(profile.error().front()));
    }
}

int show_profile(const std::string& name) {
    const auto profile = meters::ProfileIndex{{profile_folder()}}.load(name);
    if (!profile) {
        for (const meters::ProfileError& error : profile.error()) fmt::print(stderr, "{}\n", meters::to_string(error));
        return usage_error;
    }
    fmt::print("{}\nvalues: {}\n", (*profile)->title, fmt::join((*profile)->value_names(), ", "));
    return 0;
}

}  // namespace

void add_profiles(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("profiles", "The meters that the bench knows");
    verb->require_subcommand(1);
    verb->add_subcommand("list", "Names and products")->callback(list_profiles);
    CLI::App* show = verb->add_subcommand("show", "One product and its values");
    add_import_profile(*verb, exit_code);
    auto name = std::make_shared<std::string>();
    show->add_option("NAME", *name, "A name from the list")->required();
    show->callback([name, &exit_code] { exit_code = show_profile(*name); });
}

}  // namespace otbench::app
