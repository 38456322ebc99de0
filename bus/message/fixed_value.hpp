#pragma once

#include <cstddef>

#include "bus/message/answer.hpp"
#include "bus/record/value.hpp"

namespace otbench::bus {

/// The physical face of a counter of fixed data.
struct FixedValue {
    Quantity quantity = Quantity::reserved;
    Unit unit = Unit::none;
    bool stored = false;  ///< at a fixed date, not now
    Value value;
};

/// Counter 0 or 1, by the status flags and units of the standard (EN 13757-3; spec: M-Bus protocol, 10.2), which are
/// not those of libmbus.
[[nodiscard]] FixedValue fixed_value(const FixedData& fixed, std::size_t counter);

}  // namespace otbench::bus
