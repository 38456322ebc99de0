#pragma once

#include <string_view>

#include "base/time.hpp"
#include "bus/record/date_time.hpp"

namespace otbench::meters {

/// The point in time that comes `passed` after `first`; it has seconds when `first` has.
[[nodiscard]] bus::DateTime later(const bus::DateTime& first, Nanoseconds passed);

/// A period of the calendar at whose end meters store values.
struct StoragePeriod {
    enum class Every : std::uint8_t { day, month, year };

    Every every = Every::year;
    int month = 12, day = 31;  ///< the last day of a year

    /// "day", "month", "year" or "year on 06-30".
    [[nodiscard]] static Checked<StoragePeriod> parse(std::string_view text);

    /// The last day of the period that ended last before `now`.
    [[nodiscard]] bus::DateTime last_day(const bus::DateTime& now) const;
};

}  // namespace otbench::meters
