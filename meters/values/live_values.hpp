#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/time.hpp"
#include "bus/record/unit.hpp"
#include "meters/profile/readout.hpp"

namespace otbench::meters {

/// Values that change by themselves. They are computed on demand, so that an idle meter costs nothing; between two
/// readings integrals and counters catch up in steps.
///
///   = 60 + 5 * sin(t / 3600) + noise in C      an expression of the time t in seconds, of noise from -1 to 1, and of
///   other
///                                              values by name (- as _), each in the unit it was written in
///   integral of power from 9730 kWh            what adds up of another value: energy of power, volume of volume-flow
///   9730 kWh + 0.5 kWh every 1 h               a counter
///   copy of energy every 1 d                   what another value was at the last full interval: a storage value;
///                                              by the meter's clock every day, month, year, year on 06-30
///   date of NAME                               the day of which such a copy by the clock is
///   heat of volume-flow between flow-temperature and return-temperature
///                                              the power of a heat meter, measured in return unless there is
///                                              ", measured in flow" behind it
///   clock from 2017-02-11T19:36                the meter's clock
///   series FILE COLUMN in kWh                  from a CSV file with a column "time" in seconds
class LiveValues {
public:
    /// `readout` must outlive it. Noise comes from `seed`.
    LiveValues(Readout& readout, std::uint64_t seed);
    ~LiveValues();

    /// Whether a text of a value is of one of these forms.
    [[nodiscard]] static bool is_live(std::string_view text);

    /// Whether the meter shows a value, or others only use it.
    enum class Shown : std::uint8_t { yes, no };

    /// Makes a value live from `at` on. Nothing changes on an error.
    Checked<void> set(const std::string& name, std::string_view text, Nanoseconds at, Shown shown = Shown::yes);
    /// The value is a constant again.
    void drop(const std::string& name);
    /// How the value was described; empty for a constant.
    [[nodiscard]] std::string description(const std::string& name) const;

    /// Updates all live values to `at`, not before the last call.
    void refresh(Nanoseconds at);

private:
    class Source;
    class Expression;
    class Integral;
    class Counter;
    class Heat;
    class Copy;
    class Stored;
    class StorageDate;
    class Clock;
    class Series;
    using Parsed = Checked<std::unique_ptr<Source>>;

    [[nodiscard]] bus::Measure measure_of(const std::string& name) const;
    [[nodiscard]] std::string shown(const std::string& name) const;
    [[nodiscard]] bool is_known(std::string_view name) const;
    /// Null when there is none.
    [[nodiscard]] Source* source_of(std::string_view name) const;
    /// The first one without a name; null when there is none.
    [[nodiscard]] const Clock* clock_named(std::string_view name) const;

    Parsed parse(const std::string& name, std::string_view text, Nanoseconds at);
    // `rest`: behind the words with which a text of that form begins.
    static Parsed clock(const std::string& name, std::string_view text, std::string_view rest, Nanoseconds at);
    Parsed copy(const std::string& name, std::string_view text, std::string_view rest);
    Parsed date(const std::string& name, std::string_view text, std::string_view rest);
    Parsed heat(const std::string& name, std::string_view text, std::string_view rest);

    Readout& readout_;
    Random random_;
    Nanoseconds now_{};
    std::map<std::string, bus::Measure> numbers_;   ///< of live values, more exact than the shown ones
    std::vector<std::unique_ptr<Source>> sources_;  ///< in the order in which they were set
};

}  // namespace otbench::meters
