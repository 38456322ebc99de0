#include "runner/report/batch_report.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "runner/report/result_text.hpp"

namespace otbench::runner {
namespace {

struct Tally {
    Verdict verdict;
    const char* words;  ///< behind the count
};
constexpr std::array<Tally, 9> tallies = {{
    {Verdict::passed, "passed"},
    {Verdict::expected_failure, "failed as expected"},
    {Verdict::failed, "failed"},
    {Verdict::unexpected_pass, "passed unexpectedly"},
    {Verdict::time_limit, "reached the time limit"},
    {Verdict::error, "invalid"},
    {Verdict::environment, "stopped by the environment"},
    {Verdict::interrupted, "interrupted"},
    {Verdict::skipped, "skipped"},
}};

/// Throws std::system_error when what was printed cannot be written.
void flush() {
    if (std::fflush(stdout) != 0) throw_write_error("standard output");
}

}  // namespace

std::string totals(const std::vector<RunResult>& results, std::size_t total) {
    std::string text;
    const auto add = [&](std::size_t count, const char* words) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words);
    };
    for (const Tally& tally : tallies) {
        const auto count = std::count_if(results.begin(), results.end(),
                                         [&](const RunResult& result) { return result.verdict == tally.verdict; });
        if (count > 0 || tally.verdict == Verdict::passed) add(std::size_t(count), tally.words);
    }
    if (total > results.size()) add(total - results.size(), "not started");
    return text;
}

std::string batch_summary(const std::vector<RunResult>& results, std::size_t total,
                          std::optional<std::chrono::duration<double>> took) {
    std::string text;
    for (const RunResult& result : results) {
        if (is_good(result.verdict)) continue;
        const std::string why = reason(result);
        text += printable(fmt::format("{}: {} ({}){}{}", name_of(result.verdict), result.path, result.name,
                                      why.empty() ? "" : ": ", why)) +
                '\n';
    }
    text += totals(results, total);
    return text + (took ? fmt::format(" in {:.1f} s\n", took->count()) : "\n");
}

void BatchReport::finished(const RunResult& result, const std::string& report) {
    ++done_;
    if (all_reports_ || !is_good(result.verdict)) std::fwrite(report.data(), 1, report.size(), stdout);
    if (!result.explanation.empty()) fmt::print("{}\n", result.explanation);
    flush();
    if (several_)
        show_progress(result);
    else if (!result.error.empty() && !is_good(result.verdict))
        fmt::print(stderr, "{}\n", printable(fmt::format("{}: {}", result.path, result.error)));
}

void BatchReport::show_progress(const RunResult& result) const {
    if (::isatty(STDERR_FILENO) == 0) {
        fmt::print(stderr, "{}/{} {} {}\n", done_, total_, name_of(result.verdict), printable(result.path));
        return;
    }
    constexpr std::size_t width = 30;
    fmt::print(stderr, "\r[{:<{}}] {}/{}{}", std::string(done_ * width / total_, '#'), width, done_, total_,
               done_ == total_ ? "\n" : "");
}

void BatchReport::retried(const RunResult& result) {
    fmt::print(stderr, "{}",
               printable(fmt::format("{} {} (attempt {}): to be retried\n", name_of(result.verdict), result.path,
                                     result.attempts)));
}

}  // namespace otbench::runner
