#include "runner/report/html/page_trace.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <system_error>

#include "base/input_file.hpp"
#include "base/output_file.hpp"
#include "runner/report/html/script_text.hpp"
#include "runner/report/trace_files.hpp"
#include "sim/trace/event_log.hpp"
#include "sim/trace/vcd_reader.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;

/// Goes from the process of a run to the one that writes its page.
constexpr const char* left_file = ".page-trace.json";

bool has_files(const fs::path& folder) {
    const char* const files[] = {events_file, waves_file};
    return std::all_of(std::begin(files), std::end(files),
                       [&](const char* file) { return fs::is_regular_file(folder / file); });
}

std::ifstream open_file(const fs::path& path) {
    return std::ifstream{path, std::ios::binary};
}

/// Empty without events.
std::string joined(const std::string& events, std::string_view waves) {
    if (events.empty()) return {};
    return with_member(with_member("{}", "events", '"' + events + '"'), "waves", waves);
}

/// What was left, as far as it can stand in a page.
std::string take_left(const fs::path& folder) {
    const fs::path path = folder / left_file;
    if (!fs::is_regular_file(path)) return {};
    auto left = read_whole_file(path.string(), "a trace", std::numeric_limits<std::size_t>::max());
    PageTrace::remove_from(folder);
    return left && left->find('<') == std::string::npos ? std::move(*left) : std::string{};
}

}  // namespace

void PageTrace::follow(sim::EventLog& log, sim::VcdWriter& waves) {
    log.on_event([this, &log](const sim::EventView& event) {
        if (log.is_open()) events_.add({std::size_t(event.id), std::size_t(event.cause), event.kind});
    });
    waves.tell_reader(waves_.listener());
}

void PageTrace::leave_in(const fs::path& folder, Nanoseconds end) {
    if (!has_files(folder)) return;
    events_.complete();
    auto file = open_file(folder / events_file);
    write_whole_file((folder / left_file).string(), joined(events_.packed(file), waves_.packed(end)));
}

void PageTrace::remove_from(const fs::path& folder) {
    std::error_code ignored;
    fs::remove(folder / left_file, ignored);
}

std::string page_trace(const fs::path& folder) {
    if (!has_files(folder)) return {};
    if (std::string left = take_left(folder); !left.empty()) return left;
    ShownEvents events;
    auto file = open_file(folder / events_file);
    events.add_all(file);
    events.complete();
    auto again = open_file(folder / events_file);
    const std::string packed_events = events.packed(again);
    PackedWaves waves;
    auto vcd = open_file(folder / waves_file);
    const auto end = sim::read_vcd(vcd, waves.listener());
    return joined(packed_events, end ? waves.packed(*end) : "[]");
}

}  // namespace otbench::runner
