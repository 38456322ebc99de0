// Measures a signal over a window of time: extremes, edges, pulses, bit rate.
#include <fmt/core.h>

#include <cmath>

#include "base/config/suggest.hpp"
#include "runner/steps/bus/bus_step.hpp"
#include "runner/steps/record/signal_part.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

constexpr Key expect_signal_keys[] = {
    {"expect-signal", types::signal, required,
     "The signal to measure: bus voltage, bus current, tx, rx or a pin such as boiler.gpio15.", "", 2},
    {"since", types::label, optional, "The window begins with the step of this label and ends now."},
    {"for", types::duration, optional, "The window begins now; time passes until it ends."},
    {"level", types::level, optional, "The constant level of the signal: low or high."},
    {"minimum", types::signal_range, optional, "The least value."},
    {"maximum", types::signal_range, optional, "The greatest value."},
    {"mean", types::signal_range, optional, "The mean value over time."},
    {"edges", types::count_range, optional, "The number of changes between low and high."},
    {"pulse-width", types::duration_range, optional, "The time between two edges, of every pulse in the window."},
    {"gap", types::duration_range, optional, "The longest time between two edges, such as .. 13.75ms."},
    {"bit-rate", types::count_range, optional, "The bit rate in bit/s, from the widths of all pulses."},
    {"rise-time", types::duration_range, optional, "The time from 10 % to 90 % of the range, of every rising edge."},
    {"fall-time", types::duration_range, optional, "The time from 90 % to 10 % of the range, of every falling edge."},
    bus_key,
};
const MappingDescription expect_signal_description{
    "expect-signal-step", "an expect-signal step", expect_signal_keys,
    R"json("oneOf": [{"required": ["since"]}, {"required": ["for"]}])json"};

/// A signal of the bus.
struct BusSignal {
    std::string_view name;
    Dimension dimension;  ///< `Dimension::count` for a level
    std::string_view unit;
    double scale;  ///< shown value = SI value times this
};
constexpr BusSignal bus_signals[] = {
    {"bus voltage", Dimension::voltage, "V", 1.0},
    {"bus current", Dimension::current, "mA", 1e3},
    {"tx", Dimension::count, "", 1.0},
    {"rx", Dimension::count, "", 1.0},
};
constexpr BusSignal any_pin = {"", Dimension::count, "", 1.0};

/// One quantity and what it may be.
struct Expected {
    const SignalQuantity* quantity;
    QuantityRange range;
};

struct ExpectSignalStep : BusStep {
    std::string signal;
    BusSignal kind = any_pin;
    std::string since;
    std::optional<Nanoseconds> window;
    std::optional<bool> level;
    std::vector<Expected> expected;

    void perform(Execution& run, StepResult& result) const override;
    [[nodiscard]] Recording recording() const override { return Recording::signals; }

private:
    [[nodiscard]] Check check(const Expected& expect, const SignalPart& part) const;
    [[nodiscard]] Check check_level(const SignalPart& part) const;
};

/// "2.3 V"
std::string shown(double value, std::string_view unit) {
    return fmt::format("{:.4g}{}{}", value, unit.empty() ? "" : " ", unit);
}

Check ExpectSignalStep::check(const Expected& expect, const SignalPart& part) const {
    const auto& [quantity, range] = expect;
    const bool is_own = !quantity->dimension;
    const double scale = is_own ? kind.scale : quantity->scale;
    const std::string unit{is_own ? kind.unit : quantity->unit};
    Check check;
    check.what = fmt::format("{} {}", signal, quantity->name);
    check.expected = range.text;
    const auto found = quantity->measure(part);
    if (!found) {
        check.got = quantity->absent;
        return check;
    }
    check.passed = range.contains(found->least) && range.contains(found->most);
    // Of several pulses the one that is nearer to breaking the limits.
    const bool shows_most =
        found->most > range.maximum || (found->least >= range.minimum && std::isfinite(range.maximum));
    const double value = (shows_most ? found->most : found->least) * scale;
    check.got = found->least == found->most
                    ? shown(value, unit)
                    : fmt::format("{} .. {}", shown(found->least * scale, unit), shown(found->most * scale, unit));
    check.measurement = Measurement{value, {}, {}, unit};
    if (std::isfinite(range.minimum)) check.measurement->minimum = range.minimum * scale;
    if (std::isfinite(range.maximum)) check.measurement->maximum = range.maximum * scale;
    return check;
}

Check ExpectSignalStep::check_level(const SignalPart& part) const {
    Check check;
    check.what = fmt::format("{} level", signal);
    check.expected = level_name(*level);
    bool lows = false, highs = false;
    for (const SignalPoint& point : part.points) (point.value != 0.0 ? highs : lows) = true;
    check.passed = *level ? !lows : !highs;
    check.got = lows && highs ? "low and high" : level_name(highs);
    return check;
}

void ExpectSignalStep::perform(Execution& run, StepResult& result) const {
    Nanoseconds begin = run.bench.time();
    if (window)
        let_time_run(run, *window);
    else
        begin = run.begin_of(since);
    if (!bus.empty()) static_cast<void>(running(run).segment->line());  // draws the waves up to now
    const SignalPart part = part_of(run.record.signal(bus, signal), begin, run.bench.time());
    if (level) result.checks.push_back(check_level(part));
    for (const Expected& each : expected) result.checks.push_back(check(each, part));
    for (Check& check : result.checks) check.at = run.bench.time();
}

/// A signal of the bus, or a pin of a device.
Checked<BusSignal> parse_signal(std::string_view text, const Context& context) {
    std::vector<std::string_view> names;
    for (const BusSignal& signal : bus_signals) {
        names.push_back(signal.name);
        if (signal.name == text) return signal;
    }
    if (text.find('.') == std::string_view::npos)
        return InputError{fmt::format("unknown signal '{}'{}", text, did_you_mean(text, names))};
    const auto pin = parts::parse_device_pin(text, context.devices);
    if (!pin) return pin.error();
    return any_pin;
}

Step parse_expect_signal(const Mapping& step, const Context& context) {
    auto expect = std::make_shared<ExpectSignalStep>();
    const auto kind =
        step.converted("expect-signal", [&](std::string_view text) { return parse_signal(text, context); });
    expect->signal = step.written("expect-signal");
    if (!kind) return {step.at(), {}, expect};
    expect->kind = *kind;
    if (!kind->name.empty()) read_bus(step, "expect-signal", context, *expect);
    if ((step.find("since") != nullptr) == (step.find("for") != nullptr))
        step.complain("", "a window needs 'since', the label of an earlier step, or 'for', a duration");
    step.read("since", expect->since, [&](std::string_view text) { return parts::check_earlier_label(text, context); });
    step.read("for", expect->window, parse_duration);
    step.read("level", expect->level, parts::parse_level);
    if (expect->level && expect->kind.dimension != Dimension::count)
        step.complain("level", fmt::format("'{}' has no level (expected minimum or maximum)", expect->signal));
    bool measures = expect->level.has_value();
    for (const SignalQuantity& quantity : signal_quantities()) {
        if (step.find(quantity.name) == nullptr) continue;
        measures = true;
        if (!quantity.dimension && kind->dimension == Dimension::count)
            step.complain(quantity.name, fmt::format("'{}' is low or high (expected level)", expect->signal));
        else if (auto range =
                     parts::parse_range(step, quantity.name, quantity.dimension.value_or(kind->dimension), context))
            expect->expected.push_back({&quantity, std::move(*range)});
    }
    if (!measures) step.complain("", "nothing is measured (expected level, minimum, edges or the like)");
    return {step.at(), titled("expect signal", expect->signal), expect};
}

}  // namespace

const StepKind expect_signal_step{expect_signal_description, parse_expect_signal};

}  // namespace otbench::runner
