#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

#include "app/verbs.hpp"
#include "firmware_model/trace_case.hpp"
#include "firmware_model/trace_player.hpp"

namespace otbench::app {
namespace {

int trace(const std::string& path) {
    std::error_code ignored;
    std::ifstream file{path};
    if (!file || std::filesystem::is_directory(path, ignored)) {
        fmt::print(stderr, "{}: no such file, or not readable\n", path);
        return usage_error;
    }
    const auto steps = firmware::TraceCase::parse(file);
    if (!steps) {
        fmt::print(stderr, "{}: {}\n", path, steps.error());
        return usage_error;
    }
    firmware::play_trace(*steps, std::cout);
    return 0;
}

}  // namespace

void add_firmware(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("firmware", "The firmware model by itself");
    verb->require_subcommand(1);
    CLI::App* player =
        verb->add_subcommand("trace", "Play a case of steps and print what the device does, as JSON lines");
    auto path = std::make_shared<std::string>();
    player->add_option("FILE", *path, "A file of steps (NAME.steps.json)")->required();
    player->callback([path, &exit_code] { exit_code = trace(*path); });
}

}  // namespace otbench::app
