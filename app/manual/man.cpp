// otbench man: manual pages, made from the help of the verbs.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/manual/man_page.hpp"
#include "app/print_error.hpp"
#include "app/usage.hpp"
#include "app/verbs.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

struct ManArguments {
    std::vector<std::string> path;
    std::string folder;
};

/// Writes the page of `verb` and those of the verbs below it; false when a file cannot be written.
bool write_pages(const CLI::App& verb, const std::string& path, const fs::path& folder) {
    const fs::path file = folder / (man_page_name(path) + ".1");
    std::ofstream out{file};
    out << man_page(verb, path);
    if (!out.flush()) {
        print_error("otbench man: cannot write '{}'\n", file.string());
        return false;
    }
    for (const CLI::App* below : verb.get_subcommands([](const CLI::App*) { return true; }))
        if (!write_pages(*below, path + ' ' + below->get_name(), folder)) return false;
    return true;
}

int write_manual(const CLI::App& app, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        print_error("otbench man: cannot create the folder '{}': {}\n", folder.string(), error.message());
        return environment_error;
    }
    return write_pages(app, app.get_name(), folder) ? 0 : environment_error;
}

int man(const CLI::App& app, const ManArguments& arguments) {
    if (!arguments.folder.empty()) return write_manual(app, arguments.folder);
    const CLI::App* verb = &app;
    std::string path = app.get_name();
    for (const std::string& name : arguments.path) {
        if (const auto wrong = unknown_verb(*verb, name)) {
            print_error("otbench man: {}\n", *wrong);
            return usage_error;
        }
        verb = verb->get_subcommand(name);
        path += ' ' + name;
    }
    fmt::print("{}", man_page(*verb, path));
    return 0;
}

}  // namespace

void add_man(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("man", "Print the manual page of a verb in roff");
    auto arguments = std::make_shared<ManArguments>();
    CLI::Option* path = verb->add_option("VERB", arguments->path,
                                         "Verb, with the verb below it if there is one; none for otbench itself");
    verb->add_option("--into", arguments->folder, "Folder to write the pages of all verbs to, for example man/man1")
        ->type_name("DIR")
        ->default_str("none: print one page")
        ->excludes(path);
    finish_help(*verb, {"otbench man circuit sweep", "otbench man --into man/man1"},
                "0 printed or written, 2 unknown verb, 3 a file cannot be written");
    verb->callback([&app, arguments, &exit_code] { exit_code = man(app, *arguments); });
}

}  // namespace otbench::app
