#include "runner/report/html/html_report.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/output_file.hpp"
#include "runner/report/batch_report.hpp"
#include "runner/report/html/page_trace.hpp"
#include "runner/report/html/report_page.hpp"
#include "runner/report/html/script_text.hpp"
#include "runner/report/trace_files.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Of all traces in the page of a batch, in octets.
constexpr std::size_t embedded_limit = 8'000'000;

void write_page(const fs::path& path, const Summary& summary, const std::string& version,
                const std::vector<std::string>& runs) {
    std::string all = "[";
    for (const std::string& run : runs) all.append(&run == &runs.front() ? "" : ",").append(run);
    std::string page{report_page_head};
    page += with_member(script_text({{"version", version}, {"totals", totals(summary.results, summary.cases)}}), "runs",
                        all + "]");
    page += report_page_tail;
    write_whole_file(path.string(), page);
}

}  // namespace

void write_html_reports(const std::string& out, const Summary& summary, const std::string& version) {
    std::vector<const RunResult*> by_importance;
    for (const RunResult& result : summary.results) by_importance.push_back(&result);
    std::stable_partition(by_importance.begin(), by_importance.end(),
                          [](const RunResult* result) { return !is_good(result->verdict); });
    std::vector<std::string> runs(summary.results.size());
    std::size_t embedded = 0;
    for (const RunResult* result : by_importance) {
        std::string& run = runs[std::size_t(result - summary.results.data())];
        json data = *result;
        run = script_text(data);
        if (result->verdict == Verdict::skipped) continue;
        const std::string trace = page_trace(fs::path{out} / result->folder);
        if (trace.empty()) continue;
        run = with_member(std::move(run), "trace", trace);
        if (result->folder.empty()) continue;
        const fs::path page = fs::path{result->folder} / report_file;
        write_page(out / page, summary, version, {run});
        data["page"] = page.generic_string();
        run = script_text(data);
        if (embedded + trace.size() > embedded_limit) continue;
        embedded += trace.size();
        run = with_member(std::move(run), "trace", trace);
    }
    write_page(fs::path{out} / report_file, summary, version, runs);
}

}  // namespace otbench::runner
