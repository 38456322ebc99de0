#include "runner/report/summary.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/config/json_numbers.hpp"
#include "base/output_file.hpp"
#include "runner/report/trace_files.hpp"

namespace otbench::runner {
namespace {

std::size_t count_of(Verdict verdict, const std::vector<RunResult>& results) {
    return std::size_t(std::count_if(results.begin(), results.end(),
                                     [&](const RunResult& result) { return result.verdict == verdict; }));
}

constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 30;

/// Summaries of more shards than this are not merged anyway.
constexpr std::size_t most_shards = 100'000;

std::size_t count_at(const nlohmann::json& json, const char* key) {
    return json_integer<std::uint32_t>(json.at(key), key);
}

Summary summary_from(const nlohmann::json& json) {
    Summary summary;
    json.at("results").get_to(summary.results);
    summary.cases = json.contains("cases") ? count_at(json, "cases") : summary.results.size();
    if (json.contains("shard")) {
        const auto& shard = json.at("shard");
        summary.shard = Shard{count_at(shard, "index"), count_at(shard, "count"), shard.value("plan", "")};
    }
    return summary;
}

}  // namespace

void write_summary(const std::string& path, const Summary& summary) {
    const auto& results = summary.results;
    const Verdict verdict = overall(results);
    nlohmann::json json = {{"verdict", name_of(verdict)},
                           {"exit_code", exit_code(verdict)},
                           {"cases", summary.cases},
                           {"scenarios", results.size()},
                           {"scenarios_passed", count_of(Verdict::passed, results)},
                           {"scenarios_failed_as_expected", count_of(Verdict::expected_failure, results)},
                           {"scenarios_skipped", count_of(Verdict::skipped, results)},
                           {"results", results}};
    if (summary.shard)
        json["shard"] = {
            {"index", summary.shard->index}, {"count", summary.shard->count}, {"plan", summary.shard->plan}};
    write_whole_file(path, json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

Checked<Summary> read_summary(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) return InputError{"invalid JSON (expected a summary.json of otbench run)"};
    try {
        Summary summary = summary_from(json);
        const auto& shard = summary.shard;
        if (shard && (shard->index < 1 || shard->index > shard->count || shard->count > most_shards))
            return InputError{fmt::format("invalid shard {}/{}", shard->index, shard->count)};
        return summary;
    } catch (const std::exception& error) {  // of the JSON library, and of numbers that are out of range
        return InputError{fmt::format("unexpected content (expected a summary.json of otbench run): {}", error.what())};
    }
}

Checked<Summary> read_summary_file(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const std::string file = fs::is_directory(path, ignored) ? (fs::path{path} / summary_file).string() : path;
    // Larger than any other file of the bench: a run of ten thousand cases has some 30 MB.
    if (!fs::is_regular_file(file, ignored)) return InputError{file + ": no such file"};
    if (fs::file_size(file, ignored) > most_bytes)
        return InputError{fmt::format("{}: more than {} bytes", file, most_bytes)};
    std::ifstream stream{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream) return InputError{file + ": cannot be read"};
    auto summary = read_summary(text);
    if (!summary) return InputError{fmt::format("{}: {}", file, summary.error().message)};
    return summary;
}

Verdict overall(const std::vector<RunResult>& results) {
    for (const Verdict verdict : {Verdict::interrupted, Verdict::error, Verdict::environment, Verdict::failed,
                                  Verdict::unexpected_pass, Verdict::time_limit})
        for (const RunResult& result : results)
            if (result.verdict == verdict) return verdict;
    return Verdict::passed;
}

}  // namespace otbench::runner
