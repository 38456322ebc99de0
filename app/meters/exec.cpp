#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"

namespace otbench::app {
namespace {

/// Exit codes of a shell for a program that cannot be run, and for one that does not exist.
constexpr int not_executable = 126;
constexpr int not_found = 127;

/// The library to preload: beside the program in the build folder, under lib where it is installed.
std::string shim() {
    std::error_code ignored;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const auto& place : {folder / OTBENCH_SHIM, folder.parent_path() / OTBENCH_INSTALLED_SHIM})
        if (std::filesystem::exists(place, ignored)) return std::filesystem::canonical(place, ignored).string();
    return {};
}

int exec(const std::vector<std::string>& command) {
    std::string preload = shim();
    if (preload.empty()) {
        print_error("otbench exec: cannot find {} beside the program\n", OTBENCH_SHIM);
        return usage_error;
    }
    if (const char* others = std::getenv("LD_PRELOAD"); others && *others != '\0') preload += ":" + std::string{others};
    ::setenv("LD_PRELOAD", preload.c_str(), 1);
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments.front(), arguments.data());
    const int why = errno;
    print_error("otbench exec: {}: {}\n", command.front(), std::strerror(why));
    return why == ENOENT ? not_found : not_executable;
}

}  // namespace

void add_exec(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("exec", "Run an M-Bus client so that it can set parity on a pty");
    auto command = std::make_shared<std::vector<std::string>>();
    verb->add_option("CLIENT", *command, "The client and its arguments, after --")->required();
    finish_help(*verb,
                {"otbench exec -- mbus-serial-request-data -b 2400 /tmp/meter 1",
                 "otbench exec -- python3 client.py /tmp/meter"},
                "the client's, or 2 incomplete installation, 126 the client cannot be run, 127 not found",
                "The kernel ignores parity on a pty. A library that is loaded into the client reports it to the bench; "
                "this works for dynamically linked programs.");
    verb->callback([command, &exit_code] { exit_code = exec(*command); });
}

}  // namespace otbench::app
