#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>

#include "app/commit.hpp"
#include "app/print_error.hpp"
#include "app/standard_streams.hpp"
#include "app/usage.hpp"
#include "app/verbs.hpp"
#include "app/version.hpp"

namespace {

std::string version_text() {
    using namespace otbench::app;
    return fmt::format("otbench {}\ncommit:   {}\ncompiler: {}\nSystemC:  {}\noptions:  {}", version, commit, compiler,
                       systemc_version, build_options);
}

/// Parses the command line and runs its verb; the exit code.
int run(int argc, char* argv[]) {
    CLI::App app{"Otbench: a test bench for otb-iot firmware, M-Bus meters and their clients, without the hardware"};
    app.name("otbench");
    app.set_version_flag("--version", version_text(), "Print the version and how it was built");
    int exit_code = 0;
    const std::string_view asked = argc > 1 ? argv[1] : "";
    const bool only_version = argc == 2 && asked == "--version";
    if (!only_version) otbench::app::add_verbs(app, exit_code, asked);
    if (argc < 2) {
        fmt::print("{}", app.help());
        return 0;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // help and version
        otbench::app::print_error("otbench: {}\n", otbench::app::complaint(app, error));
        return otbench::app::usage_error;
    } catch (const std::system_error& error) {
        fmt::print(
            stderr, "otbench: {}\n",
            std::ferror(stdout) != 0 ? "cannot write to standard output: " + error.code().message() : error.what());
        return otbench::app::environment_error;
    } catch (const std::exception& error) {
        otbench::app::print_error("otbench: {}\n", error.what());
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
