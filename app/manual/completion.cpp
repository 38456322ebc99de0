// otbench completion: scripts for shells, made from the verbs and their options.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "app/help.hpp"
#include "app/manual/completion_scripts.hpp"
#include "app/verbs.hpp"

namespace otbench::app {

void add_completion(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("completion", "Print a script that completes command lines in a shell");
    auto shell = std::make_shared<std::string>();
    verb->add_option("SHELL", *shell, "Shell to write for, for example zsh")
        ->required()
        ->check(one_of({"bash", "zsh", "fish"}));
    finish_help(*verb,
                {"otbench completion bash > otbench.bash", "otbench completion zsh > _otbench",
                 "otbench completion fish > otbench.fish"},
                "0 printed, 2 unknown shell");
    verb->callback([&app, shell, &exit_code] {
        const auto script = *shell == "bash" ? bash_completion : *shell == "zsh" ? zsh_completion : fish_completion;
        fmt::print("{}", script(app));
        exit_code = 0;
    });
}

}  // namespace otbench::app
