#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs.hpp"
#include "app/version.hpp"
#include "base/config/suggest.hpp"

namespace {

/// Says what is wrong with a first argument that is no verb; false when there is nothing to say.
bool complain_about_verb(const CLI::App& app, int argc, char* argv[]) {
    if (argc < 2 || argv[1][0] == '-') return false;
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands({})) names.push_back(verb->get_name());
    const std::vector<std::string_view> known{names.begin(), names.end()};
    for (const std::string_view name : known)
        if (name == argv[1]) return false;
    fmt::print(stderr, "otbench: unknown verb '{}'{} (otbench --help)\n", argv[1],
               otbench::config::did_you_mean(argv[1], known));
    return true;
}

}  // namespace

int main(int argc, char* argv[]) {
    CLI::App app{"Otbench: a hardware-in-the-loop test bench for otb-iot and M-Bus meters, without the hardware"};
    app.name("otbench");
    app.set_version_flag("--version", fmt::format("otbench {}", otbench::app::version));
    app.require_subcommand(1);
    int exit_code = 0;
    otbench::app::add_run(app, exit_code);
    otbench::app::add_validate(app, exit_code);
    otbench::app::add_scenario(app, exit_code);
    otbench::app::add_decode(app, exit_code);
    otbench::app::add_encode(app, exit_code);
    otbench::app::add_read(app, exit_code);
    otbench::app::add_scan(app, exit_code);
    otbench::app::add_emulate(app, exit_code);
    otbench::app::add_ctl(app, exit_code);
    otbench::app::add_exec(app, exit_code);
    otbench::app::add_profiles(app, exit_code);
    otbench::app::add_firmware(app, exit_code);
    otbench::app::add_circuit(app, exit_code);
    if (complain_about_verb(app, argc, argv)) return otbench::app::usage_error;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : otbench::app::usage_error;
    } catch (const std::exception& error) {
        fmt::print(stderr, "otbench: {}\n", error.what());
        return otbench::app::usage_error;
    }
    return exit_code;
}
