#include "bus/message/fixed_value.hpp"

#include <array>

namespace otbench::bus {
namespace {

constexpr std::uint8_t status_binary = 0x01;
constexpr std::uint8_t status_stored = 0x02;
constexpr std::uint8_t unit_of_other_counter = 0x3E;  // "the same, but historic"

/// Unit codes from `first` to `last`; their exponents rise by one.
struct Range {
    std::uint8_t first, last;
    Quantity quantity;
    Unit unit;
    int exponent;
};

// EN 13757-3, fixed data structure; spec: M-Bus protocol, 10.2. Codes 00 and 01 are times and dates in digits.
constexpr std::array<Range, 10> ranges = {{
    {0x00, 0x01, Quantity::time_point, Unit::none, 0},
    {0x02, 0x0A, Quantity::energy, Unit::watt_hour, 0},
    {0x0B, 0x13, Quantity::energy, Unit::joule, 3},
    {0x14, 0x1C, Quantity::power, Unit::watt, 0},
    {0x1D, 0x25, Quantity::power, Unit::joule_per_hour, 3},
    {0x26, 0x2E, Quantity::volume, Unit::cubic_metre, -6},
    {0x2F, 0x37, Quantity::volume_flow, Unit::cubic_metre_per_hour, -6},
    {0x38, 0x38, Quantity::any_quantity, Unit::celsius, -3},
    {0x39, 0x39, Quantity::heat_cost_units, Unit::none, 0},
    {0x3F, 0x3F, Quantity::dimensionless, Unit::none, 0},
}};

Value count(OctetView octets, bool binary, int exponent) {
    if (binary) return Decimal{little_endian_signed(octets), exponent};
    std::int64_t number = 0;
    for (std::size_t i = octets.size(); i-- > 0;) {
        const unsigned high = octets[i] >> 4, low = octets[i] & 0x0F;
        if (high > 9 || low > 9) return ValueFault{ValueFault::Reason::digits};
        number = 100 * number + 10 * high + low;
    }
    return Decimal{number, exponent};
}

}  // namespace

FixedValue fixed_value(const FixedData& fixed, std::size_t counter) {
    const bool historic = fixed.unit(counter) == unit_of_other_counter;
    const std::uint8_t unit = fixed.unit(historic ? 1 - counter : counter);
    const bool binary = (fixed.status() & status_binary) != 0;
    FixedValue value;
    value.stored = historic || (fixed.status() & status_stored) != 0;
    int exponent = 0;
    for (const Range& range : ranges) {
        if (unit < range.first || unit > range.last) continue;
        value.quantity = range.quantity;
        value.unit = range.unit;
        if (range.unit != Unit::none) exponent = range.exponent + unit - range.first;
    }
    value.value = count(fixed.counter(counter), binary, exponent);
    return value;
}

}  // namespace otbench::bus
