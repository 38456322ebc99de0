// Measures volts, milliamperes and the receiver's output.
#include <fmt/core.h>

#include <array>
#include <cmath>

#include "runner/language/line_quantities.hpp"
#include "runner/steps/bus/bus_step.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

constexpr Key expect_line_keys[] = {
    {"expect-line", types::line, required, "Measures the bus and the receive pin."},
    bus_key,
};
const MappingDescription expect_line_description{"expect-line-step", "an expect-line step", expect_line_keys};

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

/// The value and its limits, for reports.
Measurement measurement_of(const LineExpectation& expect, double value) {
    const Reader& reader = readers.at(std::size_t(expect.what));
    Measurement measurement{value * reader.scale, {}, {}, std::string{trimmed(reader.unit)}};
    if (std::isfinite(expect.minimum)) measurement.minimum = expect.minimum * reader.scale;
    if (std::isfinite(expect.maximum)) measurement.maximum = expect.maximum * reader.scale;
    return measurement;
}

struct ExpectLineStep : BusStep {
    std::vector<LineExpectation> expect;

    void perform(Execution& run, StepResult& result) const override;
};

void ExpectLineStep::perform(Execution& run, StepResult& result) const {
    const sim::LineRecord line = running(run).segment->line();
    for (const LineExpectation& expected : expect) {
        const std::optional<double> value = readers.at(std::size_t(expected.what)).read(line);
        Check check;
        check.what = name_of(expected.what);
        check.expected = expected.text;
        check.got = value ? format_value(expected, *value) : "the line was never in that state";
        check.passed = value && *value >= expected.minimum && *value <= expected.maximum;
        check.at = run.bench.time();
        if (value) check.measurement = measurement_of(expected, *value);
        result.checks.push_back(std::move(check));
    }
}

Step parse_expect_line(const Mapping& step, const Context& context) {
    auto line = std::make_shared<ExpectLineStep>();
    if (const auto* expect = step.find("expect-line")) line->expect = parts::parse_line(*expect, context);
    read_bus(step, "expect-line", context, *line);
    return {step.at(), titled("expect line", ""), line};
}

}  // namespace

const StepKind expect_line_step{expect_line_description, parse_expect_line};

}  // namespace otbench::runner
