#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/run/final_report.hpp"
#include "app/verbs.hpp"
#include "runner/run/merge.hpp"
#include "runner/study/study_part.hpp"

namespace otbench::app {
namespace {

struct MergeArguments {
    std::vector<std::string> folders;
    std::string out;
};

int merge_studies(const MergeArguments& arguments) {
    const auto merged = runner::merge_study_parts(arguments.folders);
    if (!merged) {
        print_error("otbench merge: {}\n", merged.error().message);
        return usage_error;
    }
    runner::write_study_part(arguments.out, *merged);
    return 0;
}

int merge(const MergeArguments& arguments) {
    try {
        if (runner::has_study_part(arguments.folders.front())) return merge_studies(arguments);
        const auto merged = runner::merge_runs(arguments.folders, arguments.out);
        if (!merged) {
            print_error("otbench merge: {}\n", merged.error().message);
            return usage_error;
        }
        return report_run(*merged, arguments.out, merged->cases, std::nullopt);
    } catch (const std::system_error& error) {
        print_error("otbench merge: {}\n", error.what());
        return environment_error;
    }
}

}  // namespace

void add_merge(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("merge", "Join the results of all shards of a run");
    auto arguments = std::make_shared<MergeArguments>();
    verb->add_option("DIR", arguments->folders,
                     "Output folders of 'otbench run --shard', or of 'otbench circuit … --shard'")
        ->required();
    verb->add_option(
            "--out", arguments->out,
            "Write the joined traces, report.html, junit.xml and summary.json to this folder, for example results")
        ->type_name("DIR")
        ->required();
    finish_help(*verb,
                {"otbench merge shard-1 shard-2 --out all", "otbench merge results/shard-1 results/shard-2 --out all"},
                "that of the run without shards; 2 a shard is missing, doubled or of another run, 3 the output folder "
                "cannot be written",
                "Of shards of a circuit study, --measured of the same command takes what was joined.");
    verb->callback([arguments, &exit_code] { exit_code = merge(*arguments); });
}

}  // namespace otbench::app
