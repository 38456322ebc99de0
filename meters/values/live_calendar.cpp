// Live values that follow a calendar: the clock, what is stored at times, and when that was.

#include <fmt/core.h>

#include <utility>

#include "meters/values/calendar.hpp"
#include "meters/values/live_source.hpp"

namespace otbench::meters {

class LiveValues::Clock : public Source {
public:
    Clock(std::string name, std::string_view text, const bus::DateTime& first, Nanoseconds start)
        : Source(std::move(name), text), first_(first), start_(start) {}

    void advance(LiveValues& /*values*/, Nanoseconds /*from*/, Nanoseconds to) override { now_ = to; }
    std::string value(const LiveValues& /*values*/) const override { return bus::to_text(at(now_)); }
    [[nodiscard]] bus::DateTime at(Nanoseconds time) const { return later(first_, time - start_); }

private:
    bus::DateTime first_;
    Nanoseconds start_;
    Nanoseconds now_{};
};

/// What another value was when the last whole interval ended.
class LiveValues::Copy : public Source {
public:
    Copy(std::string name, std::string_view text, std::string_view of, Nanoseconds interval)
        : Source(std::move(name), text), of_(of), interval_(interval) {}

    bool needs_steps() const override { return true; }
    void advance(LiveValues& values, Nanoseconds from, Nanoseconds to) override {
        if (period_over(values, from, to)) values.numbers_[name()] = values.measure_of(of_);
    }
    std::string value(const LiveValues& values) const override {
        const bool taken = values.numbers_.count(name()) != 0;
        return taken ? Source::value(values) : values.readout_.value(name()).value();
    }

private:
    virtual bool period_over(const LiveValues& /*values*/, Nanoseconds from, Nanoseconds to) {
        return from / interval_ != to / interval_;
    }

    std::string of_;
    Nanoseconds interval_;
};

/// The same by the meter's clock.
class LiveValues::Stored : public Copy {
public:
    Stored(std::string name, std::string_view text, std::string_view of, StoragePeriod period, const Clock* clock)
        : Copy(std::move(name), text, of, {}), period_(period), clock_(clock->name()) {}

    /// The last day of the period whose end was stored; nothing before the first.
    [[nodiscard]] const std::optional<bus::DateTime>& day() const { return day_; }

private:
    bool period_over(const LiveValues& values, Nanoseconds from, Nanoseconds to) override {
        const Clock* clock = values.clock_named(clock_);
        if (!clock) return false;  // it has become a constant: time stands still
        const auto day = period_.last_day(clock->at(to));
        if (period_.last_day(clock->at(from)) == day) return false;
        day_ = day;
        return true;
    }

    StoragePeriod period_;
    std::string clock_;
    std::optional<bus::DateTime> day_;
};

/// The day of which a stored value is.
class LiveValues::StorageDate : public Source {
public:
    StorageDate(std::string name, std::string_view text, std::string_view of)
        : Source(std::move(name), text), of_(of) {}

    void advance(LiveValues& /*values*/, Nanoseconds /*from*/, Nanoseconds /*to*/) override {}
    std::string value(const LiveValues& values) const override {
        const auto* stored = dynamic_cast<const Stored*>(values.source_of(of_));
        if (!stored || !stored->day()) return values.readout_.value(name()).value();
        const auto before = bus::parse_date_time(values.readout_.value(name()).value());
        bus::DateTime day = *stored->day();
        if (before) day.shape = before->shape;  // as the record has it: with a time or without
        return bus::to_text(day);
    }

private:
    std::string of_;
};

const LiveValues::Clock* LiveValues::clock_named(std::string_view name) const {
    for (const auto& source : sources_)
        if (const auto* clock = dynamic_cast<const Clock*>(source.get());
            clock && (name.empty() || name == clock->name()))
            return clock;
    return nullptr;
}

LiveValues::Parsed LiveValues::clock(const std::string& name, std::string_view text, std::string_view rest,
                                     Nanoseconds at) {
    const auto first = bus::parse_date_time(rest);
    if (!first) return first.error();
    return Parsed{std::make_unique<Clock>(name, text, *first, at)};
}

LiveValues::Parsed LiveValues::copy(const std::string& name, std::string_view text, std::string_view rest) {
    const auto parts = live::split(rest, live::every_word);
    if (!parts || !is_known(parts->first))
        return InputError{fmt::format("'{}' needs a value of the meter and an interval", text)};
    if (const auto period = StoragePeriod::parse(parts->second)) {
        const Clock* const clock = clock_named({});
        if (!clock) return InputError{fmt::format("'{}' needs a clock: a value 'clock from 2017-02-11T19:36'", text)};
        return Parsed{std::make_unique<Stored>(name, text, parts->first, *period, clock)};
    }
    const auto interval = live::parse_interval(parts->second);
    if (!interval)
        return InputError{fmt::format("invalid interval '{}' (expected a duration, day, month, year or year on 06-30)",
                                      parts->second)};
    return Parsed{std::make_unique<Copy>(name, text, parts->first, *interval)};
}

LiveValues::Parsed LiveValues::date(const std::string& name, std::string_view text, std::string_view rest) {
    if (!dynamic_cast<const Stored*>(source_of(rest)))
        return InputError{fmt::format("'{}' needs a value that is a copy every day, month or year", text)};
    return Parsed{std::make_unique<StorageDate>(name, text, rest)};
}

}  // namespace otbench::meters
