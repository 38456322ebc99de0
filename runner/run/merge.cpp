#include "runner/run/merge.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "base/output_file.hpp"
#include "runner/report/trace_files.hpp"
#include "runner/selection/shard.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;

struct Part {
    std::string folder;
    Summary summary;
};

/// The parts by their shards: each there once, and all of one run.
Checked<std::map<std::size_t, Part>> read_parts(const std::vector<std::string>& folders) {
    std::map<std::size_t, Part> parts;
    std::vector<std::pair<std::string, Shard>> shards;
    for (const std::string& folder : folders) {
        auto summary = read_summary_file(folder);
        if (!summary) return summary.error();
        const Shard shard = summary->shard.value_or(Shard{});
        shards.emplace_back(folder, shard);
        const Part& part = parts.emplace(shard.index, Part{folder, std::move(*summary)}).first->second;
        const Part& first = parts.begin()->second;
        if (part.summary.cases != first.summary.cases)
            return InputError{fmt::format("{}: a run of {} cases, but {} is of {} cases", part.folder,
                                          part.summary.cases, first.folder, first.summary.cases)};
    }
    if (auto error = incomplete_shards(shards)) return *std::move(error);
    for (const auto& [folder, shard] : shards)
        if (shard.plan != shards.front().second.plan)
            return InputError{
                fmt::format("{}: a shard of another run than {} (expected the same cases, seeds and --times)", folder,
                            shards.front().first)};
    return parts;
}

/// The complaint about results that do not belong together.
std::optional<InputError> check_results(const std::map<std::size_t, Part>& parts) {
    std::map<std::size_t, const Part*> seen;
    for (const auto& [index, part] : parts) {
        for (const RunResult& result : part.summary.results) {
            if (result.index >= part.summary.cases || !seen.emplace(result.index, &part).second)
                return InputError{
                    fmt::format("{}: case {} of {} is doubled or out of range: the shards are of "
                                "different runs",
                                part.folder, result.index + 1, part.summary.cases)};
            if (result.folder.find('/') != std::string::npos || result.folder == "..")
                return InputError{fmt::format("{}: invalid folder '{}' of a trace", part.folder, result.folder)};
        }
    }
    return std::nullopt;
}

/// Copies the trace of a case: its folder, or what a run of a single case leaves in the output folder itself.
void copy_trace(const Part& part, const RunResult& result, const fs::path& out) {
    constexpr auto options = fs::copy_options::overwrite_existing | fs::copy_options::recursive;
    const fs::path from = part.folder;
    if (!result.folder.empty()) {
        if (fs::is_directory(from / result.folder)) fs::copy(from / result.folder, out / result.folder, options);
        return;
    }
    for (const char* file : trace_files)
        if (fs::exists(from / file)) fs::copy(from / file, out / file, options);
}

}  // namespace

Checked<Summary> merge_runs(const std::vector<std::string>& folders, const std::string& out) {
    for (const std::string& folder : folders) {
        std::error_code ignored;
        if (fs::equivalent(folder, out, ignored))
            return InputError{fmt::format("{}: is also the output folder (expected another one)", folder)};
    }
    auto parts = read_parts(folders);
    if (!parts) return parts.error();
    if (const auto error = check_results(*parts)) return *error;
    Summary merged;
    merged.cases = parts->begin()->second.summary.cases;
    try {
        make_output_folder(out);
        for (auto& [index, part] : *parts) {
            for (const RunResult& result : part.summary.results) copy_trace(part, result, out);
            std::move(part.summary.results.begin(), part.summary.results.end(), std::back_inserter(merged.results));
        }
    } catch (const fs::filesystem_error& error) {
        throw std::system_error{error.code(), error.path2().empty() ? error.path1().string() : error.path2().string()};
    }
    std::sort(merged.results.begin(), merged.results.end(),
              [](const RunResult& a, const RunResult& b) { return a.index < b.index; });
    return merged;
}

}  // namespace otbench::runner
