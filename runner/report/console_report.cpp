#include "runner/report/console_report.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "runner/language/converter_models.hpp"
#include "runner/report/result_text.hpp"

namespace otbench::runner {
namespace {

// ECMA-48 "select graphic rendition" parameters.
constexpr const char* green = "32";
constexpr const char* red = "31";
constexpr const char* dim = "2";
constexpr const char* bold = "1";

std::string describe_bus(const Bus& bus) {
    return fmt::format("{}, {:g} m of cable{}, {}", description_of(bus.electrics.converter.model).name,
                       bus.electrics.cable.length_m, bus.electrics.cable.cut ? " (cut)" : "",
                       plural(bus.meters.size(), "meter"));
}

}  // namespace

bool ConsoleReport::wants_colours(std::FILE* stream) {
    const char* no_color = std::getenv("NO_COLOR");
    return ::isatty(::fileno(stream)) != 0 && (!no_color || *no_color == '\0');
}

void ConsoleReport::flush() const {
    if (std::fflush(out_) != 0) throw_write_error("standard output");
}

std::string ConsoleReport::painted(const char* colour, const std::string& text) const {
    return colours_ ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : text;
}

void ConsoleReport::begin(const Scenario& scenario) {
    fmt::print(out_, "{}  {}\n", painted(bold, printable(scenario.name)), painted(dim, printable(scenario.path)));
    for (const Device& device : scenario.devices)
        fmt::print(out_, "  device {}: {} {}\n", printable(device.name),
                   device.command.empty() ? "otb-iot" : printable(device.command.front()), device.firmware.mac);
    for (const Bus& bus : scenario.buses) {
        fmt::print(out_, "  {}: {}\n", bus.name == Bus{}.name ? bus.name : "bus " + bus.name, describe_bus(bus));
        for (const Meter& meter : bus.meters)
            fmt::print(out_, "  meter {}: {} at address {}\n", printable(meter.name), meter.profile, meter.address);
    }
}

void ConsoleReport::bridge(const std::string& where, const std::string& role) {
    fmt::print(announcements_, "  bridge {}: {}\n", role, printable(where));
    std::fflush(announcements_);
}

void ConsoleReport::http_port(const std::string& where) {
    fmt::print(announcements_, "  http: {}\n", where);
    std::fflush(announcements_);
}

void ConsoleReport::print_step(const StepResult& step) {
    const char* colour = step.failed() ? red : step.checks.empty() ? dim : green;
    fmt::print(out_, "{}\n", step_line(step, painted(colour, verdict_of(step))));
    std::size_t width = 0;
    for (const ReadingLine& line : step.reading) width = std::max(width, line.name.size());
    for (const ReadingLine& line : step.reading)
        fmt::print(out_, "{:17}{:<{}}  {}\n", "", line.name, width, printable(line.value));
    for (const std::string& note : step.notes) fmt::print(out_, "{:17}note: {}\n", "", printable(note));
    for (const Check& check : step.checks)
        if (!check.passed) failed_check(check);
    flush();
}

void ConsoleReport::failed_check(const Check& check) {
    fmt::print(out_, "{:17}{} at {}\n", "", painted(red, printable(check.what)), format_time(check.at));
    fmt::print(out_, "{:19}expected  {}\n{:19}got       {}\n", "", printable(check.expected), "", printable(check.got));
}

void ConsoleReport::print_bridge(const BridgeResult& bridge) {
    fmt::print(out_, "  bridge {} on {}: {} out, {} in\n", bridge.role, bridge.where, plural(bridge.octets_out, "byte"),
               bridge.octets_in);
    if (bridge.octets_out > 0)
        fmt::print(out_, "    sent later than on a wire by: median {:.2f} ms, 99 % {:.2f} ms, most {:.2f} ms\n",
                   bridge.late_median_ms, bridge.late_p99_ms, bridge.late_max_ms);
    if (bridge.unheard > 0)
        fmt::print(out_, "    {} sent while no peer was connected\n", plural(bridge.unheard, "byte"));
    if (bridge.damaged > 0)
        fmt::print(out_, "    {} to the peer with a wrong parity or stop bit\n", plural(bridge.damaged, "character"));
    for (const std::string& message : bridge.messages) fmt::print(out_, "    {}\n", printable(message));
}

void ConsoleReport::end(const RunResult& result) {
    for (const std::string& finding : result.findings) fmt::print(out_, "  line: {}\n", finding);
    for (const BridgeResult& bridge : result.bridges) print_bridge(bridge);
    if (result.stood_still_ms > 0.0)
        fmt::print(out_, "  simulation fell behind real time by {:.0f} ms: this machine was too slow or too busy\n",
                   result.stood_still_ms);
    if (result.verdict == Verdict::time_limit) fmt::print(out_, "  {}\n", printable(result.error));
    if (!result.last_events.empty()) {
        fmt::print(out_, "  last events before it failed:\n");
        for (const std::string& event : result.last_events) fmt::print(out_, "    {}\n", event);
    }
    fmt::print(out_, "{}: {} of {}, {}{} passed, {} failed, {} virtual\n",
               painted(is_good(result.verdict) ? green : red, name_of(result.verdict)), result.steps.size(),
               plural(result.steps_in_file, "step"),
               result.steps_skipped > 0 ? fmt::format("{} skipped, ", result.steps_skipped) : "",
               plural(result.checks(true), "check"), result.checks(false), format_time(result.virtual_time));
    flush();
}

}  // namespace otbench::runner
