#include "runner/report/html/html_report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/event_kinds.hpp"
#include "base/output_file.hpp"
#include "runner/report/batch_report.hpp"
#include "runner/report/html/packed_text.hpp"
#include "runner/report/html/packed_waves.hpp"
#include "runner/report/html/report_page.hpp"
#include "runner/report/trace_files.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Of all traces in the page of a batch, in octets of base64.
constexpr std::size_t embedded_limit = 8'000'000;

/// The events of a trace without those of the bus voltage, which the waves show and nothing is caused by.
std::string shown_events(const fs::path& path) {
    const std::string left_out = fmt::format("\"kind\":\"{}\"", event::bus_edge);
    constexpr std::size_t head = 80;  // an event's number, time and kind
    std::ifstream file{path, std::ios::binary};
    std::string text;
    for (std::string line; std::getline(file, line);)
        if (std::string_view{line}.substr(0, head).find(left_out) == std::string_view::npos)
            text.append(line).push_back('\n');
    return text;
}

/// The events and waves of a case; null when it has none, or where they went into a device or a pipe, which may never
/// end.
json trace_of(const fs::path& folder) {
    for (const char* file : {events_file, waves_file})
        if (!fs::is_regular_file(folder / file)) return nullptr;
    const std::string events = shown_events(folder / events_file);
    if (events.empty()) return nullptr;
    std::ifstream vcd{folder / waves_file, std::ios::binary};
    auto waves = packed_waves(vcd);
    return {{"events", packed_text(events)}, {"waves", waves ? std::move(*waves) : json::array()}};
}

std::size_t size_of(const json& trace) {
    if (trace.is_null()) return 0;
    std::size_t size = trace.at("events").get_ref<const std::string&>().size();
    for (const json& wave : trace.at("waves")) size += wave.at("data").get_ref<const std::string&>().size();
    return size;
}

/// As a script element holds it: no "<" can end the element.
std::string script_text(const json& data) {
    const std::string dumped = data.dump(-1, ' ', true, json::error_handler_t::replace);
    std::string text;
    text.reserve(dumped.size());
    for (std::string_view rest = dumped;;) {
        const std::size_t less = rest.find('<');
        text += rest.substr(0, less);
        if (less == std::string_view::npos) return text;
        text += "\\u003c";
        rest.remove_prefix(less + 1);
    }
}

void write_page(const fs::path& path, const json& data) {
    std::string page{report_page_head};
    page += script_text(data);
    page += report_page_tail;
    write_whole_file(path.string(), page);
}

json page_data(json runs, const Summary& summary, const std::string& version) {
    return {{"version", version}, {"totals", totals(summary.results, summary.cases)}, {"runs", std::move(runs)}};
}

}  // namespace

void write_html_reports(const std::string& out, const Summary& summary, const std::string& version) {
    std::vector<const RunResult*> by_importance;
    for (const RunResult& result : summary.results) by_importance.push_back(&result);
    std::stable_partition(by_importance.begin(), by_importance.end(),
                          [](const RunResult* result) { return !is_good(result->verdict); });
    std::vector<json> runs(summary.results.size());
    std::size_t embedded = 0;
    for (const RunResult* result : by_importance) {
        json& run = runs[std::size_t(result - summary.results.data())];
        run = *result;
        if (result->verdict == Verdict::skipped) continue;
        run["trace"] = trace_of(fs::path{out} / result->folder);
        if (result->folder.empty() || run["trace"].is_null()) continue;
        const fs::path page = fs::path{result->folder} / report_file;
        write_page(out / page, page_data(json::array({run}), summary, version));
        run["page"] = page.generic_string();
        const std::size_t size = size_of(run["trace"]);
        if (embedded + size > embedded_limit)
            run.erase("trace");
        else
            embedded += size;
    }
    write_page(fs::path{out} / report_file, page_data(std::move(runs), summary, version));
}

}  // namespace otbench::runner
