#include "app/run/final_report.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "app/version.hpp"
#include "base/output_file.hpp"
#include "runner/report/batch_report.hpp"
#include "runner/report/github.hpp"
#include "runner/report/html/html_report.hpp"
#include "runner/report/junit.hpp"

namespace otbench::app {
namespace {

/// What GitHub Actions shows beside the log.
void report_to_github(const runner::Summary& summary, std::size_t planned) {
    if (!runner::is_github_job()) return;
    fmt::print("{}", runner::github_annotations(summary.results));
    const char* path = std::getenv("GITHUB_STEP_SUMMARY");
    if (path == nullptr) return;
    std::ofstream page{path, std::ios::app | std::ios::binary};
    page << runner::github_summary(summary.results, runner::totals(summary.results, planned));
    page.close();
    if (!page) throw_write_error(path);
}

}  // namespace

int report_run(const runner::Summary& summary, const std::string& out, std::size_t planned,
               std::optional<std::chrono::duration<double>> took) {
    if (summary.cases > 1) fmt::print("{}", runner::batch_summary(summary.results, planned, took));
    if (std::fflush(stdout) != 0) throw_write_error("standard output");
    if (!out.empty()) {
        runner::write_summary(out + "/summary.json", summary);
        runner::write_html_reports(out, summary, version);
        runner::write_junit(out + "/junit.xml", summary.results, {out, version});  // names the pages
    }
    report_to_github(summary, planned);
    return exit_code(runner::overall(summary.results));
}

}  // namespace otbench::app
