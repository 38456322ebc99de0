// The folder of a run as `circuit check` reads it: taken or refused with a line, whatever its files hold. Input:
// events.jsonl and waves.vcd, with a line of three dashes between.
#include "runner/run/recorded_run.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/fuzz/fuzz_input.hpp"

namespace {

/// A folder of this process, which goes with it.
struct Folder {
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("otbench-fuzz-run-" + std::to_string(::getpid()));
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    static const Folder folder;
    constexpr std::string_view dashes = "\n---\n";
    const auto text = fuzz::text_of(data, size);
    const auto cut = std::min(text.find(dashes), text.size());
    std::ofstream{folder.path / "events.jsonl", std::ios::binary} << text.substr(0, cut);
    std::ofstream{folder.path / "waves.vcd", std::ios::binary} << text.substr(std::min(cut + dashes.size(), size));
    const auto run = runner::read_recorded_run(folder.path.string());
    fuzz::require(run || !run.error().message.empty(), "a refusal says why");
    return 0;
}
