#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "runner/report/trace_files.hpp"
#include "runner/trace/view.hpp"
#include "sim/host/process/command.hpp"
#include "sim/host/process/search_path.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;
using sim::VcdWriter;

constexpr const char* waves_verb = "otbench trace waves";
constexpr const char* converter = "vcd2fst";
constexpr const char* dump_name = "view.vcd";
constexpr const char* packed_name = "view.fst";
constexpr const char* gtkwave_name = "view.gtkw";
constexpr const char* surfer_name = "view.sucl";

struct WavesArguments {
    std::string folder, out, format = "fst";
};

/// A file that goes when it is not kept.
class PassingFile {
public:
    explicit PassingFile(fs::path path) : path_{std::move(path)} {}
    ~PassingFile() {
        std::error_code ignored;
        if (!kept_) fs::remove(path_, ignored);
    }
    PassingFile(const PassingFile&) = delete;
    PassingFile& operator=(const PassingFile&) = delete;
    [[nodiscard]] std::string name() const { return path_.string(); }
    void keep() { kept_ = true; }

private:
    fs::path path_;
    bool kept_ = false;
};

/// Converts a VCD, all or nothing. False after a complaint.
bool pack(const std::string& dump, const std::string& packed) {
    constexpr std::chrono::minutes patience{10};
    PassingFile part{packed + ".part"};
    const auto result = sim::run_command({converter, "-Z", "-v", dump, "-f", part.name()}, patience);
    std::error_code failed;
    if (result.exit.code != 0 || result.exit.signal != 0 || fs::file_size(part.name(), failed) == 0 || failed) {
        print_error("{}: {}: {} failed: {}\n", waves_verb, packed, converter, result.output);
        return false;
    }
    fs::rename(part.name(), packed);
    part.keep();
    return true;
}

int write_views(const WavesArguments& arguments, const runner::RecordedTrace& trace, std::istream& vcd) {
    const fs::path out = arguments.out.empty() ? arguments.folder : arguments.out;
    const bool is_packed = arguments.format == "fst", has_lanes = arguments.format != "pulseview";
    make_output_folder(out.string());
    PassingFile dump{out / (is_packed ? std::string{dump_name} + ".part" : dump_name)};
    const auto view =
        runner::write_view(vcd, has_lanes ? runner::trace_lanes(trace) : std::vector<runner::Lane>{}, dump.name(),
                           has_lanes ? VcdWriter::Unit::nanosecond : VcdWriter::Unit::microsecond);
    if (!view) {
        print_error("{}: {}: {}\n", waves_verb, (fs::path{arguments.folder} / runner::waves_file).string(),
                    view.error().message);
        return usage_error;
    }
    if (is_packed && !pack(dump.name(), (out / packed_name).string())) return environment_error;
    if (!is_packed) dump.keep();
    if (!has_lanes) return 0;
    write_whole_file((out / gtkwave_name).string(),
                     runner::gtkwave_save(*view, is_packed ? packed_name : dump_name, gtkwave_name));
    write_whole_file((out / surfer_name).string(), runner::surfer_commands(*view));
    return 0;
}

int convert(const WavesArguments& arguments) {
    if (arguments.format == "fst" && !sim::is_on_search_path(converter)) {
        print_error("{}: {} not found (expected GTKWave to be installed, or --format vcd)\n", waves_verb, converter);
        return environment_error;
    }
    const auto trace = runner::read_trace_file(arguments.folder);
    if (!trace) {
        print_error("{}: {}\n", waves_verb, trace.error().message);
        return usage_error;
    }
    const fs::path waves = fs::path{arguments.folder} / runner::waves_file;
    std::ifstream vcd{waves};
    if (!vcd) {
        print_error("{}: {}: no such file (expected the folder of a run)\n", waves_verb, waves.string());
        return usage_error;
    }
    try {
        return write_views(arguments, *trace, vcd);
    } catch (const std::exception& error) {  // of the disk and of the converter's process
        print_error("{}: {}\n", waves_verb, error.what());
        return environment_error;
    }
}

}  // namespace

void add_trace_waves(CLI::App& trace, int& exit_code) {
    CLI::App* verb = trace.add_subcommand("waves", "Convert waves and lanes for GTKWave, Surfer or PulseView");
    auto arguments = std::make_shared<WavesArguments>();
    verb->add_option("DIR", arguments->folder, "Folder of a run")->required();
    verb->add_option("--out", arguments->out, "Write to this folder, for example views")
        ->type_name("DIR")
        ->default_str("that of the run");
    verb->add_option("--format", arguments->format,
                     "fst writes view.fst, vcd view.vcd, for example pulseview: view.vcd in microseconds and without "
                     "lanes")
        ->type_name("NAME")
        ->check(one_of({"fst", "vcd", "pulseview"}))
        ->capture_default_str();
    finish_help(*verb,
                {"otbench trace waves result", "otbench trace waves result --format pulseview --out for-pulseview"},
                "0 converted, 2 invalid trace, 3 a file cannot be written, or vcd2fst is missing",
                "Lanes show steps, frames and bytes as texts above the waves. view.gtkw opens all of it in GTKWave, "
                "view.sucl in Surfer.");
    verb->callback([arguments, &exit_code] { exit_code = convert(*arguments); });
}

}  // namespace otbench::app
