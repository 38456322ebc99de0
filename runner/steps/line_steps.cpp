// The steps at the bus: expect-line looks at volts, milliamperes and the receiver's output, meter changes a meter,
// converter and cable change what it is made of.

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

#include "meters/meter_settings.hpp"
#include "runner/language/line_quantities.hpp"
#include "runner/steps/electrical_setup.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {
namespace {

/// How a quantity is read from a line, and shown.
struct Reader {
    std::optional<double> (*read)(const sim::LineRecord& line);
    const char* unit;
    double scale;  ///< shown value = SI value times this
};

// In the order of `LineExpectation::What`.
constexpr std::array<Reader, 7> readers = {{
    {[](const sim::LineRecord& line) { return line.mark_v; }, " V", 1.0},
    {[](const sim::LineRecord& line) { return line.space_v; }, " V", 1.0},
    {[](const sim::LineRecord& line) { return std::optional{line.idle_a}; }, " mA", 1e3},
    {[](const sim::LineRecord& line) { return line.space_a; }, " mA", 1e3},
    {[](const sim::LineRecord& line) { return std::optional{static_cast<double>(line.rx_low_count)}; }, "", 1.0},
    {[](const sim::LineRecord& line) { return std::optional{static_cast<double>(line.collision_count)}; }, "", 1.0},
    {[](const sim::LineRecord& line) { return std::optional{line.rx ? 1.0 : 0.0}; }, "", 1.0},
}};

std::string format_value(const LineExpectation& expect, double value) {
    if (expect.what == LineExpectation::What::rx_level) return value != 0.0 ? "high" : "low";
    const Reader& reader = readers.at(std::size_t(expect.what));
    return fmt::format("{:.4g}{}", value * reader.scale, reader.unit);
}

}  // namespace

void perform(Execution& run, const ExpectLineStep& step, StepResult& result) {
    const sim::LineRecord line = run.bus->line();
    for (const LineExpectation& expect : step.expect) {
        const std::optional<double> value = readers.at(std::size_t(expect.what)).read(line);
        Check check;
        check.what = name_of(expect.what);
        check.expected = expect.text;
        check.got = value ? format_value(expect, *value) : "the line was never in that state";
        check.passed = value && *value >= expect.minimum && *value <= expect.maximum;
        check.at = run.bench.time();
        result.checks.push_back(std::move(check));
    }
}

void perform(Execution& run, const MeterStep& step, StepResult& result) {
    const auto& meters = run.scenario.bus->meters;
    const auto found =
        std::find_if(meters.begin(), meters.end(), [&](const Meter& meter) { return meter.name == step.meter; });
    const auto index = static_cast<std::size_t>(found - meters.begin());
    if (step.holds_space) run.bus->hold_space(index, *step.holds_space, run.step_event);
    meters::Meter& meter = run.bus->meter(index);
    meter.wake(run.bench.time());
    for (const auto& [name, text] : step.settings) {
        const auto done = meters::apply_setting(meter, name, text);
        run.bench.log().record_from(step.meter, run.bench.time(), "meter_setting", run.step_event,
                                    {{"meter", step.meter}, {"setting", name}, {"value", text}});
        if (done) continue;
        Check check;
        check.what = name;
        check.expected = text;
        check.got = done.error().message;
        check.passed = false;
        check.at = run.bench.time();
        result.checks.push_back(std::move(check));
    }
}

void perform(Execution& run, const SerialLinkStep& step, StepResult& /*result*/) {
    meters::LinkFaults faults = run.serial_link->faults();
    for (const auto& [name, text] : step.faults) {
        static_cast<void>(meters::set_link_fault(faults, name, text));  // checked when the file was read
        run.bench.log().record(run.bench.time(), "link_setting", run.step_event, {{"setting", name}, {"value", text}});
    }
    run.serial_link->set_faults(faults);
}

void perform(Execution& run, const ElectricsStep& step, StepResult&) {
    run.installation.converter = converter_parameters(step.converter);
    run.installation.cable = cable_parameters(step.cable);
    run.bus->reconfigure(run.installation.converter, run.installation.cable, run.step_event);
    run.bus->disturb(disturbance_parameters(step.converter, step.cable, run.scenario.seed), run.step_event);
    run.bus->set_tx_connected(!step.converter.tx_floats, run.step_event);
    Bus changed = *run.scenario.bus;
    changed.converter = step.converter;
    changed.cable = step.cable;
    record_installation(run.bench.log(), run.bench.time(), changed, run.installation);
}

}  // namespace otbench::runner
