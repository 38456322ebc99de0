#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <string>
#include <system_error>

#include "app/standard_streams.hpp"
#include "app/usage.hpp"
#include "app/verbs.hpp"
#include "app/version.hpp"

namespace {

/// Parses the command line and runs its verb; the exit code.
int run(int argc, char* argv[]) {
    CLI::App app{"Otbench: a hardware-in-the-loop test bench for otb-iot and M-Bus meters, without the hardware"};
    app.name("otbench");
    app.set_version_flag("--version", fmt::format("otbench {}", otbench::app::version));
    app.require_subcommand(1);
    int exit_code = 0;
    otbench::app::add_run(app, exit_code);
    otbench::app::add_validate(app, exit_code);
    otbench::app::add_list(app, exit_code);
    otbench::app::add_scenario(app, exit_code);
    otbench::app::add_decode(app, exit_code);
    otbench::app::add_encode(app, exit_code);
    otbench::app::add_dissector(app, exit_code);
    otbench::app::add_read(app, exit_code);
    otbench::app::add_scan(app, exit_code);
    otbench::app::add_poll(app, exit_code);
    otbench::app::add_send(app, exit_code);
    otbench::app::add_record(app, exit_code);
    otbench::app::add_replay(app, exit_code);
    otbench::app::add_tape(app, exit_code);
    otbench::app::add_emulate(app, exit_code);
    otbench::app::add_ctl(app, exit_code);
    otbench::app::add_exec(app, exit_code);
    otbench::app::add_profiles(app, exit_code);
    otbench::app::add_firmware(app, exit_code);
    otbench::app::add_circuit(app, exit_code);
    otbench::app::refuse_empty_values(app);
    if (const auto wrong = otbench::app::unknown_verb(app, argc, argv)) {
        fmt::print(stderr, "otbench: {}\n", *wrong);
        return otbench::app::usage_error;
    }
    if (argc < 2) {
        fmt::print("{}", app.help());
        return 0;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // help and version
        fmt::print(stderr, "otbench: {}\n", otbench::app::complaint(app, error));
        return otbench::app::usage_error;
    } catch (const std::system_error& error) {
        fmt::print(
            stderr, "otbench: {}\n",
            std::ferror(stdout) != 0 ? "cannot write to standard output: " + error.code().message() : error.what());
        return otbench::app::environment_error;
    } catch (const std::exception& error) {
        fmt::print(stderr, "otbench: {}\n", error.what());
        return otbench::app::usage_error;
    }
    return exit_code;
}

}  // namespace

int main(int argc, char* argv[]) {
    otbench::app::open_standard_streams();
    const int exit_code = run(argc, argv);
    if (exit_code == otbench::app::environment_error) return exit_code;  // its one line is printed
    return otbench::app::flush_standard_output("otbench") ? exit_code : otbench::app::environment_error;
}
