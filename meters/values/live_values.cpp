#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/input_file.hpp"
#include "base/time.hpp"
#include "meters/values/csv_series.hpp"
#include "meters/values/live_source.hpp"
#include "meters/values/water.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using live::begins_with;
using live::every_word;
using live::from_word;
using live::split;

constexpr std::string_view expression_word = "= ";
constexpr std::string_view integral_word = "integral of ";
constexpr std::string_view series_word = "series ";
constexpr std::string_view copy_word = "copy of ";
constexpr std::string_view clock_word = "clock from ";
constexpr std::string_view date_word = "date of ";
constexpr std::string_view heat_word = "heat of ";
constexpr std::string_view between_word = " between ";
constexpr std::string_view and_word = " and ";
constexpr std::string_view in_flow_note = ", measured in flow";
constexpr std::string_view in_word = " in ";
constexpr std::string_view plus_word = " + ";

/// Integrals are summed up in steps no longer than this, and not in more than so many.
constexpr Nanoseconds longest_step = 60s;
constexpr int most_steps = 10'000;

/// A unit as a measure of one.
Checked<bus::Measure> parse_unit(std::string_view text) {
    return bus::parse_measure("1 " + std::string{text});
}

/// The value's name as an expression may have it.
std::string variable_name(std::string name) {
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

}  // namespace

namespace live {

bool begins_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

/// What stands before and behind the last `word` in `text`; nothing when it is not there.
std::optional<std::pair<std::string_view, std::string_view>> split(std::string_view text, std::string_view word) {
    const std::size_t at = text.rfind(word);
    if (at == std::string_view::npos) return std::nullopt;
    return std::pair{text.substr(0, at), text.substr(at + word.size())};
}

Checked<Nanoseconds> parse_interval(std::string_view text) {
    const auto measure = bus::parse_measure(text);
    const auto length = measure ? bus::convert(*measure, bus::Unit::second) : measure.error();
    if (!length) return length.error();
    if (!(*length >= 0.001 && *length <= 1e9))
        return InputError{fmt::format("invalid interval '{}' (expected 1ms to 1e9 s)", text)};
    return Nanoseconds{std::llround(*length * 1e9)};
}

}  // namespace live

class LiveValues::Expression : public Source {
public:
    Expression(std::string name, std::string_view text, std::string_view formula, bus::Measure unit,
               const std::vector<std::string>& names)
        : Source(std::move(name), text), unit_(std::move(unit)), inputs_(names.size()) {
        parser_.DefineConst("pi", 3.14159265358979323846);
        parser_.DefineVar("t", &t_);
        parser_.DefineVar("noise", &noise_);
        for (std::size_t i = 0; i < names.size(); ++i) {
            names_.push_back(names[i]);
            parser_.DefineVar(variable_name(names[i]), &inputs_[i]);
        }
        parser_.SetExpr(std::string{formula});
        static_cast<void>(parser_.Eval());  // throws when it cannot be understood
        const auto& used = parser_.GetUsedVar();
        for (std::string& own : names_)
            if (used.count(variable_name(own)) == 0) own.clear();
    }

    void advance(LiveValues& values, Nanoseconds /*from*/, Nanoseconds to) override {
        t_ = in_seconds(to);
        noise_ = 2 * values.random_.share() - 1;
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (!names_[i].empty()) inputs_[i] = values.measure_of(names_[i]).value;
        unit_.value = parser_.Eval();
        values.numbers_[name()] = unit_;
    }

private:
    mu::Parser parser_;
    bus::Measure unit_;
    std::vector<std::string> names_;  ///< of the inputs; empty: not used
    std::vector<double> inputs_;
    double t_ = 0;
    double noise_ = 0;
};

class LiveValues::Integral : public Source {
public:
    Integral(std::string name, std::string_view text, std::string_view of, bus::Measure from)
        : Source(std::move(name), text), of_(of), sum_(std::move(from)) {}

    bool needs_steps() const override { return true; }
    void advance(LiveValues& values, Nanoseconds from, Nanoseconds to) override {
        const bus::Measure rate = values.measure_of(of_);
        // Powers are joules a second, flows cubic metres or kilograms an hour.
        const bool hourly = rate.scale.dimension != bus::Dimension::power;
        const double added = rate.in_base_unit() * in_seconds(to - from) / (hourly ? 3600 : 1);
        if (std::isfinite(added)) sum_.value += added / sum_.scale.factor;
        values.numbers_[name()] = sum_;
    }

private:
    std::string of_;
    bus::Measure sum_;
};

class LiveValues::Counter : public Source {
public:
    Counter(std::string name, std::string_view text, bus::Measure first, double step, Nanoseconds interval,
            Nanoseconds start)
        : Source(std::move(name), text), first_(std::move(first)), step_(step), interval_(interval), start_(start) {}

    void advance(LiveValues& values, Nanoseconds /*from*/, Nanoseconds to) override {
        bus::Measure now = first_;
        now.value += step_ * static_cast<double>((to - start_) / interval_);
        values.numbers_[name()] = now;
    }

private:
    bus::Measure first_;
    double step_;
    Nanoseconds interval_;
    Nanoseconds start_;
};

class LiveValues::Series : public Source {
public:
    Series(std::string name, std::string_view text, bus::Measure unit, std::vector<SeriesPoint> points)
        : Source(std::move(name), text), unit_(std::move(unit)), points_(std::move(points)) {}

    void advance(LiveValues& values, Nanoseconds /*from*/, Nanoseconds to) override {
        const auto next = std::upper_bound(points_.begin(), points_.end(), in_seconds(to),
                                           [](double at, const auto& point) { return at < point.first; });
        unit_.value = next == points_.begin() ? next->second : std::prev(next)->second;
        values.numbers_[name()] = unit_;
    }

private:
    bus::Measure unit_;
    std::vector<SeriesPoint> points_;
};

/// The power of a heat meter's water: its flow times the heat coefficient times what it cools down by.
class LiveValues::Heat : public Source {
public:
    struct Inputs {
        std::string flow, flow_temperature, return_temperature;
        bool sensor_in_flow = false;
    };
    Heat(std::string name, std::string_view text, Inputs inputs)
        : Source(std::move(name), text), inputs_(std::move(inputs)) {}

    bool needs_steps() const override { return true; }
    void advance(LiveValues& values, Nanoseconds /*from*/, Nanoseconds /*to*/) override {
        const double flow = values.measure_of(inputs_.flow).in_base_unit() / 3600;  // m3/s
        const double hot = values.measure_of(inputs_.flow_temperature).in_base_unit();
        const double cold = values.measure_of(inputs_.return_temperature).in_base_unit();
        const double coefficient = heat_coefficient(hot, cold, inputs_.sensor_in_flow ? hot : cold);
        bus::Measure power = *bus::parse_measure("0 W");
        // Without flow nothing is measured; negative temperature differences are not counted.
        const double none = values.readout_.has_error_state(name()) ? std::nan("") : 0;
        power.value = flow > 0 ? flow * coefficient * std::max(hot - cold, 0.0) : none;
        values.numbers_[name()] = power;
    }

private:
    Inputs inputs_;
};

LiveValues::LiveValues(Readout& readout, std::uint64_t seed) : readout_(readout), random_(seed) {}

LiveValues::~LiveValues() = default;

bool LiveValues::is_live(std::string_view text) {
    for (const auto word : {expression_word, integral_word, copy_word, clock_word, date_word, heat_word, series_word})
        if (begins_with(text, word)) return true;
    return text.find(every_word) != std::string_view::npos;
}

bus::Measure LiveValues::measure_of(const std::string& name) const {
    const auto live = numbers_.find(name);
    if (live != numbers_.end()) return live->second;
    const auto text = readout_.value(name);
    const auto measure = text ? bus::parse_measure(*text) : text.error();
    if (measure) return *measure;
    bus::Measure none;
    none.value = std::nan("");
    return none;
}

std::string LiveValues::shown(const std::string& name) const {
    const auto number = numbers_.find(name);
    if (number == numbers_.end() || !std::isfinite(number->second.value)) return std::string{error_value};
    return fmt::format("{:.9g} {}", number->second.value, number->second.unit);
}

bool LiveValues::is_known(std::string_view name) const {
    return numbers_.count(std::string{name}) != 0 || readout_.value(name).has_value();
}

LiveValues::Source* LiveValues::source_of(std::string_view name) const {
    for (const auto& source : sources_)
        if (source->name() == name) return source.get();
    return nullptr;
}

Checked<void> LiveValues::set(const std::string& name, std::string_view text, Nanoseconds at, Shown shown) {
    refresh(at);
    auto source = parse(name, text, at);
    if (!source) return InputError{fmt::format("value '{}': {}", name, source.error().message)};
    const auto saved = numbers_;
    (*source)->advance(*this, at, at);
    const auto done = shown == Shown::yes ? readout_.set_value(name, (*source)->value(*this)) : Checked<void>{};
    if (!done) {
        numbers_ = saved;
        return done;
    }
    const auto old = numbers_.find(name);
    std::optional<bus::Measure> first;
    if (old != numbers_.end()) first = old->second;
    drop(name);
    if (first) numbers_[name] = *first;
    sources_.push_back(std::move(*source));
    return {};
}

void LiveValues::drop(const std::string& name) {
    numbers_.erase(name);
    sources_.erase(
        std::remove_if(sources_.begin(), sources_.end(), [&](const auto& source) { return source->name() == name; }),
        sources_.end());
}

std::string LiveValues::description(const std::string& name) const {
    const Source* source = source_of(name);
    return source ? source->text() : std::string{};
}

void LiveValues::refresh(Nanoseconds at) {
    if (at < now_) return;
    const bool in_steps =
        std::any_of(sources_.begin(), sources_.end(), [](const auto& source) { return source->needs_steps(); });
    const Nanoseconds step = in_steps ? std::max(longest_step, (at - now_) / most_steps) : at - now_;
    do {
        const Nanoseconds next = std::min(at, now_ + step);
        for (const auto& source : sources_) source->advance(*this, now_, next);
        now_ = next;
    } while (now_ < at);
    // What a record cannot show it does not show: the last value stays.
    for (const auto& source : sources_) static_cast<void>(readout_.set_value(source->name(), source->value(*this)));
}

LiveValues::Parsed LiveValues::parse(const std::string& name, std::string_view text, Nanoseconds at) {
    const auto misses = [&](std::string_view what) { return InputError{fmt::format("'{}' needs {}", text, what)}; };
    if (begins_with(text, clock_word)) return clock(name, text, text.substr(clock_word.size()), at);
    if (begins_with(text, copy_word)) return copy(name, text, text.substr(copy_word.size()));
    if (begins_with(text, date_word)) return date(name, text, text.substr(date_word.size()));
    if (begins_with(text, heat_word)) return heat(name, text, text.substr(heat_word.size()));
    if (begins_with(text, integral_word)) {
        const auto parts = split(text.substr(integral_word.size()), from_word);
        if (!parts || !is_known(parts->first)) return misses("a value of the meter and what it starts from");
        const auto from = bus::parse_measure(parts->second);
        if (!from) return from.error();
        return Parsed{std::make_unique<Integral>(name, text, parts->first, *from)};
    }
    const auto with_unit = split(text, in_word);
    if (begins_with(text, expression_word) || begins_with(text, series_word)) {
        if (!with_unit) return misses("' in ' and a unit at its end");
        auto unit = parse_unit(with_unit->second);
        if (!unit) return unit.error();
        if (begins_with(text, series_word)) {
            const auto parts = split(with_unit->first.substr(series_word.size()), " ");
            if (!parts) return misses("a file and a column");
            const std::string file{parts->first};
            auto content = read_whole_file(file, "a table of values");
            if (!content) return InputError{fmt::format("{}: {}", file, content.error().message)};
            std::istringstream stream{*std::move(content)};
            auto points = read_csv_series(stream, file, parts->second);
            if (!points) return points.error();
            return Parsed{std::make_unique<Series>(name, text, *unit, std::move(*points))};
        }
        try {
            return Parsed{std::make_unique<Expression>(name, text, with_unit->first.substr(expression_word.size()),
                                                       *unit, readout_.value_names())};
        } catch (const mu::Parser::exception_type& error) {
            return InputError{fmt::format("'{}': {}", text, error.GetMsg())};
        }
    }
    const auto parts = split(text, every_word);
    const auto counted = parts ? split(parts->first, plus_word) : std::nullopt;
    if (!counted) return misses("a first value, ' + ', a step, ' every ' and an interval");
    const auto first = bus::parse_measure(counted->first);
    if (!first) return first.error();
    const auto step = bus::parse_measure(counted->second);
    if (!step) return step.error();
    if (step->scale.dimension != first->scale.dimension) return misses("a step of the same kind as its first value");
    const auto interval = live::parse_interval(parts->second);
    if (!interval) return interval.error();
    return Parsed{std::make_unique<Counter>(name, text, *first, step->value * step->scale.factor / first->scale.factor,
                                            *interval, at)};
}

LiveValues::Parsed LiveValues::heat(const std::string& name, std::string_view text, std::string_view rest) {
    Heat::Inputs inputs;
    if (rest.size() > in_flow_note.size() && rest.substr(rest.size() - in_flow_note.size()) == in_flow_note) {
        inputs.sensor_in_flow = true;
        rest.remove_suffix(in_flow_note.size());
    }
    const auto flow = split(rest, between_word);
    const auto temperatures = flow ? split(flow->second, and_word) : std::nullopt;
    if (!temperatures || !is_known(flow->first) || !is_known(temperatures->first) || !is_known(temperatures->second))
        return InputError{
            fmt::format("'{}' needs a flow, ' between ' and two temperatures, all of them values of the meter", text)};
    inputs.flow = flow->first;
    inputs.flow_temperature = temperatures->first;
    inputs.return_temperature = temperatures->second;
    return Parsed{std::make_unique<Heat>(name, text, std::move(inputs))};
}

}  // namespace otbench::meters
